"""The address form of a country.

Changing the country works without script: the form has a submit button named ``change_country`` beside the country
field; the view then shows the form of the new country, with everything that was typed still in it::

    form = address_form_for(request.POST.get("country", ""), data=request.POST, language=language)
    if form.country_changed: show it again   # unbound: no errors yet
    elif form.is_valid(): form.address       # a PostalAddress, tidy
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from karum.parties.domain import (
    AddressField,
    PostalAddress,
    address_form,
    check_address,
    known_country,
    missing_message,
    show_phone,
    tidy_address,
)
from karum.parties.locale import countries
from karum.parties.speech import translated

CHANGE = "change_country"
"""Name of the button that shows the fields of another country."""
KEPT = "kept_"
"""Begins the names of hidden fields: what was typed into fields that this country does not have."""

_AUTOCOMPLETE = {
    "name": "name",
    "company": "organization",
    "street": "street-address",
    "district": "address-level3",
    "city": "address-level2",
    "area": "address-level1",
    "postal_code": "postal-code",
    "phone": "tel",
    "country": "country",
}
_ADDRESS = frozenset(_AUTOCOMPLETE) - {"country"}
_LENGTH_MAX = {"name": 200, "company": 200, "street": 500, "postal_code": 20, "phone": 40}
_OTHERS_LENGTH_MAX = 120


class AddressForm(forms.Form):
    """Fields in the order of one country; make it with ``address_form_for``. ``address`` after ``is_valid``."""

    country_changed = False
    """The button "Change country" was pressed: the form shows new fields and has not been checked."""

    def __init__(
        self,
        country: str,
        language: str,
        *args: Any,
        kept: Mapping[str, str] | None = None,
        ask_company: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        choices = [("", _("Choose a country")), *countries(language)]
        self.fields["country"] = forms.ChoiceField(
            label=_("Country"),
            choices=choices,
            initial=country,
            widget=forms.Select(attrs={"autocomplete": "country"}),
            error_messages={"required": _("Choose a country."), "invalid_choice": _("Choose a country from the list.")},
        )
        for field in address_form(country, language=language).fields:
            if field.name != "company" or ask_company or self.initial.get("company"):
                self.fields[field.name] = _form_field(field)
        for name, text in (kept or {}).items():
            if text and name not in self.fields:
                self.fields[f"{KEPT}{name}"] = forms.CharField(initial=text, required=False, widget=forms.HiddenInput)

    @property
    def address(self) -> PostalAddress:
        """What was typed, as the country writes it."""
        return tidy_address(self._typed())

    def clean(self) -> dict[str, Any]:
        """Check the whole by the country's rules; each message stands at its field."""
        cleaned = super().clean() or {}
        for name, message in check_address(self._typed()).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, translated(message))
        return cleaned

    def _typed(self) -> PostalAddress:
        values = {name: self.cleaned_data.get(name) or "" for name in self.fields if name in _ADDRESS}
        return PostalAddress(country=self.country, **values)


def address_form_for(
    country: str,
    data: Mapping[str, Any] | None = None,
    initial: PostalAddress | Mapping[str, Any] | None = None,
    prefix: str | None = None,
    language: str = "",
    ask_company: bool = True,
) -> AddressForm:
    """Return the form of ``country`` (ISO alpha-2; unknown or empty: a plain form that asks for the country first).

    data: what was posted: the form is that of the country it names. When it holds the button ``change_country``, the
    form is unbound and filled with what was typed; what the new country has no field for waits in hidden fields, in
    case she comes back. initial: an address to begin with. ask_company=False leaves the company out unless the address
    has one: eight fields are enough at a checkout.
    """
    language = language or get_language() or "en"
    known = _initial(initial)
    start = "" if prefix is None else f"{prefix}-"
    if data is None:
        place = _known(known.get("country") or country)
        return AddressForm(place, language, prefix=prefix, initial=known, ask_company=ask_company)
    place = _known(str(data.get(f"{start}country", "")))
    kept = {name: str(data[f"{start}{KEPT}{name}"]) for name in _AUTOCOMPLETE if data.get(f"{start}{KEPT}{name}")}
    typed = {name: str(data[f"{start}{name}"]) for name in _AUTOCOMPLETE if f"{start}{name}" in data}
    if f"{start}{CHANGE}" in data or CHANGE in data:
        every = known | kept | typed | {"country": place}
        form = AddressForm(place, language, prefix=prefix, initial=every, kept=every, ask_company=ask_company)
        form.country_changed = True
        return form
    return AddressForm(place, language, data, prefix=prefix, initial=known, kept=kept, ask_company=ask_company)


def _known(country: str) -> str:
    return country if known_country(country) else ""


def _initial(initial: PostalAddress | Mapping[str, Any] | None) -> dict[str, Any]:
    if initial is None:
        return {}
    values = asdict(initial) if isinstance(initial, PostalAddress) else dict(initial)
    if values.get("phone"):
        values["phone"] = show_phone(str(values["phone"]))
    return {name: value for name, value in values.items() if value}


def _form_field(field: AddressField) -> forms.Field:
    label = translated(field.label)
    attrs: dict[str, Any] = {"autocomplete": _AUTOCOMPLETE[field.name]}
    help_text = ""
    if field.choices:
        choices = [("", _("Choose") if field.required else _("None of these")), *field.choices]
        made: forms.Field = _AreaField(choices=choices, widget=forms.Select(attrs=attrs))
    else:
        widget: forms.Widget = forms.TextInput(attrs=attrs)
        if field.name == "street":
            widget = forms.Textarea(attrs=attrs | {"rows": 2})
        elif field.name == "phone":
            widget = forms.TextInput(attrs=attrs | {"type": "tel", "inputmode": "tel", "dir": "ltr"})
            help_text = _("The courier rings when something is unclear. We use it for nothing else.")
        elif field.name == "postal_code":
            widget = forms.TextInput(attrs=attrs | {"autocapitalize": "characters", "dir": "ltr"})
            help_text = _("For example %(example)s") % {"example": field.example} if field.example else ""
        made = forms.CharField(
            widget=widget,
            max_length=_LENGTH_MAX.get(field.name, _OTHERS_LENGTH_MAX),
            strip=True,
            error_messages={"max_length": _("This is too long: %(limit_value)d characters at most.")},
        )
    made.label, made.help_text = label, help_text
    made.required = made.widget.is_required = field.required
    made.error_messages["required"] = translated(missing_message(field))
    return made


class _AreaField(forms.ChoiceField):
    """Takes the name of an area as well as its key, as a browser's autofill writes it."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        for key, label in self.choices:  # type: ignore[union-attr,misc]
            if text and text.casefold() in (str(key).casefold(), str(label).casefold()):
                return str(key)
        return text
