"""Rates to begin with: a new seller ships on its first day and mends the figures afterwards. Pure."""

import json
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from karum.money import Money, exponent
from karum.parties.domain import time_zone_of
from karum.shipping.domain.rates import RateRule, WeightBand, ZoneRule

_FILE = Path(__file__).parent.parent / "data" / "starter_rates.json"


@dataclass(frozen=True, slots=True)
class Starter:
    """What a seller in one country begins with."""

    zones: tuple[ZoneRule, ...]
    time_zone: str


def starter(country: str, currency: str, per_dollar: Decimal) -> Starter:
    """Return zones for the seller's own country, its region and the world, priced in ``currency``.

    ``per_dollar``: how many units of ``currency`` a US dollar buys. Prices are rounded up to two leading figures: they
    are estimates and shall look like it.
    """
    facts = _facts()
    region = next(((name, members) for name, members in facts["regions"].items() if country in members), None)
    zones = [ZoneRule(0, _name_of(country), frozenset({country}), _rates(facts, "home", currency, per_dollar))]
    if region is not None:
        others = frozenset(region[1]) - {country}
        zones.append(ZoneRule(0, region[0], others, _rates(facts, "region", currency, per_dollar)))
    zones.append(ZoneRule(0, "Rest of the world", frozenset(), _rates(facts, "world", currency, per_dollar)))
    return Starter(tuple(zones), time_zone_of(country))


def _rates(facts: Any, zone: str, currency: str, per_dollar: Decimal) -> tuple[RateRule, ...]:
    return tuple(
        RateRule(
            code=rate["code"],
            name=rate["name"],
            carrier=rate["carrier"],
            mode=rate["mode"],
            tracked=rate["tracked"],
            insured=rate["insured"],
            currency=currency,
            weight_bands=tuple(
                WeightBand(up_to_g, _price(Decimal(dollars) * per_dollar, currency).minor)
                for up_to_g, dollars in rate["weight_bands"]
            ),
            goods_bands=(),
            days_min=rate["days"][0],
            days_max=rate["days"][1],
        )
        for rate in facts["zones"][zone]
    )


def _price(amount: Decimal, currency: str) -> Money:
    step = Decimal(10) ** max(amount.adjusted() - 1, -exponent(currency))
    whole = (amount / step).to_integral_value(ROUND_CEILING) * step
    return Money(int(whole.scaleb(exponent(currency))), currency)


def _name_of(country: str) -> str:
    return str(Locale("en").territories.get(country, country))


@cache
def _facts() -> Any:
    return json.loads(_FILE.read_text("utf-8"))
