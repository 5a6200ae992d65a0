"""What a person says about herself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from karum.parties.domain import check_phone, show_phone, time_zones_of
from karum.parties.locale import countries, currencies
from karum.parties.models import Person
from karum.parties.speech import translated
from karum.runtime.wording import in_order, zone_text


class DetailsForm(forms.Form):
    """Name, language, country, currency and phone of the person who is signed in."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        required=False,
        help_text=_("As you write it yourself, in one line."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(
        label=_("Country"), required=False, widget=forms.Select(attrs={"autocomplete": "country"})
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Times on pages and in letters are told in it.")
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}),
    )

    def __init__(self, person: Person, language: str, data: Any = None, *, device_zone: str = "") -> None:
        initial = {
            "full_name": person.full_name,
            "language": person.language,
            "country": person.country,
            "currency": person.currency,
            "phone": show_phone(person.phone),
            "zone": person.zone,
        }
        super().__init__(data, initial=initial)
        for name, known in (("country", countries), ("currency", currencies)):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [("", _("Not said")), *known(language)]
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        asked = data.get("country", "") if data else person.country
        of_country = set(time_zones_of(person.country)) | set(time_zones_of(asked))
        offered = in_order(of_country | {device_zone, person.zone} - {"", "UTC"}, zone_text)
        zone.choices = [("", _("As on my device")), *((name, zone_text(name)) for name in offered), ("UTC", "UTC")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        checked = check_phone(cleaned.get("phone") or "", cleaned.get("country") or "")
        if checked.message:
            self.add_error("phone", translated(checked.message))
        cleaned["phone"] = checked.normal
        return cleaned
