"""Cash: coins that exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.money import Money
from karum.money.cash import cash_amount, cash_step


@pytest.mark.parametrize(
    ("minor", "currency", "country", "paid"),
    [
        (198, "CHF", "CH", 200),
        (197, "CHF", "CH", 195),
        (1249, "SEK", "SE", 1200),
        (1250, "SEK", "SE", 1300),
        (123_456, "HUF", "HU", 123_500),
        (1001, "EUR", "DE", 1001),
        (1002, "EUR", "FI", 1000),
        (1003, "EUR", "NL", 1005),
        (999, "JPY", "JP", 999),
        (1, "CHF", "CH", 5),
        (0, "CHF", "", 0),
    ],
)
def test_cash_is_rounded_to_coins_that_exist(minor: int, currency: str, country: str, paid: int) -> None:
    assert cash_amount(Money(minor, currency), country) == Money(paid, currency)


@given(st.integers(500, 10**12), st.sampled_from(["CHF", "SEK", "HUF", "EUR", "JPY", "NZD"]))
def test_cash_differs_by_half_a_coin_at_most(minor: int, currency: str) -> None:
    step = cash_step(currency)
    paid = cash_amount(Money(minor, currency)).minor
    assert paid % step == 0
    assert 2 * abs(paid - minor) <= step
