"""Country, language and currency of a request."""

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory

from karum.parties.locale import COUNTRIES, Locale, countries, currencies, currency_of, locale_of
from karum.runtime.settings import settings


@pytest.mark.parametrize(
    ("cookie", "header", "found"),
    [
        ("KE.sw.KES", "en-GB", Locale("KE", "sw", "KES")),
        ("KE.sw.USD", "", Locale("KE", "sw", "USD")),
        ("", "en-GB,en;q=0.9", Locale("GB", "en", "GBP")),
        ("", "fr-CA,fr;q=0.9,en;q=0.8", Locale("CA", "fr", "CAD")),
        ("", "en,fr-FR;q=0.5", Locale("FR", "en", "EUR")),
        ("", "zh-CN", Locale("CN", "zh-hans", "CNY")),
        ("", "zh-Hans", Locale("", "zh-hans", settings().hub_currency)),
        ("", "ar-AE", Locale("AE", "ar", "AED")),
        ("", "sw", Locale("", "sw", settings().hub_currency)),
        ("", "de-CH", Locale("CH", "en", "CHF")),
        ("", "", Locale("", "en", settings().hub_currency)),
        (".fr.EUR", "en-GB", Locale("", "fr", "EUR")),
        ("XX.tlh.ZZZ", "en-GB", Locale("", "en", settings().hub_currency)),
        ("<script>.x.y", "fr", Locale("", "fr", settings().hub_currency)),
        ("KE.sw", "en", Locale("", "en", settings().hub_currency)),
        ("ke.sw.kes", "", Locale("", "sw", settings().hub_currency)),
    ],
)
def test_cookie_first_then_the_browser(cookie: str, header: str, found: Locale) -> None:
    request = RequestFactory().get("/", headers={"accept-language": header} if header else {})
    if cookie:
        request.COOKIES["locale"] = cookie
    assert locale_of(request) == found


@pytest.mark.parametrize("locale", [Locale("KE", "sw", "KES"), Locale("", "zh-hans", "USD")])
def test_a_cookie_is_read_back_as_written(locale: Locale) -> None:
    request = RequestFactory().get("/")
    request.COOKIES["locale"] = locale.cookie
    assert locale_of(request) == locale


@pytest.mark.parametrize(
    ("country", "currency"),
    [("GB", "GBP"), ("JP", "JPY"), ("RW", "RWF"), ("DE", "EUR"), ("CH", "CHF"), ("VN", "VND"), ("PA", "PAB")],
)
def test_currencies_of_countries(country: str, currency: str) -> None:
    assert currency_of(country) == currency


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_lists_are_whole_and_named_in_the_language(language: str) -> None:
    places = countries(language)
    assert {code for code, _name in places} == COUNTRIES
    assert len({name for _code, name in places}) == len(places)
    money = dict(currencies(language))
    assert {"USD", "EUR", "RWF", "CNY", "KES"} <= set(money)
    assert "XXX" not in money


def test_lists_are_in_the_order_that_readers_expect() -> None:
    names = [name for _code, name in countries("fr")]
    assert names.index("Égypte") < names.index("Espagne") or names.index("Éthiopie") < names.index("Fidji")
    assert names.index("Éthiopie") < names.index("France")
    chinese = [name for _code, name in countries("zh-hans")]
    assert chinese.index("阿尔巴尼亚") < chinese.index("德国") < chinese.index("中国")
    assert [name for _code, name in countries("en")][:2] == ["Afghanistan", "Åland Islands"]
