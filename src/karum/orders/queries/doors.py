"""Door prices: shipping, exchange rates and the rules of trade brought together, for one parcel or a page of offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_territory_currencies

from karum.money import Money
from karum.orders.domain.doors import (
    DoorLine,
    DoorPrice,
    DoorStatus,
    Exchange,
    status_of,
    with_spread,
    without_spread,
)
from karum.orders.terms import terms
from karum.parties.queries import businesses
from karum.payments.queries import fx
from karum.rules import Item, QuoteRequest
from karum.shipping.domain import ShippingOption
from karum.shipping.domain.promise import promise_at
from karum.shipping.queries import DoorRequest, options_for
from karum.tariffs.queries.quotes import landed_cost, prepare


def door_prices(
    lines: Sequence[DoorLine],
    destination: str,
    currency: str,
    *,
    now: datetime,
    area: str = "",
    countries: Mapping[int, str] | None = None,
) -> list[DoorPrice]:
    """The door price of each line as a parcel of its own, by the cheapest way; for cards and product pages.

    A few queries for all lines together. ``destination``: ISO 3166 alpha-2. ``area``: state or province, where known.
    ``countries``: of the sellers by id, from who has read them already.
    """
    if countries is None:
        countries = {i: card.country for i, card in businesses({line.offer.seller_id for line in lines}).items()}
    prepare(destination, [line.offer.hs_code for line in lines], now.date())
    wanted = [DoorRequest(line.offer.seller_id, destination, line.weight_g, line.goods) for line in lines]
    return [
        price(countries[line.offer.seller_id], [line], destination, option, currency, now=now, area=area)
        for line, option in zip(lines, cheapest(options_for(wanted)), strict=True)
    ]


def cheapest(found: Iterable[Sequence[ShippingOption]]) -> Iterable[ShippingOption | None]:
    """The first, that is the cheapest, of each list of options."""
    return (options[0] if options else None for options in found)


def price(
    seller_country: str,
    lines: Sequence[DoorLine],
    destination: str,
    option: ShippingOption | None,
    currency: str,
    *,
    now: datetime,
    area: str = "",
    handling_days: int | None = None,
    estimate: bool = False,
) -> DoorPrice:
    """The door price of ``lines``, all of one seller, sent together by ``option`` (None: she does not ship there).

    ``estimate``: where she does not ship, reckon the goods as a parcel that is carried for nothing, all the same.
    """
    exchange = buyers_rate(lines[0].unit.currency, currency, now.date())
    if exchange is None:
        return DoorPrice(DoorStatus.NO_RATE, currency)
    if option is None and not estimate:
        return DoorPrice(DoorStatus.NOT_SHIPPED, currency, _goods(lines, exchange, currency), exchange=exchange)
    landed = landed_cost(
        parcel_request(seller_country, lines, destination, option, currency, day=now.date(), area=area)
    )
    if option is None:
        return DoorPrice(DoorStatus.NOT_SHIPPED, currency, landed.totals.goods, landed, exchange=exchange)
    days = handling_days if handling_days is not None else handling(lines)
    earliest, latest = promise_at(option, handling_days=days, now=now)
    return DoorPrice(
        status_of(landed),
        currency,
        landed.totals.goods,
        landed,
        option,
        earliest,
        latest,
        exchange,
    )


def parcel_request(
    seller_country: str,
    lines: Sequence[DoorLine],
    destination: str,
    option: ShippingOption | None,
    currency: str,
    *,
    day: date,
    area: str = "",
) -> QuoteRequest:
    """What the rules are asked about a parcel; without an ``option`` it is carried for nothing."""
    shipping = option.price if option else Money.zero(lines[0].unit.currency)
    return QuoteRequest(
        seller_country=seller_country,
        destination=destination,
        day=day,
        channel="consignment" if option and option.mode == "freight" else "parcel",
        incoterm=_incoterm(lines),
        currency=currency,
        items=tuple(
            Item(
                hs_code=line.offer.hs_code,
                origin=line.offer.origin,
                quantity=line.quantity,
                unit_price=line.unit,
                weight_g=line.offer.weight_g,
            )
            for line in lines
        ),
        shipping=shipping,
        fx=buyers_rates(day, frozenset({currency, lines[0].unit.currency, shipping.currency}), destination, currency),
        region=area or None,
        mode=option.mode if option and option.mode in ("post", "courier") else None,
    )


def handling(lines: Sequence[DoorLine]) -> int:
    """How many business days the seller needs: the slowest of the offers."""
    return max((getattr(line.offer, "handling_days", 1) for line in lines), default=1)


def exchange_rate(base: str, quote: str, day: date) -> Exchange | None:
    """The reference rate from the seller's to the buyer's currency; 1 where they are the same."""
    if base == quote:
        return Exchange(Decimal(1), "", day, verified=True)
    found = fx(base, quote, day)
    return Exchange(found.rate, found.source, found.date, found.is_verified) if found else None


def buyers_rate(base: str, quote: str, day: date) -> Exchange | None:
    """What a buyer pays for one unit of the seller's currency: the reference rate and the hub's spread on top."""
    found, spread_bp = exchange_rate(base, quote, day), terms().fx_spread_bp
    if found is None or base == quote or not spread_bp:
        return found
    return replace(found, rate=with_spread(found.rate, spread_bp), spread_bp=spread_bp)


def buyers_rates(day: date, currencies: frozenset[str], destination: str, currency: str) -> Mapping[str, Decimal]:
    """The rates for a buyer who pays in ``currency``: as ``rates``, with the spread between it and every other."""
    found, spread_bp = rates(day, currencies, destination), terms().fx_spread_bp
    if not spread_bp:
        return found
    if currency != "EUR":  # all rates go through the euro: dearer by one step is dearer from everywhere
        name = f"EUR/{currency}"
        return {**found, name: with_spread(found[name], spread_bp)} if name in found else found
    names = {f"EUR/{code}" for code in currencies}
    return {name: without_spread(rate, spread_bp) if name in names else rate for name, rate in found.items()}


@lru_cache(maxsize=1024)
def rates(day: date, currencies: frozenset[str], destination: str) -> Mapping[str, Decimal]:
    """The rates that the rules may need, all through the euro: of these currencies and of the destination's own."""
    local = get_territory_currencies(destination, day, day)
    wanted = currencies | set(local) | {"USD", "GBP"}
    found = {code: fx("EUR", code, day) for code in sorted(wanted) if code != "EUR"}
    return {f"EUR/{code}": rate.rate for code, rate in found.items() if rate}


def _incoterm(lines: Sequence[DoorLine]) -> str:
    """DDP only when every offer of the parcel is sold so: one parcel has one term."""
    said = {getattr(line.offer, "incoterm", "DAP") for line in lines}
    return said.pop() if len(said) == 1 else "DAP"


def _goods(lines: Sequence[DoorLine], exchange: Exchange, currency: str) -> Money:
    total = Money.zero(lines[0].unit.currency)
    for line in lines:
        total += line.goods
    return total.convert(exchange.rate, currency)
