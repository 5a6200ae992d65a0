"""Money: exact, of one currency, split without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.money import BadAmount, BadCurrency, CurrencyMismatch, Money, allocate, exponent, format_money, parse

# Vectors: ISO 4217 list one; CLDR rounds IQD and MGA otherwise.
EXPONENTS = {"EUR": 2, "JPY": 0, "KWD": 3, "CLF": 4, "UYW": 4, "IQD": 3, "MGA": 2, "RWF": 0, "LBP": 2, "IRR": 2}


@pytest.mark.parametrize(("currency", "digits"), EXPONENTS.items())
def test_minor_units_follow_iso_4217(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


@pytest.mark.parametrize("code", ["eur", "XYZ", "", "EURO"])
def test_an_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(BadCurrency, match="ISO 4217"):
        exponent(code)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.50", "EUR", 1250), ("12.5", "EUR", 1250), ("500", "JPY", 500), ("1.234", "KWD", 1234), ("-0.01", "USD", -1)],
)
def test_amounts_are_read_exactly(text: str, currency: str, minor: int) -> None:
    assert parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency"), [("1.999", "EUR"), ("0.5", "JPY"), ("ten", "EUR"), ("NaN", "EUR"), ("", "EUR")]
)
def test_what_is_no_amount_is_refused(text: str, currency: str) -> None:
    with pytest.raises(BadAmount):
        parse(text, currency)


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "EUR") < Money(2, "USD")


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (15, [80, 8, 12], [12, 1, 2]),
        (5, [3, 7], [2, 3]),
        (5, [7, 3], [4, 1]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (3, [0, 0], [2, 1]),
    ],
)
def test_the_rest_goes_to_the_largest_remainder(total: int, weights: list[int], parts: list[int]) -> None:
    assert allocate(total, weights) == parts


@given(st.integers(-(10**15), 10**15), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_parts_sum_to_the_whole(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    assert all(part * (1 if total >= 0 else -1) >= 0 for part in parts)


@given(st.integers(0, 10**12), st.sampled_from(sorted(EXPONENTS)))
def test_text_and_back_is_the_same(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert parse(amount.text, currency) == amount


def test_conversion_rounds_half_up_to_the_minor_unit() -> None:
    assert Money(10_000, "EUR").convert(Decimal("1.0956"), "USD") == Money(10_956, "USD")
    assert Money(1, "EUR").convert(Decimal("175.68"), "JPY") == Money(2, "JPY")
    assert Money(5, "JPY").convert(Decimal("0.001"), "EUR") == Money(1, "EUR")


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "€1,234.50"), ("fr", "1\u202f234,50\xa0€"), ("zh_Hans", "€1,234.50"), ("sw", "€\xa01,234.50")],
)
def test_people_read_it_in_their_own_way(locale: str, said: str) -> None:
    assert format_money(Money(123_450, "EUR"), locale) == said


def test_people_see_as_many_decimals_as_the_currency_has() -> None:
    assert format_money(Money(1_234_500, "IQD"), "en") == "IQD\xa01,234.500"
    assert format_money(Money(1_234, "JPY"), "en") == "¥1,234"


def test_in_arabic_a_sign_stays_behind_its_letters_and_a_minus_before_its_digits() -> None:
    ltr, rtl = "\N{LEFT-TO-RIGHT MARK}", "\N{RIGHT-TO-LEFT MARK}"
    assert format_money(Money(2200, "GBP"), "ar") == f"{rtl}22.00\N{NO-BREAK SPACE}UK£{ltr}"
    assert format_money(Money(-960, "RWF"), "ar") == f"{rtl}{ltr}-960{rtl}\N{NO-BREAK SPACE}RWF"


@pytest.mark.parametrize("text", ["1e999999", "1e999990", "-1e999999", "0e99999", "9" * 40, "1000000000000001", "sNaN"])
def test_an_amount_that_nothing_costs_is_refused_at_once(text: str) -> None:
    with pytest.raises(BadAmount):
        parse(text, "EUR")
