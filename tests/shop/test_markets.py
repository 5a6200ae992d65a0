"""The pages of markets: every market has one, what is unverified says so, and nothing asks for a script."""

import gzip
import re
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from karum.rules.queries import markets
from karum.shop.market_words import countries_text
from karum.shop.queries.markets import market_page, market_rows, spans_of

HTML_BYTES_MAX = 24_000  # gzipped; the longest page holds some 300 duties


@pytest.fixture
def visitor(client: Client) -> Client:
    client.cookies["locale"] = "GB.en.GBP"
    return client


def test_the_list_has_every_market_by_name_and_is_linked_from_the_foot(db: None, visitor: Client) -> None:
    page = visitor.get("/markets").text
    assert [f'href="/markets/{code}"' in page for code in markets()] == [True] * len(markets())
    assert page.index(">Argentina<") < page.index(">Thailand<") < page.index(">Vietnam<")
    assert 'href="/markets"' in visitor.get("/how").text
    assert '<link rel="canonical"' in page
    assert "noindex" not in page


@pytest.mark.parametrize(
    ("words", "found"), [("thai", ["TH"]), ("th", ["NL", "TH"]), ("TH", ["NL", "TH"]), ("zzz", [])]
)
def test_a_country_is_found_by_its_name_or_code(db: None, visitor: Client, words: str, found: list[str]) -> None:
    page = visitor.get("/markets", {"q": words}).text
    assert set(found) <= set(re.findall(r'href="/markets/([A-Z]{2})"', page))
    assert "noindex" in page
    if not found:
        assert "No country here has this name" in page


def test_markets_with_and_without_gaps_are_all_markets(db: None, visitor: Client) -> None:
    complete, gaps = (
        set(re.findall(r'href="/markets/([A-Z]{2})"', visitor.get("/markets", {"only": only}).text))
        for only in ("complete", "gaps")
    )
    assert complete | gaps == set(markets())
    assert not complete & gaps
    assert "PK" in gaps
    assert "SG" in complete


def test_nonsense_in_the_address_finds_what_it_can(db: None, visitor: Client) -> None:
    for address in ("/markets?only=all&q=%00", "/markets?q=" + "x" * 5000, "/markets?only[]=gaps"):
        assert visitor.get(address).status_code == 200
    for address in (
        "/markets/ZW",
        "/markets/zz",
        "/markets/EU",
        "/markets/..",
        "/markets/th",
        "/markets/groups",
        f"/markets/{'x' * 300}",
    ):
        assert visitor.get(address).status_code == 404
    assert visitor.post("/markets").status_code == 405


@pytest.mark.parametrize("code", markets())
def test_every_market_has_a_small_page_without_scripts_or_styles_in_it(db: None, visitor: Client, code: str) -> None:
    answer = visitor.get(f"/markets/{code}", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    page = gzip.decompress(answer.content).decode()
    assert len(answer.content) <= HTML_BYTES_MAX
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert " style=" not in page
    assert f"/calculator?to={code}" in page
    assert f"/markets/{code}" in re.findall(r'<link rel="canonical" href="([^"]+)"', page)[0]


def test_what_is_unverified_is_said_beside_the_figure(db: None, visitor: Client) -> None:
    page = visitor.get("/markets/PK").text
    assert "Not yet checked against the law: treat it as an estimate" in page
    assert "The amount of PK-ADDITIONAL-AND-REGULATORY-DUTY." in page
    card = visitor.get("/markets/TW").text.split("TW-LOW-VALUE")[1].split("</li>\n</ol>")[0]
    assert "From the official text" in card


def test_a_market_says_its_limits_taxes_and_agreements_in_sentences(db: None, visitor: Client) -> None:
    page = visitor.get("/markets/GB").text
    for sentence in (
        "Worth up to £135.00 (goods).",
        "The tax is collected at checkout.",
        "The seller or the hub is registered for GB-VAT.",
        "Origin declaration on the invoice by the exporter",
        "Reckoned on goods + shipping + insurance + duty + additional duty + excise.",
    ):
        assert sentence in page
    assert "Law of Taiwan" not in page


def test_what_held_once_stands_apart_from_what_holds(db: None) -> None:
    thailand = market_page("TH", date(2026, 11, 21))
    assert thailand is not None
    assert [one.code for one in thailand.regimes] == []
    assert {one.code for one in thailand.past_regimes} == {"TH-LOW-VALUE-1500", "TH-LOW-VALUE-EXEMPT"}
    before = market_page("TH", date(2025, 12, 31))
    assert before is not None
    assert [one.code for one in before.regimes] == ["TH-LOW-VALUE-1500"]
    assert market_page("ZW", date(2026, 11, 21)) is None


def test_the_list_is_in_the_order_of_the_page_language() -> None:
    names = [one.code for one in market_rows(date(2026, 11, 21))]
    assert names.index("AR") < names.index("GB") < names.index("US")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "India and Kenya"), ("ar", "الهند وكينيا"), ("zh-hans", "肯尼亚和印度"), ("hi", "केन्या और भारत")],
)
def test_countries_in_a_row_stand_with_the_comma_of_the_page(language: str, said: str) -> None:
    with override(language):
        assert countries_text(["KE", "IN"]) == said


def test_runs_of_chapters_are_written_short() -> None:
    assert spans_of(["25", "26", "27", "30"]) == (("25", "27"), ("30", "30"))
    assert spans_of(["75", "76", "78", "79"]) == (("75", "79"),)  # there is no chapter 77
    assert spans_of(["6109", "6110", ""]) == (("6109", "6109"), ("6110", "6110"))
    assert spans_of([""]) == ()


@pytest.mark.parametrize("locale", ["KE.ar.KES", "US.zh-hans.USD", "KE.sw.KES", "FR.fr.EUR"])
def test_the_pages_work_in_every_language_and_direction(db: None, client: Client, locale: str) -> None:
    client.cookies["locale"] = locale
    for address in ("/markets", "/markets/SA", "/markets/JP", "/markets/US"):
        page = client.get(address)
        assert page.status_code == 200
        assert f'dir="{"rtl" if ".ar." in locale else "ltr"}"' in page.text


def test_what_binds_the_sellers_of_one_country_is_told_apart_and_names_it(db: None, visitor: Client) -> None:
    page = visitor.get("/markets/KE").content.decode()
    everybody, exports = page.split("Export rules of the seller")
    assert "SCOMET" not in everybody
    assert "Sent from India." in exports
