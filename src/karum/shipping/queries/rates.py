"""Reading rates: how a seller ships to a country, for one parcel or for a whole list of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from karum.money import Money
from karum.runtime.sql import Row, statement
from karum.shipping.domain import Dispatch, GoodsBand, RateRule, ShippingOption, WeightBand, ZoneRule, decide_options
from karum.shipping.domain.holidays import Holiday
from karum.shipping.domain.promise import holiday_on

_tables = statement(Path(__file__).parent.parent / "sql", "tables")


@dataclass(frozen=True, slots=True)
class DoorRequest:
    """One parcel to price: weight in grams, ``goods`` what is in it, in the seller's currency."""

    seller_id: int
    destination: str
    weight_g: int
    goods: Money


def options(seller_id: int, destination: str, weight_g: int, goods: Money) -> list[ShippingOption]:
    """Return the ways in which a seller ships, the cheapest first. Empty: it does not ship there, or not that heavy."""
    return options_for([DoorRequest(seller_id, destination, weight_g, goods)])[0]


def options_for(requests: Sequence[DoorRequest]) -> list[list[ShippingOption]]:
    """Return ``options`` for each request, in order, with one read for all of them."""
    table = shipping_tables({request.seller_id for request in requests})
    return [
        decide_options(
            table[request.seller_id].zones,
            request.destination,
            request.weight_g,
            request.goods,
            table[request.seller_id].dispatch,
        )
        for request in requests
    ]


@dataclass(frozen=True, slots=True)
class ShippingTable:
    """All that decides how one seller ships."""

    dispatch: Dispatch
    zones: tuple[ZoneRule, ...]


def shipping_tables(seller_ids: Iterable[int]) -> dict[int, ShippingTable]:
    """Return the zones, rates and dispatch habits of each seller, in one read."""
    return {row[0]: _table(row) for row in _tables({"sellers": sorted(set(seller_ids))})}


def zones_of(seller_id: int) -> list[ZoneRule]:
    """Return a seller's zones with their rates, in the order in which they were made."""
    return list(shipping_tables([seller_id])[seller_id].zones)


def dispatch_of(seller_id: int) -> Dispatch:
    """Return how a seller sends; the defaults where it never said."""
    return shipping_tables([seller_id])[seller_id].dispatch


def holidays(seller_ids: Iterable[int], *, now: datetime) -> dict[int, Holiday]:
    """Return the holiday of each of these sellers that is away today, by her own calendar, in one read."""
    found = {seller_id: holiday_on(table.dispatch, now) for seller_id, table in shipping_tables(seller_ids).items()}
    return {seller_id: holiday for seller_id, holiday in found.items() if holiday is not None}


def not_selling(seller_ids: Iterable[int], *, now: datetime) -> frozenset[int]:
    """Return those of the sellers who are away today and take no orders meanwhile."""
    return frozenset(seller for seller, holiday in holidays(seller_ids, now=now).items() if not holiday.sells)


def _table(row: Row) -> ShippingTable:
    _seller, country, cut_off, time_zone, closed_on, away_from, away_until, away_sells, zones = row
    away = Holiday(away_from, away_until, away_sells) if away_from else None
    dispatch = Dispatch() if country is None else Dispatch(country, cut_off, time_zone, frozenset(closed_on), away)
    return ShippingTable(dispatch, tuple(_zone(*zone) for zone in json.loads(zones or "[]")))


def _zone(zone_id: int, name: str, countries: list[str], rates: list[list[Any]] | None) -> ZoneRule:
    # A zone without rates counts too: it says that the seller does not ship to these countries.
    return ZoneRule(zone_id, name, frozenset(countries), tuple(_rate(*rate) for rate in rates or ()))


def _rate(
    code: str,
    name: str,
    carrier: str,
    mode: Any,
    tracked: bool,
    insured: bool,
    currency: str,
    weight_bands: list[tuple[int, int]],
    goods_bands: list[tuple[int, int]],
    days_min: int,
    days_max: int,
) -> RateRule:
    return RateRule(
        code=code,
        name=name,
        carrier=carrier,
        mode=mode,
        tracked=tracked,
        insured=insured,
        currency=currency,
        weight_bands=tuple(WeightBand(int(up_to), int(price)) for up_to, price in weight_bands),
        goods_bands=tuple(GoodsBand(int(value), int(price)) for value, price in goods_bands),
        days_min=days_min,
        days_max=days_max,
    )
