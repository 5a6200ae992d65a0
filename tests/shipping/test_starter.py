"""Rates to begin with."""

from decimal import Decimal

import pytest

from karum.money import Money
from karum.shipping import queries, services
from karum.shipping.domain.starter import starter


def test_prices_are_in_the_sellers_currency_and_look_like_estimates() -> None:
    zones = starter("RW", "RWF", Decimal("1450")).zones
    assert [zone.name for zone in zones] == ["Rwanda", "East African Community", "Rest of the world"]
    assert "RW" not in zones[1].countries
    assert zones[0].rates[0].price(400, Money(1, "RWF")) == Money(4700, "RWF")  # 3.20 x 1450 = 4640
    dinar = starter("KW", "KWD", Decimal("0.3071")).zones[-1].rates[0].price(200, Money(1, "KWD"))
    assert dinar == Money(2900, "KWD")  # 9.40 x 0.3071 = 2.887


@pytest.mark.django_db
def test_a_new_seller_ships_at_once_and_keeps_its_own_rates() -> None:
    made = services.copy_starter_rates(7, country="VN", currency="VND", per_dollar=Decimal(26000))
    assert made == 3
    assert services.copy_starter_rates(7, country="VN", currency="VND", per_dollar=Decimal(1)) == 0
    for destination in ("VN", "TH", "DE"):
        options = queries.options(7, destination, 800, Money(500_000, "VND"))
        assert [option.mode for option in options[:2]] == ["post", "courier"]
    assert queries.dispatch_of(7).time_zone == "Asia/Ho_Chi_Minh"
