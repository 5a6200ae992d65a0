"""Many parcels at once get the same prices as each of them alone, to the last minor unit, in every market."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import numpy as np
import pytest

from karum.money import Money
from karum.rules import Item, QuoteRequest, landed_cost
from karum.rules.batch import UNKNOWN, Door, Kind, Parcels, door_prices
from karum.rules.domain import parse_duty
from karum.rules.domain.measures import Rate, RateTable
from karum.rules.queries import market, markets

DAY = date(2026, 11, 21)
FX = {
    f"EUR/{currency}": Decimal(rate)
    for currency, rate in {
        "USD": "1.1", "GBP": "0.87", "CAD": "1.5", "AUD": "1.7", "NOK": "11.7", "CHF": "0.94", "JPY": "165",
        "KRW": "1500", "INR": "95", "BRL": "6", "CNY": "7.9", "KES": "142", "RWF": "1600", "MXN": "20", "SGD": "1.45",
        "NZD": "1.95", "SEK": "11.2", "PLN": "4.3", "CZK": "24.5", "DKK": "7.46", "HUF": "390", "RON": "5.1",
    }.items()
}  # fmt: skip
KINDS = [
    Kind("610910", "VN", "VN", "USD", "USD"),
    Kind("610910", "CN", "GB", "GBP", "GBP", incoterm="DDP"),
    Kind("090121", "RW", "RW", "EUR", "USD", proofs=frozenset({"EU-EBA", "UK-DCTS-COMPREHENSIVE"})),
    Kind("220421", "ZA", "DE", "EUR", "EUR"),
    Kind("691200", "CN", "CN", "USD", "USD", mode="courier"),
    Kind("711311", "IN", "IN", "INR", "USD", channel="consignment"),
    Kind("621490", "IN", "US", "CAD", "CAD"),
    Kind("640399", "BR", "BR", "BRL", "BRL", mode="post"),
    Kind("", "", "KE", "KES", "KES"),
    Kind("950300", "MX", "US", "USD", "EUR", channel="consignment", mode="sea"),
    Kind("330499", "JP", "JP", "JPY", "JPY"),
]


def parcels(size: int, random: Random) -> Parcels:
    """Prices crowd at round sums, where limits and the edges of rounding lie."""
    prices = [random.choice([random.randrange(0, 30_000), random.randrange(0, 400) * 50]) for _ in range(size)]
    return Parcels(
        np.asarray([random.randrange(len(KINDS)) for _ in range(size)]),
        np.asarray(prices),
        np.asarray([random.choice([1, 1, 2, 3, 40]) for _ in range(size)]),
        np.asarray([random.choice([0, 500, 1_250, random.randrange(0, 9_000)]) for _ in range(size)]),
        np.asarray([random.choice([-1, 150, 900]) for _ in range(size)]),
    )


@pytest.mark.parametrize("destination", markets())
def test_a_batch_agrees_with_the_single_quote(destination: str) -> None:
    random = Random(destination)
    rules = market(destination)
    assert rules is not None
    columns = parcels(160, random)
    for currency in {rules.currency if f"EUR/{rules.currency}" in FX else "EUR", random.choice(["EUR", "GBP", "JPY"])}:
        door = Door(destination, currency, DAY, FX, registrations=random.choice([None, frozenset[str]()]))
        found = door_prices(KINDS, columns, door, rules)
        for row in range(160):
            kind = KINDS[int(columns.kind[row])]
            weight = int(columns.weight_g[row])
            answer = landed_cost(
                QuoteRequest(
                    kind.seller_country, destination, DAY, kind.channel, kind.incoterm, currency,
                    (Item(kind.hs_code, kind.origin, int(columns.quantity[row]),
                          Money(int(columns.price[row]), kind.currency), None if weight < 0 else weight,
                          proofs=kind.proofs),),
                    Money(int(columns.freight[row]), kind.freight_currency),
                    fx=FX, registrations=door.registrations, mode=kind.mode,
                )
            )  # fmt: skip
            landed, due = answer.totals.landed, answer.totals.due_at_checkout
            assert found.landed[row] == (UNKNOWN if landed is None else landed.minor), (kind, row, columns.price[row])
            assert landed is None or due is None or found.due_at_checkout[row] == due.minor, (kind, row)
            assert found.certain[row] == answer.is_certain
            assert found.forbidden[row] == (answer.status == "forbidden")


def test_most_parcels_are_reckoned_by_columns() -> None:
    random = Random(1)
    rules = market("GB")
    assert rules is not None
    kinds = [replace(KINDS[0], currency="GBP", freight_currency="GBP")]
    columns = Parcels(
        np.zeros(5_000, np.int64),
        np.asarray([random.randrange(100, 40_000) for _ in range(5_000)]),
        np.ones(5_000, np.int64),
        np.full(5_000, 450),
        np.full(5_000, 200),
    )
    found = door_prices(kinds, columns, Door("GB", "GBP", DAY, FX), rules)
    assert (found.landed > 0).all()
    assert found.reckoned_singly < 100


def test_no_parcels_no_prices() -> None:
    rules = market("DE")
    assert rules is not None
    nothing = np.zeros(0, np.int64)
    found = door_prices(KINDS, Parcels(nothing, nothing, nothing, nothing, nothing), Door("DE", "EUR", DAY, FX), rules)
    assert len(found.landed) == 0


@pytest.mark.parametrize("weights", [(-1, 1_000), (1_000, -1)])
def test_a_parcel_of_unknown_weight_hides_no_other_price(weights: tuple[int, int]) -> None:
    rules = market("GB")
    assert rules is not None
    by_weight = Rate("090121", parse_duty("10.00 GBP/100 kg"), rules.base_cite)
    rules = replace(rules, tariff=RateTable.of([by_weight]))
    two = np.asarray([1, 1])
    columns = Parcels(two * 0, two * 50_000, two, two * 500, np.asarray(weights))
    kinds = [Kind("090121", "BR", "BR", "GBP", "GBP")]
    found = door_prices(kinds, columns, Door("GB", "GBP", DAY, {}), rules)
    assert [landed != UNKNOWN for landed in found.landed] == [weight > 0 for weight in weights]
