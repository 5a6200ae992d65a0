"""CN 22 or CN 23: pure."""

from dataclasses import replace
from decimal import Decimal

from karum.money import Money
from karum.shipping.domain.papers import Paper
from karum.shipping.domain.postal_forms import form_limits, postal_form, sdr_value
from tests.shipping.samples import POTS, SMALL

# European Central Bank, euro reference rates of 29 September 2023, beside the IMF's own SDR of that day: USD 1.3152.
FX = {
    "EUR/USD": Decimal("1.0594"),
    "EUR/JPY": Decimal("158.10"),
    "EUR/GBP": Decimal("0.86458"),
    "EUR/CNY": Decimal("7.7352"),
}


def in_dollars() -> dict[str, Decimal]:
    euro = FX["EUR/USD"]
    return {"EUR/USD": euro, **{f"USD/{pair[4:]}": rate / euro for pair, rate in FX.items() if pair != "EUR/USD"}}


def worth(minor: int, **change: object) -> Paper:
    return replace(SMALL, lines=(replace(SMALL.lines[0], unit_price=Money(minor, "USD")),), currency="USD", **change)  # type: ignore[arg-type]


def test_an_sdr_is_worth_what_the_fund_says() -> None:
    value = sdr_value(Money(1_315_200, "USD"), in_dollars())
    assert value is not None
    assert abs(value - 10_000) < 10  # within a tenth of a percent: the Fund takes London's noon rates


def test_small_and_cheap_goes_with_a_cn22() -> None:
    assert postal_form(worth(39_000), in_dollars()) == "cn22"


def test_dear_heavy_or_many_lines_need_a_cn23() -> None:
    assert postal_form(worth(39_900), in_dollars()) == "cn23"
    assert postal_form(worth(1000, parcels=(replace(SMALL.parcels[0], gross_weight_g=2001),)), in_dollars()) == "cn23"
    many = replace(worth(1000), lines=worth(1000).lines * (form_limits().lines_max + 1))
    assert postal_form(many, in_dollars()) == "cn23"


def test_an_unknown_rate_is_no_reason_to_guess() -> None:
    assert sdr_value(POTS.goods, {}) is None
    assert postal_form(SMALL, {}) == "cn23"


def test_the_limits_have_their_sources() -> None:
    assert all(form_limits().sources)
