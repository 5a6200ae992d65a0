"""What is on file: every figure is counted once, by how sure it is, and what is missing is named."""

import json
from datetime import date
from pathlib import Path

import pytest

from karum.money import Money
from karum.rules import Item, QuoteRequest, files, landed_cost, status
from karum.rules.domain.reasons import why
from karum.rules.queries import market, markets
from karum.rules.status import CHAPTERS, KINDS, MarketStatus, all_status, market_status

SMALL = """
code = "XA"
currency = "EUR"
checked = 2026-11-21
duty_base = ["goods"]
base_source = "law"
[sources.law]
law = "Customs Act"
url = "https://customs.example/"
confidence = "A"
[sources.heard]
law = "As remembered"
url = "https://customs.example/"
confidence = "M"
checked = 2026-01-05
[sources.over]
law = "An older act"
url = "https://customs.example/"
confidence = "B"
to = 2025-12-31
[[tariff]]
source = "law"
[tariff.rates]
"6109" = "12%"
"6911" = "5% or 12%"
[[tariff]]
source = "heard"
chapters = ["25-30"]
rate = "Free to 10%"
[[tariff]]
source = "over"
[tariff.rates]
"4901" = "3%"
[[preference]]
code = "XA-LDC"
origins = ["@LDC"]
proof = "Certificate"
source = "law"
chapters = ["25-97"]
rate = "Free"
[[additional]]
code = "XA-LEVY"
kind = "fee"
source = "heard"
base = ["goods"]
rate = "Levy by list"
[[tax]]
code = "XA-VAT"
source = "law"
base = ["goods"]
rate = "20%"
[tax.regions]
NO = "10%"
SO = "12%"
[[fee]]
code = "XA-FEE"
source = "law"
unknown = true
[[regime]]
code = "XA-LOW"
source = "heard"
at_most = "100 EUR"
duty = "none"
tax = "unknown"
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MarketStatus:
    path = tmp_path / "XA.toml"
    path.write_text(SMALL, encoding="utf-8")
    market = files.load_file(path)
    monkeypatch.setattr(status, "market", lambda _: market)
    monkeypatch.setattr(status, "markets", lambda: ("XA",))
    found = status.market_status.__wrapped__("XA")
    assert found is not None
    return found


def test_each_figure_is_counted_once_by_how_sure_it_is(small: MarketStatus) -> None:
    counts = {kind.kind: (kind.figures, kind.ranges, kind.unknown) for kind in small.kinds}
    assert counts == {
        "valuation": (1, 0, 0),
        "tariff": (4, 2, 0),  # the span of chapters is one figure
        "preferences": (1, 0, 0),
        "additional": (1, 0, 1),
        "taxes": (3, 0, 0),
        "fees": (1, 0, 1),
        "regimes": (1, 0, 1),
        "restrictions": (0, 0, 0),
    }
    assert small.figures == 12
    assert small.confidence == {"A": 8, "B": 1, "C": 0, "M": 3}
    assert small.verified == pytest.approx(0.75)


def test_the_oldest_look_at_a_figure_is_kept(small: MarketStatus) -> None:
    tariff = next(kind for kind in small.kinds if kind.kind == "tariff")
    assert tariff.oldest == date(2026, 1, 5)
    assert next(kind for kind in small.kinds if kind.kind == "restrictions").oldest is None


def test_what_is_charged_and_not_on_file_is_named(small: MarketStatus) -> None:
    assert [gap.english for gap in small.gaps] == [
        "The amount of XA-LEVY.",
        "The amount of XA-FEE.",
        "The amount of XA-LOW.",
    ]


def test_the_excise_that_nearly_all_markets_lack_is_told_apart() -> None:
    singapore, hong_kong = market_status("SG"), market_status("HK")
    assert singapore is not None
    assert hong_kong is not None
    assert singapore.gaps == ()
    assert len(singapore.gaps_everywhere) == 2
    assert len(hong_kong.gaps_everywhere) == 1  # nothing is charged on wine and beer


def test_chapters_with_and_without_a_duty_make_all_chapters(small: MarketStatus) -> None:
    assert small.chapters == ("25", "26", "27", "28", "29", "30", "49", "61", "69")
    assert set(small.chapters) | set(small.chapters_missing) == set(CHAPTERS)
    assert "77" not in CHAPTERS


def test_with_a_day_only_the_figures_in_force_count() -> None:
    past, today, everything = (market_status("TH", day) for day in (date(2025, 12, 31), date(2026, 1, 1), None))
    assert past is not None
    assert today is not None
    assert everything is not None
    assert today.figures < past.figures < everything.figures  # a relief ended with 2025, another one before it


def test_every_market_has_a_status_that_adds_up() -> None:
    found = all_status()
    assert [one.code for one in found] == list(markets())
    for one in found:
        assert [kind.kind for kind in one.kinds] == list(KINDS)
        assert all(sum(kind.confidence.values()) == kind.figures for kind in one.kinds)
        assert one.figures == sum(one.confidence.values())
        assert json.loads(json.dumps(one.to_json()))["figures"] == one.figures


def test_at_least_sixty_markets_know_their_tax_and_some_duty() -> None:
    sound = [
        one
        for one in all_status(date(2026, 11, 21))
        if one.chapters and next(kind for kind in one.kinds if kind.kind == "taxes").figures
    ]
    assert len(sound) >= 60
    assert market_status("ZW") is None
    assert market_status("EU") is None  # the file that the members share is no market


def test_where_nothing_is_on_file_the_fees_are_missing_by_their_own_words() -> None:
    item = Item("090121", "RW", 1, Money(1_000, "EUR"), 300)
    ask = QuoteRequest("RW", "GL", date(2026, 11, 21), "parcel", "DAP", "EUR", (item,), Money(500, "EUR"))
    answer = landed_cost(ask)
    assert not answer.is_known
    assert why("missing_fees") in answer.missing_facts


def test_goods_go_to_a_member_never_to_the_union_itself() -> None:
    assert market("EU") is None
