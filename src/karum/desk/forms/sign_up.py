"""Found a shop with few fields."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from karum.desk.forms.choices import currencies
from karum.parties.domain.kinds import KINDS
from karum.parties.locale import countries, currency_of
from karum.parties.speech import translated
from karum.payments.queries import known_currencies

_said = lazy(translated, str)


class SignUpForm(forms.Form):
    """Country first, the shop's name, what kind of firm, and who founds it; currency and language follow from them."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Where the firm is and sends from. It stays."),
        error_messages={"required": gettext_lazy("Choose a country.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of your shop"),
        help_text=gettext_lazy("As customers know you. You can change it later."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Give your shop a name.")},
    )
    full_name = forms.CharField(
        label=gettext_lazy("Your own name"),
        help_text=gettext_lazy("As you write it. It stands on customs papers as the sender's."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of firm is it?"),
        choices=[("person", _said(KINDS["person"])), *((c, _said(name)) for c, name in KINDS.items() if c != "person")],
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of your prices and payouts"), help_text=gettext_lazy("It stays."), required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language you write in"), choices=settings.LANGUAGES, required=False
    )

    def __init__(self, *args: Any, asks_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["full_name"]
        own = [("", _("The country's own"))]
        for name, choices in (
            ("country", [("", "—"), *countries(get_language() or "en")]),
            ("currency", [*own, *currencies(known_currencies())]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["language"] = data.get("language") or self.initial.get("language") or "en"
        if data.get("country") and not data.get("currency") and "currency" not in self.errors:
            own = currency_of(data["country"])
            if own in known_currencies():
                data["currency"] = own
            else:
                self.add_error("currency", _("We have no exchange rate for this country's own currency: choose one."))
        return data

    @property
    def more_open(self) -> bool:
        """Whether what is folded has something wrong."""
        return "currency" in self.errors or "language" in self.errors
