"""Forms of payments."""

from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karum.money.typed import plain_digits
from karum.payments.domain import Card, Instrument, Method, read_card
from karum.payments.texts import card_error, method_name


class PayForm(forms.Form):
    """How the buyer pays. The card is handed to the provider and forgotten; its last four digits are kept."""

    method = forms.ChoiceField(label=gettext_lazy("Pay with"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("Card number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-number", "dir": "ltr"}),
    )
    expiry = forms.CharField(
        label=gettext_lazy("Valid until (month/year)"),
        required=False,
        max_length=9,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "cc-exp", "placeholder": "04/29", "dir": "ltr"}
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("Security code"),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-csc", "dir": "ltr"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Mobile money number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, offered: list[Method], country: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country, self.today = country, today
        self.by_code = {method.code: method for method in offered}
        self.offered = list(self.by_code)
        choices = forms.ChoiceField(label=self.fields["method"].label, widget=forms.RadioSelect)
        choices.choices = [(code, method_name(code)) for code in self.offered]
        choices.initial = self.offered[0] if self.offered else None
        self.fields["method"] = choices
        asked = {method.asks for method in offered}
        if "phone" not in asked:
            del self.fields["phone"]
        if "card" not in asked:
            for name in ("number", "expiry", "code"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        method = self.by_code.get(data.get("method", ""))
        if method is None:
            return data
        if method.asks == "card":
            card = read_card(data.get("number", ""), data.get("expiry", ""), data.get("code", ""), today=self.today)
            if isinstance(card, Card):
                data["instrument"] = Instrument("card", card=card)
            else:
                for field, error in card.items():
                    self.add_error(field, card_error(error))
        elif method.asks == "phone":
            phone = _phone(data.get("phone", ""), self.country)
            if phone:
                data["instrument"] = Instrument(method.code, phone=phone)
            else:
                self.add_error("phone", _("Type the phone number of your mobile money account, with its country code."))
        else:
            data["instrument"] = Instrument(method.code)
        return data

    def chosen(self) -> Method:
        """Call after is_valid()."""
        return self.by_code[self.cleaned_data["method"]]

    def instrument(self) -> Instrument:
        """Call after is_valid()."""
        found = self.cleaned_data["instrument"]
        assert isinstance(found, Instrument)
        return found


def _phone(text: str, country: str) -> str:
    """The number in E.164, or empty when it is none."""
    try:
        number = phonenumbers.parse(plain_digits(text), country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
