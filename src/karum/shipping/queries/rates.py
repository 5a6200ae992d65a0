"""Reading rates: how a seller ships to a country, for one parcel or for a whole list of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from karum.money import Money
from karum.shipping.domain import Dispatch, GoodsBand, RateRule, ShippingOption, WeightBand, ZoneRule, decide_options
from karum.shipping.models import Rate, SellerDispatch, Zone


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
    """Return ``options`` for each request, in order, with three queries for all of them."""
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
    """Return the zones, rates and dispatch habits of each seller, with three queries."""
    ids = sorted(set(seller_ids))
    dispatch = {row.seller_id: _dispatch(row) for row in SellerDispatch.objects.filter(seller_id__in=ids)}
    zones: dict[int, list[ZoneRule]] = defaultdict(list)
    # A zone without rates counts too: it says that the seller does not ship to these countries.
    rows = Zone.objects.filter(seller_id__in=ids).prefetch_related("rates").order_by("id")
    for zone in rows:
        zones[zone.seller_id].append(_zone(zone))
    return {i: ShippingTable(dispatch.get(i, Dispatch()), tuple(zones.get(i, ()))) for i in ids}


def zones_of(seller_id: int) -> list[ZoneRule]:
    """Return a seller's zones with their rates, in the order in which they were made."""
    return list(shipping_tables([seller_id])[seller_id].zones)


def dispatch_of(seller_id: int) -> Dispatch:
    """Return how a seller sends; the defaults where it never said."""
    row = SellerDispatch.objects.filter(seller_id=seller_id).first()
    return _dispatch(row) if row else Dispatch()


def _zone(zone: Zone) -> ZoneRule:
    rates = sorted(zone.rates.all(), key=lambda rate: rate.id)
    return ZoneRule(zone.id, zone.name, frozenset(zone.countries), tuple(_rate(rate) for rate in rates))


def _dispatch(row: SellerDispatch) -> Dispatch:
    cut_off: time | None = row.cut_off
    return Dispatch(row.country, cut_off, row.time_zone, frozenset(row.closed_on))


def _rate(row: Rate) -> RateRule:
    bands: Any = row.weight_bands
    goods: Any = row.goods_bands
    return RateRule(
        code=row.code,
        name=row.name,
        carrier=row.carrier,
        mode=row.mode,  # type: ignore[arg-type]
        tracked=row.tracked,
        insured=row.insured,
        currency=row.currency,
        weight_bands=tuple(WeightBand(int(up_to), int(price)) for up_to, price in bands),
        goods_bands=tuple(GoodsBand(int(value), int(price)) for value, price in goods),
        days_min=row.days_min,
        days_max=row.days_max,
    )
