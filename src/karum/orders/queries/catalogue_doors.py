"""Door prices of a whole catalogue in one buyer's country: columns instead of answers, a few queries for all."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from karum.catalogue.queries.offers import PricedOffer
from karum.money import Money
from karum.orders.queries.doors import buyers_rates, cheapest
from karum.parties.queries import businesses
from karum.rules.batch import UNKNOWN, Door, Kind, Parcels, door_prices
from karum.rules.domain.request import Mode
from karum.shipping.domain import ShippingOption
from karum.shipping.domain.promise import promise_at
from karum.shipping.domain.rates import Dispatch
from karum.shipping.queries import DoorRequest, options_for
from karum.tariffs.queries.quotes import market_for


class CataloguePrice(NamedTuple):
    """What the smallest order of an offer costs at the door, minor units; None: not shipped there, or not known."""

    offer_id: int
    landed: int | None
    due_at_checkout: int | None
    certain: bool
    forbidden: bool


class CatalogueDoor(NamedTuple):
    """A price, and the latest day of delivery of an order placed now; None where nothing is sent."""

    price: CataloguePrice
    latest: date | None


def catalogue_prices(
    offers: Sequence[PricedOffer], destination: str, currency: str, *, now: datetime, area: str = ""
) -> list[CataloguePrice]:
    """Return the door price of the smallest order of each offer, by the cheapest way, as ``door_prices`` reckons it.

    destination: ISO 3166 alpha-2. currency: the buyer's. area: state or province, where known.
    """
    return _prices(offers, _cheapest(offers, destination), destination, currency, now, area)


def catalogue_doors(
    offers: Sequence[PricedOffer], handling_days: Sequence[int], destination: str, currency: str, *, now: datetime
) -> list[CatalogueDoor]:
    """Return what ``catalogue_prices`` does, with the latest day of delivery. handling_days: of each offer."""
    sent = _cheapest(offers, destination)
    latest: dict[tuple[Dispatch, int, int], date] = {}
    days: list[date | None] = []
    for option, handling in zip(sent, handling_days, strict=True):
        if option is None:
            days.append(None)
            continue
        way = (option.dispatch, option.days_max, handling)
        if way not in latest:
            latest[way] = promise_at(option, handling_days=handling, now=now)[1]
        days.append(latest[way])
    prices = _prices(offers, sent, destination, currency, now, "")
    return [CatalogueDoor(price, day) for price, day in zip(prices, days, strict=True)]


def _prices(
    offers: Sequence[PricedOffer], sent: Sequence[ShippingOption | None], destination: str, currency: str,
    now: datetime, area: str,
) -> list[CataloguePrice]:  # fmt: skip
    day = now.date()
    market = market_for(destination, {offer.hs_code for offer in offers}, day)
    countries = {i: card.country for i, card in businesses({offer.seller_id for offer in offers}).items()}
    kinds: dict[Kind, int] = {}
    rows: list[int] = []
    columns: list[tuple[int, int, int, int, int]] = []
    for row, (offer, option) in enumerate(zip(offers, sent, strict=True)):
        if option is not None and market is not None:
            kind = _kind(offer, option, countries[offer.seller_id])
            place = kinds.setdefault(kind, len(kinds))
            rows.append(row)
            columns.append((place, offer.price_minor, offer.quantity_min, option.price.minor, offer.weight_g))
    found = [CataloguePrice(offer.id, None, None, certain=False, forbidden=False) for offer in offers]
    if market is None or not rows:
        return found
    money = {currency, *(kind.currency for kind in kinds), *(kind.freight_currency for kind in kinds)}
    door = Door(destination, currency, day, buyers_rates(day, frozenset(money), destination, currency), area or None)
    prices = door_prices(list(kinds), Parcels(*np.asarray(columns, np.int64).T), door, market)
    for at, row in enumerate(rows):
        landed, due = int(prices.landed[at]), int(prices.due_at_checkout[at])
        found[row] = CataloguePrice(
            offers[row].id,
            None if landed == UNKNOWN else landed,
            None if due == UNKNOWN else due,
            bool(prices.certain[at]),
            bool(prices.forbidden[at]),
        )
    return found


def _cheapest(offers: Sequence[PricedOffer], destination: str) -> list[ShippingOption | None]:
    """The cheapest way to send each offer's smallest order; what weighs and costs the same is decided once."""
    wanted = [
        DoorRequest(
            offer.seller_id,
            destination,
            offer.weight_g * offer.quantity_min,
            Money(offer.price_minor * offer.quantity_min, offer.currency),
        )
        for offer in offers
    ]
    different = list(dict.fromkeys(wanted))
    ways = dict(zip(different, cheapest(options_for(different)), strict=True))
    return [ways[request] for request in wanted]


def _kind(offer: PricedOffer, option: ShippingOption, seller_country: str) -> Kind:
    mode: Mode | None = option.mode if option.mode in ("post", "courier") else None
    return Kind(
        offer.hs_code,
        offer.origin,
        seller_country,
        offer.currency,
        option.price.currency,
        "consignment" if option.mode == "freight" else "parcel",
        offer.incoterm,
        mode,
    )
