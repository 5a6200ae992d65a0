"""A receipt opens line by line: rate, base, law, day and how sure; frozen with an order it still says all of it."""

from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import override

from karum.money import Money
from karum.orders.domain.doors import DoorPrice, status_of
from karum.rules import Item, LandedCost, QuoteRequest, landed_cost
from karum.rules.domain.thaw import thaw
from karum.site.templatetags.options import ways_of
from karum.site.templatetags.receipts import receipt_of, regime_text

SHIRTS = QuoteRequest(
    seller_country="KE",
    destination="GB",
    day=date(2026, 11, 21),
    channel="parcel",
    incoterm="DAP",
    currency="GBP",
    items=(Item("610910", "KE", 10, Money(3_000, "GBP"), 200),),
    shipping=Money(1_000, "GBP"),
)


def door(landed: LandedCost) -> DoorPrice:
    return DoorPrice(status_of(landed), landed.currency, landed.totals.goods, landed)


def written(landed: LandedCost) -> str:
    return " ".join(Template("{% receipt door %}").render(Context({"door": door(landed)})).split())


@pytest.fixture
def answer() -> LandedCost:
    return landed_cost(SHIRTS)


def test_every_charge_has_how_it_is_reckoned_its_law_place_and_how_sure(answer: LandedCost) -> None:
    with override("en"):
        whys = [why for row in receipt_of(door(answer)).rows for why in row.whys]
        assert whys
        for why in whys:
            assert why.reckoned[0].startswith("Rate ")
            assert why.law
            assert why.place.startswith("GB.toml")
            assert why.sure


def test_a_frozen_receipt_opens_to_the_same(answer: LandedCost) -> None:
    with override("en"):
        frozen = receipt_of(door(thaw(answer.to_json())))
        fresh = receipt_of(door(answer))
        for old, new in zip(frozen.rows, fresh.rows, strict=True):
            assert old.amount == new.amount
            for was, now in zip(old.whys, new.whys, strict=True):
                assert (was.reckoned, was.law, was.url, was.place, was.valid) == (
                    now.reckoned,
                    now.law,
                    now.url,
                    now.place,
                    now.valid,
                )
                assert len(was.instead) == len(now.instead)


def test_what_was_considered_and_fell_away_stays_visible(answer: LandedCost) -> None:
    item = Item("610910", "KE", 10, Money(3_000, "GBP"), 200, proofs=frozenset({"UK-KENYA-EPA"}))
    proven = landed_cost(replace(SHIRTS, items=(item,)))
    with override("en"):
        page = written(proven)
    assert "Looked at, and not charged" in page
    assert "is not charged: a proof of origin for" in page
    assert "Looked at, and not charged" not in written(answer)


def test_an_unknown_charge_is_unknown_and_the_total_with_it() -> None:
    item = Item("", "KE", 1, Money(30_000, "GBP"))
    with override("en"):
        page = written(
            landed_cost(QuoteRequest("KE", "GB", SHIRTS.day, "parcel", "DAP", "GBP", (item,), SHIRTS.shipping))
        )
    assert "unknown" in page.split("receipt__row--total")[1]
    assert "What is not known" in page


def test_what_the_seller_pays_of_it_is_in_the_rows_too(answer: LandedCost) -> None:
    """Delivered duty paid: the rows still sum to the total that the buyer pays with the order."""
    paid = landed_cost(replace(SHIRTS, incoterm="DDP"))
    with override("en"):
        found = receipt_of(door(paid))
    total = sum((row.amount.minor for row in found.rows if row.amount), 0)
    assert paid.totals.goods
    assert paid.totals.freight
    assert paid.totals.landed
    assert total + paid.totals.goods.minor + paid.totals.freight.minor == paid.totals.landed.minor
    assert "The seller pays it to the carrier" in found.rows[0].whys[0].reckoned[-1]


def test_options_stand_side_by_side_with_the_words_to_sign(answer: LandedCost) -> None:
    with override("en"):
        ordinary, epa = ways_of(answer, "KE", {"UK-KENYA-EPA": "/there"})
    assert (ordinary.agreement, ordinary.chosen) == ("", True)
    assert epa.saving == Money(3_720, "GBP")
    assert "Kenya preferential origin" in epa.words
    assert "any exporter may write it" in epa.makers
    assert epa.link == "/there"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("normal", "Ordinary import"),
        ("domestic", "Within one country"),
        ("GB-LOW-VALUE", "GB-LOW-VALUE"),
        ("normal + GB-LOW-VALUE", "Ordinary import, GB-LOW-VALUE"),
    ],
)  # fmt: skip
def test_a_way_of_import_is_said_in_words_where_there_are_some(names: str, said: str) -> None:
    with override("en"):
        assert regime_text(names) == said
