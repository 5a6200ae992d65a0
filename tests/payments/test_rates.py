"""Exchange rates: the vectors of the design, their dates and their confidence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.money import Money
from karum.payments.domain.rates import CENTRAL_BANK, PEG, UNVERIFIED
from karum.payments.queries import fx, known_currencies

pytestmark = pytest.mark.django_db
NEWEST = date(2026, 10, 30)


@pytest.mark.parametrize(
    ("quote", "day", "rate"),
    [
        ("USD", date(2024, 1, 2), "1.0956"),
        ("USD", NEWEST, "1.1172"),
        ("JPY", NEWEST, "175.68"),
        ("INR", NEWEST, "106.084"),
    ],
)
def test_the_ecb_rate_of_the_day(quote: str, day: date, rate: str) -> None:
    found = fx("EUR", quote, day)
    assert found is not None
    assert (found.rate, found.date, found.confidence) == (Decimal(rate), day, CENTRAL_BANK)


def test_a_hundred_euros_on_the_second_of_january_2024() -> None:
    found = fx("EUR", "USD", date(2024, 1, 2))
    assert found is not None
    assert Money(10_000, "EUR").convert(found.rate, "USD") == Money(10_956, "USD")


def test_a_weekend_uses_the_last_quoted_day_and_says_so() -> None:
    found = fx("EUR", "USD", date(2024, 1, 7))
    assert found is not None
    assert found.date == date(2024, 1, 5)


def test_cross_rates_go_through_the_euro() -> None:
    found = fx("USD", "JPY", NEWEST)
    assert found is not None
    assert found.rate == round(Decimal("175.68") / Decimal("1.1172"), 9)


def test_official_pegs_are_known_as_such() -> None:
    franc = fx("EUR", "XOF", NEWEST)
    dirham = fx("USD", "AED", NEWEST)
    assert franc is not None
    assert (franc.rate, franc.confidence) == (Decimal("655.957"), PEG)
    assert dirham is not None
    assert round(dirham.rate, 8) == Decimal("3.6725")


def test_a_rate_that_nobody_checked_says_so() -> None:
    found = fx("EUR", "RWF", NEWEST)
    assert found is not None
    assert (found.confidence, found.is_verified) == (UNVERIFIED, False)
    assert "not checked" in found.source
    assert found.source.count("European Central Bank") == 1


def test_a_currency_without_a_rate_is_none_and_not_one() -> None:
    assert fx("EUR", "KPW", NEWEST) is None
    assert fx("KPW", "EUR", NEWEST) is None
    assert fx("EUR", "RUB", date(2023, 1, 2)) is not None  # no longer the ECB's, but the hub's own unverified rate
    assert fx("EUR", "HRK", NEWEST) is None  # ended in 2022: an old rate is not a rate
    assert fx("EUR", "USD", date(1998, 12, 31)) is None


def test_the_same_currency_is_one() -> None:
    found = fx("KPW", "KPW", NEWEST)
    assert found is not None
    assert found.rate == 1


@given(st.sampled_from(sorted(known_currencies())), st.sampled_from(sorted(known_currencies())))
def test_there_and_back_is_one(one: str, other: str) -> None:
    there, back = fx(one, other, NEWEST), fx(other, one, NEWEST)
    assert there is not None
    assert back is not None
    assert abs(there.rate * back.rate - 1) < Decimal("1e-9")
    assert there.rate > 0


def test_a_currency_that_was_given_up_is_not_offered_though_it_still_has_a_rate() -> None:
    assert fx("EUR", "BGN", NEWEST) is not None
    assert "BGN" not in known_currencies()
