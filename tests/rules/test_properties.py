"""Laws for every request: lines sum to totals, nothing is negative, unknown is never zero, more is not less."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karum.money import Money, exponent
from karum.rules import Item, LandedCost, QuoteRequest, landed_cost
from karum.rules.domain.request import INCOTERMS
from karum.rules.queries import market, markets

DAY = date(2026, 11, 21)
CODES = ("090121", "610910", "621490", "691110", "691200", "490199", "711311", "950300", "330499", "040900", "")
ORIGINS = ("RW", "VN", "GB", "CN", "US", "DE", "KE", "MX", "")
PROOFS = ("EU-EBA", "UK-DCTS-COMPREHENSIVE", "US-USMCA", "EAC-ORIGIN")
FX = {
    f"EUR/{currency}": Decimal(rate)
    for currency, rate in {
        "USD": "1.10", "GBP": "0.87", "CAD": "1.50", "AUD": "1.70", "NOK": "11.7", "CHF": "0.94", "JPY": "165",
        "KRW": "1500", "INR": "95", "BRL": "6", "CNY": "7.9", "KES": "142", "RWF": "1600", "MXN": "20", "SGD": "1.45",
        "AED": "4.04", "ARS": "1500", "BDT": "134", "CLP": "1050", "COP": "4500", "CZK": "24.5", "DKK": "7.46",
        "EGP": "53", "GHS": "12.5", "HKD": "8.6", "HUF": "390", "IDR": "18000", "ILS": "3.9", "LKR": "330",
        "MAD": "10.7", "MYR": "4.7", "NGN": "1700", "NZD": "1.9", "PEN": "3.9", "PHP": "63", "PKR": "310",
        "PLN": "4.25", "RON": "5.05",
        "RSD": "117", "SAR": "4.13", "SEK": "11.1", "THB": "37", "TRY": "48", "TWD": "34", "TZS": "2750", "UAH": "48",
        "UGX": "4000", "VND": "28500", "ZAR": "19.5",
    }.items()
}  # fmt: skip
DESTINATIONS = markets()

items = st.builds(
    Item,
    hs_code=st.sampled_from(CODES),
    origin=st.sampled_from(ORIGINS),
    quantity=st.integers(1, 50),
    unit_price=st.builds(Money, st.integers(0, 200_000), st.sampled_from(["EUR", "USD", "GBP"])),
    weight_g=st.one_of(st.none(), st.integers(0, 30_000)),
    proofs=st.frozensets(st.sampled_from(PROOFS), max_size=2),
)
requests = st.builds(
    QuoteRequest,
    seller_country=st.sampled_from(["RW", "VN", "GB", "DE", "US", "KE"]),
    destination=st.sampled_from([*DESTINATIONS, "ZW"]),
    day=st.dates(date(2024, 6, 1), date(2028, 9, 1)),
    channel=st.sampled_from(["parcel", "consignment"]),
    incoterm=st.sampled_from(INCOTERMS),
    currency=st.sampled_from(["EUR", "USD", "GBP", "JPY", "KES"]),
    items=st.lists(items, min_size=1, max_size=4).map(tuple),
    shipping=st.builds(Money, st.integers(0, 50_000), st.just("EUR")),
    insurance=st.one_of(st.none(), st.builds(Money, st.integers(0, 5_000), st.just("EUR"))),
    fx=st.just(FX),
    region=st.sampled_from([None, "ON", "AB", "SP"]),
    registrations=st.sampled_from([None, frozenset(), frozenset({"IOSS", "VOEC"})]),
    mode=st.sampled_from([None, "post", "courier", "sea"]),
)
many = settings(max_examples=120, deadline=None)


def added(amounts: list[Money | None], currency: str) -> Money | None:
    total = Money.zero(currency)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


@many
@given(requests)
def test_lines_sum_to_totals_and_nothing_is_negative(request: QuoteRequest) -> None:
    answer = landed_cost(request)
    totals = answer.totals
    for kind, total in (("duty", totals.duty), ("tax", totals.tax), ("fee", totals.fees)):
        assert added([line.amount for line in answer.lines if line.kind == kind], request.currency) == total
    parts = [totals.goods, totals.freight, totals.insurance, totals.duty, totals.tax, totals.fees]
    assert added(parts, request.currency) == totals.landed
    assert added([totals.due_at_checkout, totals.due_at_border], request.currency) == totals.landed
    for line in (*answer.lines, *answer.not_applied):
        assert line.amount is None or line.amount.minor >= 0
        assert line.amount is None or line.amount.currency == request.currency
        assert line.why_applied.english
    assert all(option.duty is None or option.duty.minor >= 0 for option in answer.options)


@many
@given(requests)
def test_an_unknown_is_never_zero_and_is_named(request: QuoteRequest) -> None:
    answer = landed_cost(request)
    unknown = [line for line in answer.lines if line.amount is None]
    for line in answer.lines:
        if line.why_applied.code.endswith(("_unknown", "_ambiguous", "_not_computable")):
            assert line.amount is None, line.code
    if unknown or answer.totals.goods is None:
        assert answer.totals.landed is None
        assert answer.missing_facts
        assert not answer.is_certain
        assert answer.status in ("unknown", "forbidden")
    else:
        assert answer.totals.landed is not None
        # What may come in is not known of goods without a code, whatever it costs.
        assert (answer.status != "unknown") or any(not item.hs_code for item in request.items)


def test_a_day_for_which_no_tax_is_on_file_leaves_the_tax_unknown() -> None:
    item = Item("691110", "VN", 1, Money(100_00, "INR"))
    before = QuoteRequest("VN", "IN", date(2025, 9, 21), "consignment", "DAP", "INR", (item,), Money(0, "INR"))
    answer = landed_cost(before)
    assert [line.amount for line in answer.lines_of("tax")] == [None]
    assert answer.totals.tax is None
    assert "missing_tax_rate" in {fact.code for fact in answer.missing_facts}


@many
@given(requests)
def test_bounds_hold_the_truth_and_stand_only_beside_an_unknown(request: QuoteRequest) -> None:
    answer = landed_cost(request)
    if answer.lowest is None or answer.highest is None:
        assert answer.lowest is answer.highest is None
        return
    assert answer.totals.landed is None
    for name in ("duty", "tax", "fees", "landed"):
        low, high, known = (getattr(totals, name) for totals in (answer.lowest, answer.highest, answer.totals))
        assert low is not None
        assert high is not None
        assert low <= high
        assert known is None or low == known == high


@many
@given(requests)
def test_delivered_duty_paid_leaves_nothing_for_the_border(request: QuoteRequest) -> None:
    answer = landed_cost(request)
    if request.incoterm == "DDP":
        assert answer.totals.due_at_border == Money.zero(request.currency)
    for line in answer.lines:
        if line.collector == "hub":
            assert line.due == "checkout"
            assert line.payer == "buyer"


@many
@given(requests)
def test_the_same_question_has_the_same_answer(request: QuoteRequest) -> None:
    assert landed_cost(request) == landed_cost(request)
    assert landed_cost(request).to_json() == landed_cost(request).to_json()


@many
@given(requests, st.sampled_from(["EUR", "USD", "GBP", "JPY"]))
def test_the_currency_of_the_answer_changes_nothing_beyond_rounding(request: QuoteRequest, currency: str) -> None:
    """Customs reckons in its own currency: in whatever currency the buyer reads them, its sums are the same."""
    known = market(request.destination)
    if known is None or (f"EUR/{known.currency}" not in FX and known.currency != "EUR"):
        return
    one, other = landed_cost(request), landed_cost(replace(request, currency=currency))
    assert [line.local_amount for line in one.lines] == [line.local_amount for line in other.lines]
    assert (one.regime, one.missing_facts, one.is_certain) == (other.regime, other.missing_facts, other.is_certain)
    if one.totals.landed is None or other.totals.landed is None:
        assert one.totals.landed is other.totals.landed is None
        return
    parts = len(one.lines) + len(request.items) + 2  # each part is rounded once in either currency
    rate = Decimal(1) if currency == "EUR" else FX[f"EUR/{currency}"]
    back = Decimal(1) if request.currency == "EUR" else FX[f"EUR/{request.currency}"]
    expected = one.totals.landed.decimal / back * rate
    steps = Decimal(1).scaleb(-exponent(currency)) + Decimal(1).scaleb(-exponent(request.currency)) / back * rate
    assert abs(other.totals.landed.decimal - expected) <= parts * steps


@many
@given(
    st.sampled_from(DESTINATIONS), st.sampled_from([code for code in CODES if code]), st.integers(1, 40_000),
    st.sampled_from(["parcel", "consignment"]),
)  # fmt: skip
def test_prices_in_another_currency_of_the_same_worth_give_the_same_charges(
    destination: str, hs_code: str, quarters: int, channel: str
) -> None:
    """EUR 0.04 is USD 0.05 at 1.25, without a remainder: the same goods, stated in the one or the other."""
    fx = {**FX, "EUR/USD": Decimal("1.25")}
    answers = []
    for currency, minor in (("EUR", 4), ("USD", 5)):
        item = Item(hs_code, "VN", 1, Money(quarters * minor, currency), 500)
        request = QuoteRequest(
            "VN", destination, DAY, channel, "DAP", "EUR", (item,), Money(100 * minor, currency), fx=fx, region="ON"  # type: ignore[arg-type]
        )  # fmt: skip
        answers.append(landed_cost(request))
    assert [line.local_amount for line in answers[0].lines] == [line.local_amount for line in answers[1].lines]
    assert answers[0].totals == answers[1].totals
    assert answers[0].regime == answers[1].regime


def reckon(destination: str, hs_code: str, price: int) -> LandedCost:
    item = Item(hs_code, "VN", 1, Money(price, "EUR"), 500)
    request = QuoteRequest(
        "VN", destination, DAY, "parcel", "DAP", "EUR", (item,), Money(1500, "EUR"), fx=FX, region="ON"
    )
    return landed_cost(request)


@many
@given(
    st.sampled_from(DESTINATIONS),
    st.sampled_from([code for code in CODES if code]),
    st.integers(0, 60_000),
    st.integers(0, 60_000),
)
def test_within_a_regime_dearer_goods_never_cost_less(destination: str, hs_code: str, one: int, two: int) -> None:
    less, more = (reckon(destination, hs_code, price) for price in sorted((one, two)))
    waived = {line.why_applied.code for answer in (less, more) for line in answer.lines}
    if less.regime != more.regime or "tax_waived" in waived:
        return
    for name in ("duty", "tax", "fees", "landed"):
        low, high = getattr(less.totals, name), getattr(more.totals, name)
        assert (low is None) == (high is None)
        assert low is None or low <= high


@pytest.mark.parametrize("destination", markets())
def test_every_market_answers(destination: str) -> None:
    item = Item("610910", "RW", 1, Money(40_00, "EUR"), 300)
    for channel in ("parcel", "consignment"):
        answer = landed_cost(
            QuoteRequest("RW", destination, DAY, channel, "DAP", "EUR", (item,), Money(900, "EUR"), fx=FX)
        )
        assert answer.regime == "domestic" or answer.lines
        assert (answer.totals.landed is None) == bool([line for line in answer.lines if line.amount is None])
        for line in answer.lines:
            assert line.source.law
            assert line.source.url.startswith("https://")
