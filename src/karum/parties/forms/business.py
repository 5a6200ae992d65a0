"""What a firm says about itself, its numbers, and whom it invites. The desk and the operator's console show these."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from karum.parties.domain import KINDS, SCHEMES, Role, check_identifier
from karum.parties.locale import countries, currencies
from karum.parties.queries import BusinessCard
from karum.parties.speech import translated

_said = lazy(translated, str)
_YEAR_MIN, _YEAR_MAX = 1000, 2100


class BusinessForm(forms.Form):
    """The firm's profile. ``card`` None founds one: country and currency are asked once and stay."""

    name = forms.CharField(
        label=_("Name of the firm"),
        max_length=120,
        help_text=_("As customers know it."),
        error_messages={"required": _("Write the name of the firm.")},
    )
    legal_name = forms.CharField(
        label=_("Registered name"),
        max_length=200,
        required=False,
        help_text=_("As it stands on invoices and customs papers. Empty: the same name."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of firm"),
        required=False,
        choices=[("", _("Choose")), *((code, _said(name)) for code, name in KINDS.items())],
    )
    country = forms.ChoiceField(label=_("Country"), error_messages={"required": _("Choose a country.")})
    currency = forms.ChoiceField(
        label=_("Currency you are paid in"),
        help_text=_("Your prices, your balance and your payouts are in this currency."),
        error_messages={"required": _("Choose a currency.")},
    )
    language = forms.ChoiceField(
        label=_("Language you write in"),
        choices=settings.LANGUAGES,
        help_text=_("Your texts are marked with it, so that readers know what they see."),
    )
    founded = forms.IntegerField(
        label=_("Year of foundation"),
        required=False,
        min_value=_YEAR_MIN,
        max_value=_YEAR_MAX,
        error_messages={
            "invalid": _("Write the year with four digits."),
            "min_value": _("Write the year with four digits."),
            "max_value": _("Write the year with four digits."),
        },
    )
    story = forms.CharField(
        label=_("Your story"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who you are, what you make and how. Buyers read it before they buy."),
    )

    def __init__(self, data: Any = None, *, card: BusinessCard | None = None, initial: Any = None) -> None:
        if card is not None:
            kept = {name: getattr(card, name) for name in self.base_fields if name not in ("country", "currency")}
            initial = kept | (initial or {})
        super().__init__(data, initial=initial)
        language = get_language() or "en"
        if card is not None:
            del self.fields["country"], self.fields["currency"]
        else:
            self._offer("country", [("", _("Choose a country")), *countries(language)])
            self._offer("currency", [("", _("Choose")), *currencies(language)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class IdentifierForm(forms.Form):
    """A number by which an authority knows the firm."""

    scheme = forms.ChoiceField(
        label=_("Kind of number"), choices=[(code, _said(name)) for code, name in SCHEMES.items()]
    )
    value = forms.CharField(
        label=_("Number"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the number.")},
    )

    def __init__(self, data: Any = None, *, country: str) -> None:
        super().__init__(data)
        self.country = country

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "scheme" in cleaned and "value" in cleaned:
            checked = check_identifier(cleaned["scheme"], cleaned["value"], self.country)
            if checked.message:
                self.add_error("value", translated(checked.message))
            cleaned["value"] = checked.normal
        return cleaned


class InvitationForm(forms.Form):
    """Someone who shall work in the firm."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Write an e-mail address."),
            "invalid": _("This does not look like an e-mail address. Write it like name@example.org."),
        },
    )
    role = forms.TypedChoiceField(
        label=_("Role"),
        coerce=Role.named,
        choices=[(role.value, _said(role.label)) for role in Role],
        initial=Role.PACKER.value,
        widget=forms.RadioSelect,
    )
