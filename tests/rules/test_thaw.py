"""An answer that was frozen as JSON says the same again."""

from datetime import date
from decimal import Decimal

import pytest

from karum.money import Money
from karum.rules import Item, QuoteRequest, landed_cost
from karum.rules.domain.thaw import thaw


@pytest.mark.parametrize("destination", ["DE", "GB", "US", "NO", "AU", "ZW"])
def test_frozen_and_thawed_says_the_same(destination: str) -> None:
    items = (
        Item("090121", "RW", 2, Money(1250, "EUR"), 500),
        Item("", "KE", 1, Money(4000, "USD"), None),
        Item("691110", "GB", 40, Money(3000, "EUR"), 700, duty_rate_override=Decimal("0.07")),
    )
    fx = {"EUR/USD": Decimal("1.1"), "EUR/GBP": Decimal("0.87"), "EUR/NOK": Decimal("11.7"), "EUR/AUD": Decimal("1.7")}
    request = QuoteRequest(
        "RW", destination, date(2026, 11, 21), "parcel", "DAP", "EUR", items, Money(900, "EUR"), fx=fx
    )
    frozen = landed_cost(request).to_json()
    assert thaw(frozen).to_json() == frozen
