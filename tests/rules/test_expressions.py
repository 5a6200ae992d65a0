"""Duty expressions in the tariff's words."""

from decimal import Decimal

import pytest

from karum.rules.domain.expressions import Shortfall, compute, parse_duty

RATES = {"GBP": Decimal(1), "EUR": Decimal("0.87"), "USD": Decimal("0.80")}


@pytest.mark.parametrize(
    ("text", "rate"),
    [("12%", "0.12"), ("4.7 %", "0.047"), ("Free", "0"), ("0%", "0"), ("100%", "1"), ("12.5%", "0.125")],
)
def test_plain_rates(text: str, rate: str) -> None:
    assert parse_duty(text).rate == Decimal(rate)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4.7 % + 35.10 EUR / 100 kg", Decimal("4.7") + Decimal("35.10") * Decimal("0.87") * 2),
        ("5.4¢/kg", Decimal("0.054") * Decimal("0.80") * 200),
        ("1.1¢ each + 6.4%", Decimal("0.011") * Decimal("0.80") * 3 + Decimal("6.4")),
        ("41¢/kg + 16.3%", Decimal("0.41") * Decimal("0.80") * 200 + Decimal("16.3")),
        ("8% MAX 2.30 GBP/m2", Decimal("4.60")),
        ("13.8% MIN 13 GBP/DTN MAX 15 GBP/DTN", Decimal(26)),
        ("1 GBP / item - 2 GBP / item", Decimal(0)),
    ],
)
def test_specific_and_compound_duties(text: str, expected: Decimal) -> None:
    measures = {"KGM": Decimal(200), "NAR": Decimal(3), "MTK": Decimal(2)}
    assert compute(parse_duty(text), Decimal(100), measures, RATES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5% or 16.5%",
        "The rate applicable to each garment in the ensemble if separately entered",
        "8.3% + EA MAX 18.7% + ADSZ",
        "7.5% or 25% or Free, by list",
        "12% 8%",
        "12% +",
        "MIN 3 GBP / kg",
        "3 GBP / cubit",
        "",
    ],
)
def test_what_is_not_understood_is_kept_as_unknown_with_its_text(text: str) -> None:
    duty = parse_duty(text)
    assert not duty.known
    assert duty.rate is None
    assert duty.text == text


def test_what_is_missing_is_named() -> None:
    assert compute(parse_duty("3 GBP / kg"), Decimal(1), {}, RATES) == Shortfall("KGM", None)
    assert compute(parse_duty("3 NOK / kg"), Decimal(1), {"KGM": Decimal(1)}, RATES) == Shortfall(None, "NOK")
    assert compute(parse_duty("1% MIN 3 GBP / kg"), Decimal(1), {}, RATES) == Shortfall("KGM", None)
    assert compute(parse_duty("1% MAX 3 GBP / l"), Decimal(1), {}, RATES) == Shortfall("LTR", None)
