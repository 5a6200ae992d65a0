"""What is charged at checkout is what the answer of the rules says is due there, whoever hands it on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from karum.money import Money
from karum.orders.domain.doors import charge_of
from karum.orders.queries.quotes import quote, rates_day
from karum.rules import Item, QuoteRequest, landed_cost

pytestmark = pytest.mark.django_db

SHIRTS = QuoteRequest(
    seller_country="KE",
    destination="GB",
    day=date(2026, 11, 21),
    channel="parcel",
    incoterm="DDP",
    currency="GBP",
    items=(Item("610910", "KE", 10, Money(3_000, "GBP"), 200),),
    shipping=Money(1_000, "GBP"),
    fx={"EUR/GBP": Decimal("0.87")},
)


def test_delivered_duty_paid_above_the_low_value_limit_everything_is_charged_with_the_order() -> None:
    answer = landed_cost(SHIRTS)
    charge = charge_of(answer)
    assert charge.duty > 0
    assert charge.tax > 0
    assert charge.total == answer.totals.due_at_checkout == answer.totals.landed


def test_delivered_at_place_duty_and_tax_wait_at_the_border() -> None:
    answer = landed_cost(replace(SHIRTS, incoterm="DAP"))
    charge = charge_of(answer)
    assert (charge.duty, charge.tax, charge.fees) == (0, 0, 0)
    assert answer.totals.due_at_border


def test_without_rates_in_the_request_the_hubs_own_are_used_and_named() -> None:
    asked = replace(SHIRTS, currency="KES", fx={})
    answer = quote(asked)
    assert answer.totals.landed is not None
    assert answer.totals.landed.currency == "KES"
    (note,) = [note for note in answer.assumptions if note.code.startswith("assume_hub_rates")]
    assert "European Central Bank" in note.english


def test_rates_in_the_request_are_kept_and_none_are_named() -> None:
    answer = quote(SHIRTS)
    assert answer == landed_cost(SHIRTS)


def test_in_one_currency_no_rate_is_named() -> None:
    answer = quote(replace(SHIRTS, fx={}))
    assert not [note for note in answer.assumptions if note.code.startswith("assume_hub_rates")]


@pytest.mark.parametrize("currency", ["KES", "EUR", "USD"])
def test_the_day_of_the_rates_gives_the_same_answer_again(currency: str) -> None:
    asked = replace(SHIRTS, currency=currency, fx={}, day=date(2024, 3, 31))  # a Sunday: the rates are of Thursday
    day = rates_day(asked)
    assert day == date(2024, 3, 28)
    assert quote(asked, rates_of=day) == quote(asked)
