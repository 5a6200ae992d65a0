"""Where the goods shall go, and how the page speaks: country, language, currency.

The choice is kept in one readable cookie, ``locale``, as ``KE.sw.KES``; without it the browser's languages decide the
language and the hub's settings the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pycountry
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from karum.money import BadCurrency, exponent
from karum.runtime.settings import settings as knobs

COOKIE = "locale"
COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)


@dataclass(frozen=True, slots=True)
class Locale:
    """``country``: ISO 3166 alpha-2, empty while unknown; ``language``: of LANGUAGES; ``currency``: ISO 4217."""

    country: str
    language: str
    currency: str

    @property
    def cookie(self) -> str:
        return f"{self.country}.{self.language}.{self.currency}"


def locale_of(request: HttpRequest) -> Locale:
    """The locale that LocaleMiddleware found for this request."""
    found = getattr(request, "karum_locale", None)
    return found if isinstance(found, Locale) else _read(request)


class LocaleMiddleware:
    """Read the locale once for each request and switch the translations."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _read(request)
        request.karum_locale = found  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = found.language
        with translation.override(found.language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", found.language)
        return response


def _read(request: HttpRequest) -> Locale:
    parts = request.COOKIES.get(COOKIE, "").split(".")
    country, language, currency = parts if len(parts) == 3 else ("", "", "")
    if language not in dict(settings.LANGUAGES):
        language = translation.get_language_from_request(request)
    try:
        exponent(currency)
    except BadCurrency:
        currency = knobs().hub_currency
    if country not in COUNTRIES:
        country = ""
    return Locale(country, language, currency)
