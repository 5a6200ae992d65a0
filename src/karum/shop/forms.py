"""Forms of the storefront."""

import unicodedata
from functools import cache

from babel import Locale as Speech
from babel.numbers import get_territory_currencies
from django import forms
from django.conf import settings
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from karum.money import BadCurrency, exponent
from karum.parties.locale import COUNTRIES


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """Every ISO country as ``(code, name)`` in ``language``, in the order of its names without accents."""
    names = Speech.parse(to_locale(language)).territories
    return sorted(((code, str(names.get(code, code))) for code in COUNTRIES), key=lambda pair: _plain(pair[1]))


@cache
def currency_choices(language: str) -> list[tuple[str, str]]:
    """Every currency that some country uses today, as ``(code, "KES · Kenyan Shilling")``."""
    names = Speech.parse(to_locale(language)).currencies
    codes = sorted({code for country in COUNTRIES if (code := currency_of(country))})
    return [(code, f"{code} · {names.get(code, code)}") for code in codes]


@cache
def currency_of(country: str) -> str:
    """The currency in daily use in ``country``; empty where CLDR knows none that ISO 4217 knows too."""
    for code in get_territory_currencies(country) if country in COUNTRIES else ():
        try:
            exponent(code)
        except BadCurrency:
            continue
        return str(code)
    return ""


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


class LocaleForm(forms.Form):
    """Where to deliver, in which language to read, in which currency to see prices."""

    country = forms.ChoiceField(label=_("Deliver to"), help_text=_("Shipping, duty and tax depend on the country."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        help_text=_("Left empty, it is the currency of the country."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or "en"
        self.fields["country"].choices = [("", _("Choose your country")), *country_choices(language)]  # type: ignore[attr-defined]
        self.fields["currency"].choices = [("", _("The country's own")), *currency_choices(language)]  # type: ignore[attr-defined]
        self.fields["country"].widget.attrs["autocomplete"] = "country"
