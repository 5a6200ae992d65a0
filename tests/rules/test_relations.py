"""How measures stand to each other: they add up, exclude, replace, fill up to a floor or stop at a cap."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from karum.money import Money
from karum.rules import Item, LandedCost, QuoteRequest
from karum.rules.domain import Cite, Market, Source, Validity, landed_cost, parse_duty
from karum.rules.domain.measures import Additional, Preference, Rate, RateTable, Rounding
from karum.rules.queries import market

CITE = Cite(Source("A law", "XX.toml", "additional[0]", "https://example.org"), Validity(None, None), "A")
ASK = QuoteRequest(
    "VN", "NZ", date(2026, 11, 21), "consignment", "DAP", "NZD",
    (Item("610910", "VN", 1, Money(1_000_000, "NZD"), 300),), Money(0, "NZD"), fx={"NZD/USD": Decimal("0.6")},
)  # fmt: skip


def measure(code: str, rate: str, **more: object) -> Additional:
    made = Additional(
        code=code, kind="duty", origins=frozenset({"VN"}), origins_except=frozenset(),
        table=RateTable.of([Rate("", parse_duty(rate), CITE)]), base=("goods",), hs_except=(), effect="adds", cap=None,
        unless=frozenset(), unless_proof=frozenset(), cite=CITE,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def ten_per_cent(*measures: Additional, rounding: Rounding | None = None) -> Market:
    """A market with an ordinary duty of 10 % and these measures besides."""
    found = market("NZ")
    assert found is not None
    return replace(
        found,
        tariff=RateTable.of([Rate("", parse_duty("10%"), CITE)]),
        preferences=(),
        additional=measures,
        regimes=(),
        fees=(),
        rounding_duty=rounding or Rounding(),
    )


def duties(*measures: Additional, rounding: Rounding | None = None) -> dict[str, int]:
    answer = landed_cost(ASK, ten_per_cent(*measures, rounding=rounding))
    check(answer)
    return {line.code: line.amount.minor for line in answer.lines_of("duty") if line.amount is not None}


def check(answer: LandedCost) -> None:
    total = sum(line.amount.minor for line in answer.lines_of("duty") if line.amount is not None)
    assert answer.totals.duty == Money(total, "NZD")


def test_measures_stack() -> None:
    assert duties(measure("A", "5%"), measure("B", "2%")) == {"MFN": 100_000, "A": 50_000, "B": 20_000}


def test_a_measure_that_applies_excludes_the_one_that_names_it() -> None:
    answer = landed_cost(ASK, ten_per_cent(measure("A", "5%"), measure("B", "2%", unless=frozenset({"A"}))))
    assert [line.code for line in answer.lines_of("duty")] == ["MFN", "A"]
    (left,) = [line for line in answer.not_applied if line.code == "B"]
    assert left.why_not[-1].code == "not_additional_excluded"


def test_a_measure_takes_the_place_of_the_ordinary_duty_which_stays_visible() -> None:
    answer = landed_cost(ASK, ten_per_cent(measure("COLUMN-2", "45%", effect="replaces")))
    assert [(line.code, line.amount) for line in answer.lines_of("duty")] == [("COLUMN-2", Money(450_000, "NZD"))]
    (left,) = answer.not_applied
    assert (left.code, left.why_not[-1].code) == ("MFN", "not_replaced")
    (tax,) = answer.lines_of("tax")
    assert tax.base == Money(1_450_000, "NZD")


def test_an_unknown_that_replaces_makes_the_duty_unknown() -> None:
    answer = landed_cost(ASK, ten_per_cent(measure("COLUMN-2", "Column 2 of the tariff", effect="replaces")))
    assert answer.totals.duty is None
    assert not answer.is_known


@pytest.mark.parametrize(("floor", "added"), [("15%", 50_000), ("10%", 0), ("4%", 0)])
def test_a_floor_adds_what_the_ordinary_duty_lacks(floor: str, added: int) -> None:
    assert duties(measure("FLOOR", floor, effect="floor")) == {"MFN": 100_000, "FLOOR": added}


@pytest.mark.parametrize(("cap", "added"), [("30%", 200_000), ("15%", 50_000), ("8%", 0)])
def test_a_cap_limits_both_together(cap: str, added: int) -> None:
    assert duties(measure("CAPPED", "20%", cap=parse_duty(cap))) == {"MFN": 100_000, "CAPPED": added}


def test_sums_are_rounded_down_as_the_authority_says_and_the_largest_line_gives_way() -> None:
    hundreds = Rounding("down", sum_to=Decimal(300))
    assert duties(measure("A", "5.55%"), rounding=hundreds) == {"MFN": 94_500, "A": 55_500}


def test_a_sum_below_the_multiple_is_not_levied_though_no_line_holds_it_alone() -> None:
    two = replace(ASK, items=(replace(ASK.items[0], unit_price=Money(40_000, "NZD")),) * 2)
    answer = landed_cost(two, ten_per_cent(rounding=Rounding("down", sum_to=Decimal(100))))
    check(answer)
    assert answer.totals.duty == Money(0, "NZD")


def test_the_base_of_a_line_is_counted_down() -> None:
    assert duties(rounding=Rounding("down", base_to=Decimal(3_000))) == {"MFN": 90_000}


@pytest.mark.parametrize("hs_code", ["220421", "220830", "240220"])
@pytest.mark.parametrize("destination", ["DE", "GB", "US", "JP", "NO"])
def test_drink_and_tobacco_never_look_certain_without_their_excise(hs_code: str, destination: str) -> None:
    small = replace(ASK, destination=destination, channel="parcel", currency="EUR", shipping=Money(500, "EUR"),
                    items=(Item(hs_code, "CL", 1, Money(2_000, "EUR"), 800),), seller_country="CL",
                    fx={"EUR/USD": Decimal("1.1"), "EUR/GBP": Decimal("0.9"), "EUR/JPY": Decimal(160),
                        "EUR/NOK": Decimal(11)})  # fmt: skip
    rules = market(destination)
    assert rules is not None
    answer = landed_cost(small, rules)
    assert not answer.is_known
    assert any(line.amount is None and "EXCISE" in line.code for line in answer.lines_of("tax"))


@pytest.mark.parametrize(("hs_code", "status", "is_certain"), [("610910", "restricted", True), ("", "unknown", False)])
def test_without_a_code_nobody_knows_whether_goods_may_come_in_nor_their_tax(
    hs_code: str, status: str, is_certain: bool
) -> None:
    small = replace(ASK, destination="GB", channel="parcel", currency="GBP", shipping=Money(500, "GBP"), fx={},
                    items=(Item(hs_code, "VN", 1, Money(2_000, "GBP"), 300),))  # fmt: skip
    rules = market("GB")
    assert rules is not None
    answer = landed_cost(small, rules)
    assert answer.totals.landed == Money(3_000, "GBP")
    assert (answer.status, answer.is_certain) == (status, is_certain)
    assert ("assume_standard_rate" in [note.code for note in answer.assumptions]) is not is_certain


@pytest.mark.parametrize(("origin", "fees"), [("CN", 3358), ("MX", 0)])
def test_a_proof_frees_from_a_fee_only_goods_of_its_own_countries(origin: str, fees: int) -> None:
    item = Item("691110", origin, 100, Money(5_000, "USD"), 500, proofs=frozenset({"US-USMCA"}))
    ask = QuoteRequest(
        "CN", "US", date(2026, 11, 21), "consignment", "DAP", "USD", (item,), Money(0, "USD"), mode="air"
    )
    market_of_the_us = market("US")
    assert market_of_the_us is not None
    assert landed_cost(ask, market_of_the_us).totals.fees == Money(fees, "USD")


@pytest.mark.parametrize(("origin", "proofs"), [("HT", frozenset[str]()), ("MX", frozenset({"US-USMCA"}))])
def test_a_fee_is_a_share_of_those_goods_alone_that_bear_it(origin: str, proofs: frozenset[str]) -> None:
    items = (Item("420221", "IN", 1, Money(1_000_000, "USD"), 500),
             Item("691110", origin, 1, Money(3_000_000, "USD"), 500, proofs=proofs))  # fmt: skip
    ask = QuoteRequest("IN", "US", date(2026, 11, 21), "consignment", "DAP", "USD", items, Money(0, "USD"), mode="air")
    rules = market("US")
    assert rules is not None
    (fee,) = landed_cost(ask, rules).lines_of("fee")
    assert (fee.base, fee.amount) == (Money(1_000_000, "USD"), Money(3_464, "USD"))
    free = (replace(items[0], origin="HT"), items[1])
    assert not landed_cost(replace(ask, items=free), rules).lines_of("fee")


def test_a_preference_that_is_dearer_than_the_ordinary_duty_saves_nothing() -> None:
    dear = Preference("DEAR", frozenset({"VN"}), "A proof", RateTable.of([Rate("", parse_duty("12%"), CITE)]), (), CITE)
    rules = replace(ten_per_cent(), preferences=(dear,))
    (option,) = [one for one in landed_cost(ASK, rules).options if one.code == "DEAR"]
    assert option.saving == Money(0, "NZD")


@pytest.mark.parametrize(("region", "certain"), [(None, False), ("SP", True)])
def test_a_tax_of_most_states_is_no_certain_one(region: str | None, certain: bool) -> None:
    item = Item("090121", "RW", 1, Money(1_000, "USD"), 300)
    ask = QuoteRequest(
        "RW", "BR", date(2026, 11, 21), "parcel", "DAP", "USD", (item,), Money(500, "USD"), region=region,
        fx={"USD/BRL": Decimal("5.4")},
    )  # fmt: skip
    market_of_brazil = market("BR")
    assert market_of_brazil is not None
    answer = landed_cost(ask, market_of_brazil)
    assert answer.is_known
    assert answer.is_certain is certain
