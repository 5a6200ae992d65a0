"""Where the goods shall go, and how the page speaks: country, language, currency.

The choice is kept in one readable cookie, ``locale``, as ``KE.sw.KES``. Without it the browser's languages decide:
``en-GB`` means Great Britain and pounds; plain ``en`` leaves the country open. Someone who is signed in is spoken to
in the language of her account.

An address may ask for one view of a page: ``?lang=fr`` in French, ``?ship_to=FR`` as delivered to France. That is how
search engines and shared links name a language; nothing is kept of it (docs/adr/0014).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import pycountry
from babel import Locale as Cldr
from babel.core import get_global
from babel.numbers import get_territory_currencies
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from karum.money.currencies import BadCurrency, exponent
from karum.parties.domain import known_country
from karum.parties.zone import zone_of
from karum.runtime.settings import settings as knobs
from karum.text.collation import by_name

COOKIE = "locale"
LANGUAGE_WORD, COUNTRY_WORD = "lang", "ship_to"
"""Words of an address that ask for one view of a page."""
SESSION_LANGUAGE, SESSION_PLACE = "language", "place"
"""Keys in the session: the signed-in person's language, and her country and currency as ``KE.KES``."""
KEPT_S = 365 * 24 * 3600

# CLDR names these as places, but no parcel has ever been sent from them to people on a hub.
_UNINHABITED = frozenset({"AQ", "BV", "HM", "TF", "UM", "GS"})
COUNTRIES = frozenset(one.alpha_2 for one in pycountry.countries if known_country(one.alpha_2)) - _UNINHABITED
"""Where the hub delivers to, as ISO 3166 alpha-2."""
_TODAY = date(2026, 1, 1)
"""The day for which CLDR is asked which currencies circulate: a fixed one, so that every process answers alike."""


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


def remember_locale(response: HttpResponse, chosen: Locale) -> None:
    """Keep the choice in the browser for a year."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, chosen.cookie, max_age=KEPT_S, samesite="Lax", secure=secure, httponly=True)


class LocaleMiddleware:
    """Read the locale once for each request; switch the translations and the time in which moments are told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _read(request)
        request.karum_locale = found  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = found.language
        with translation.override(found.language), timezone.override(zone_of(request, found.country)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", found.language)
        return response


def currency_of(country: str) -> str:
    """The currency that people in ``country`` pay with (CLDR), the hub's own when none is known."""
    return _currency_by_country(country) or knobs().hub_currency


def countries(language: str) -> list[tuple[str, str]]:
    """Every country and territory as (code, name in ``language``), sorted as readers of the language expect."""
    return list(_countries(language))


def currencies(language: str) -> list[tuple[str, str]]:
    """The currencies that circulate somewhere today as (code, "name (code)"), sorted by name in ``language``."""
    return list(_currencies(language))


def _read(request: HttpRequest) -> Locale:
    parts = request.COOKIES.get(COOKIE, "").split(".")
    country, language, currency = parts if len(parts) == 3 else ("", "", "")
    if len(parts) != 3:
        country, currency = _accounts_place(request)
    if country not in COUNTRIES:
        country = "" if len(parts) == 3 else _browsers_country(request)
    if language not in _languages():
        language = _accounts_language(request) or translation.get_language_from_request(request)
    asked = _asked(request, COUNTRY_WORD)
    if asked in COUNTRIES:
        country, currency = asked, ""
    if _asked(request, LANGUAGE_WORD) in _languages():
        language = request.GET[LANGUAGE_WORD]
    if currency not in _circulating():
        currency = currency_of(country)
    return Locale(country, language, currency)


def _asked(request: HttpRequest, word: str) -> str:
    """What the address of a page asks for; a form that is sent asks for nothing."""
    return str(request.GET.get(word, "")) if request.method in ("GET", "HEAD") else ""


@cache
def _languages() -> frozenset[str]:
    return frozenset(code for code, _name in settings.LANGUAGES)


def _accounts_language(request: HttpRequest) -> str:
    language = _of_account(request, SESSION_LANGUAGE)
    return language if language in _languages() else ""


def _accounts_place(request: HttpRequest) -> tuple[str, str]:
    """Country and currency of the account, on a device where nothing was chosen yet."""
    country, _dot, currency = _of_account(request, SESSION_PLACE).partition(".")
    return country, currency


def _of_account(request: HttpRequest, key: str) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return ""
    return str(request.session.get(key, ""))


def _browsers_country(request: HttpRequest) -> str:
    """The region of the most wanted language that names one: ``fr-CA,fr;q=0.9`` is Canada."""
    for code, _wanted in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        region = code.split("-")[-1].upper()
        if "-" in code and region in COUNTRIES:
            return region
    return ""


@cache
def _currency_by_country(country: str) -> str:
    if not country:
        return ""
    found = get_territory_currencies(country, _TODAY, tender=True)
    return next((code for code in found if code in _circulating()), "")


@cache
def _circulating() -> frozenset[str]:
    """Currencies that are legal tender somewhere and that ISO 4217 knows."""
    found = set()
    for territory in get_global("territory_currencies"):
        for code in get_territory_currencies(territory, _TODAY, tender=True):
            try:
                exponent(code)
            except BadCurrency:
                continue
            found.add(code)
    return frozenset(found)


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = _cldr(language).territories
    english = _cldr("en").territories
    pairs = ((code, names.get(code) or english.get(code, code)) for code in sorted(COUNTRIES))
    return tuple(by_name(pairs, lambda pair: pair[1], language))


@cache
def _currencies(language: str) -> tuple[tuple[str, str], ...]:
    names = _cldr(language).currencies
    pairs = ((code, f"{names.get(code, code)} ({code})") for code in sorted(_circulating()))
    return tuple(by_name(pairs, lambda pair: pair[1], language))


def _cldr(language: str) -> Cldr:
    return Cldr.parse(translation.to_locale(language.partition("-x")[0]))
