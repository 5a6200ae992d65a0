"""Quotes: what a buyer saw, frozen and signed; and the orders that come of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction

from karum.money import Money
from karum.orders.domain import instalments
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.doors import charge_of
from karum.orders.domain.instalments import Due, Instalment, SellerTerms, Way
from karum.orders.domain.placing import Answer, OrderRequest, Placed, Refusal, Refused, RequestLine
from karum.orders.models import Cart, CartLine, Order, Quote
from karum.orders.queries.carts import CartView, Parcel
from karum.orders.queries.doors import exchange_rate
from karum.orders.queries.seller_terms import too_many_at_door
from karum.orders.services.carts import take_out
from karum.orders.services.parties import held_for
from karum.orders.services.place import place_orders
from karum.orders.terms import terms
from karum.parties.domain import PostalAddress
from karum.shipping.domain.promise import away_until

_SALT = "karum.orders.quote"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The quotes of one checkout. ``token`` is what the buyer sends back; ``total`` what she will be charged, ``now``
    what of it at checkout."""

    token: str
    group_key: UUID
    total: Money
    expires_at: datetime
    now: Money

    @property
    def rest(self) -> Money:
        """What is paid later."""
        return self.total - self.now


class QuoteProblem(ValueError):
    """The token is not one of ours, or its quotes are gone or expired: show the prices again."""


@transaction.atomic
def freeze(
    cart: Cart, view: CartView, ship_to: PostalAddress, *, buyer_id: int | None, language: str, now: datetime
) -> Frozen:
    """Freeze every parcel of a cart that is ready, as orders-to-be; until ``expires_at`` these prices stand."""
    assert view.ready
    expires_at, group_key = now + timedelta(minutes=terms().quote_minutes), uuid4()
    total = first = Money.zero(view.currency)
    keys = []
    for parcel in view.parcels:
        request = _request(parcel, cart, ship_to, group_key, buyer_id, language, expires_at, now)
        Quote.objects.create(
            key=request.key,
            group_key=group_key,
            seller_id=request.seller_id,
            cart_id=cart.id,
            currency=request.charge.currency,
            total_minor=request.total_seen.minor,
            body=_pack(request),
            expires_at=expires_at,
        )
        total += request.total_seen
        first += request.first if request.way is not Way.CASH else Money.zero(view.currency)
        keys.append(request.key.hex)
    token = signing.dumps([group_key.hex, keys, total.minor, total.currency], salt=_SALT)
    return Frozen(token, group_key, total, expires_at, first)


@transaction.atomic
def accept(token: str, *, cart: Cart, now: datetime) -> list[Answer]:
    """Place the orders that a signed token stands for: exactly what was seen, or nothing. Safe to repeat.

    What was bought leaves the cart in the same commit. Raises QuoteProblem when the token was tampered with, is
    another visitor's, its quotes are gone, or the cart is another one since: the same goods were ordered, or changed,
    in a second window. Who buys and who receives is screened first: the cart of somebody who
    has to wait stays as it is.
    """
    group_key, keys, total_minor, _currency = read(token)
    quotes = {quote.key: quote for quote in Quote.objects.filter(key__in=keys, group_key=group_key)}
    if len(quotes) != len(keys):
        raise QuoteProblem("the quotes are gone")
    if any(quote.cart_id != cart.id for quote in quotes.values()):
        raise QuoteProblem("the quotes were made for another cart")
    if sum(quote.total_minor for quote in quotes.values()) != total_minor:
        raise QuoteProblem("the quotes do not sum to the total that was signed")
    requests = [_unpack(quotes[key]) for key in keys]
    Cart.objects.select_for_update().filter(id=cart.id).first()  # two windows order one after the other
    if not Order.objects.filter(group_key=group_key).exists() and not _is_in_cart(requests, cart):
        raise QuoteProblem("the cart is another one since")
    reason = held_for(requests, now=now) or _at_door(requests)
    if reason is not None:
        return [Refused(request, reason) for request in requests]
    answers = place_orders(requests, now=now)
    if any(isinstance(answer, Placed) and answer.new for answer in answers):
        take_out(cart, [line.offer_id for answer in answers for line in answer.request.lines])
    return answers


def _is_in_cart(requests: Sequence[OrderRequest], cart: Cart) -> bool:
    """Whether the cart still holds exactly these goods."""
    held = dict(CartLine.objects.filter(cart_id=cart.id).values_list("offer_id", "quantity"))
    return all(held.get(line.offer_id) == line.quantity for request in requests for line in request.lines)


def _at_door(requests: Sequence[OrderRequest]) -> Refusal | None:
    """Why these may not be paid at the door, if so; those that were placed before are placed."""
    new = [r for r in requests if r.way is Way.CASH and not Order.objects.filter(key=r.key).exists()]
    return Refusal.AT_DOOR if new and too_many_at_door(new[0].email) else None


def read(token: str) -> tuple[UUID, list[UUID], int, str]:
    """The group, the order keys, the total and its currency that a token was signed for. Raises QuoteProblem."""
    try:
        group, keys, total_minor, currency = signing.loads(token, salt=_SALT)
        return UUID(group), [UUID(key) for key in keys], int(total_minor), str(currency)
    except (signing.BadSignature, ValueError, TypeError):
        raise QuoteProblem("the token is not one of ours") from None


def forget_old_quotes(*, before: datetime) -> int:
    """Delete quotes that expired before ``before``; return how many. Orders keep their own copy of everything."""
    deleted, _ = Quote.objects.filter(expires_at__lt=before).delete()
    return deleted


def _request(
    parcel: Parcel,
    cart: Cart,
    ship_to: PostalAddress,
    group_key: UUID,
    buyer_id: int | None,
    language: str,
    expires_at: datetime,
    now: datetime,
) -> OrderRequest:
    door, option = parcel.door, parcel.chosen
    assert door is not None
    assert door.landed is not None
    assert option is not None
    charge = charge_of(door.landed)
    plan = parcel.plan or instalments.plan(Way.PREPAID, charge, SellerTerms(), terms())
    assert plan.charge == charge, "the plan was made of another price"
    lines = tuple(
        RequestLine(
            offer.id,
            line.quantity,
            line.unit.minor,
            f"{offer.title} · {offer.variant_name}" if offer.variant_name else offer.title,
            offer.sku,
            offer.hs_code,
            offer.origin,
            offer.weight_g,
        )
        for line in parcel.lines
        if (offer := line.offer) and line.unit
    )
    handling_days = max((line.offer.handling_days for line in parcel.lines if line.offer), default=1)
    waits = away_until(option.dispatch, handling_days=handling_days, now=now)
    facts = {
        "buyer": {"name": ship_to.name, "email": cart.email},
        "ship_to": asdict(ship_to),
        "landed": door.landed.to_json(),
        "option": {
            "code": option.code,
            "name": option.name,
            "carrier": option.carrier,
            "mode": option.mode,
            "tracked": option.tracked,
        },
        "earliest": door.earliest.isoformat() if door.earliest else None,
        "latest": parcel.latest.isoformat() if parcel.latest else None,
        "handling_days": handling_days,
        "away_until": waits.isoformat() if waits else None,
        "incoterm": "DDP" if all(line.due == "checkout" for line in door.lines) else "DAP",
        "exchange": _exchange(door),
        "terms": terms().version,
    }
    return OrderRequest(
        key=uuid4(),
        group_key=group_key,
        seller_id=parcel.seller.id,
        buyer_id=buyer_id,
        email=cart.email,
        destination=ship_to.country,
        language=language,
        lines=lines,
        charge=charge,
        settlement=_settlement(parcel, lines, option.price, now),
        facts=json.dumps(facts, ensure_ascii=False),
        total_seen=charge.total,
        quoted_until=expires_at,
        way=plan.way,
        later=plan.later,
        balance_days=plan.balance_days,
    )


def _settlement(parcel: Parcel, lines: Sequence[RequestLine], shipping: Money, now: datetime) -> Settlement:
    """The seller's side in the currency of her prices."""
    currency = lines_currency(parcel)
    goods = sum(line.unit_minor * line.quantity for line in lines)
    if shipping.currency != currency:
        rate = exchange_rate(shipping.currency, currency, now.date())
        assert rate is not None, "a door price was found, so there is a rate"
        shipping = shipping.convert(rate.rate, currency)
    fee = goods * terms().fee_bp // 10_000
    return Settlement(currency, goods, shipping.minor, fee)


def lines_currency(parcel: Parcel) -> str:
    """The currency of a seller's offers in one parcel."""
    return next(line.unit.currency for line in parcel.lines if line.unit)


def _exchange(door: Any) -> dict[str, Any] | None:
    found = door.exchange
    if found is None or not found.source:
        return None
    return {
        "rate": str(found.rate),
        "source": found.source,
        "day": found.day.isoformat(),
        "verified": found.verified,
        "spread_bp": found.spread_bp,
    }


def _pack(request: OrderRequest) -> dict[str, Any]:
    return {
        "buyer_id": request.buyer_id,
        "email": request.email,
        "destination": request.destination,
        "language": request.language,
        "lines": [list(asdict(line).values()) for line in request.lines],
        "charge": asdict(request.charge),
        "settlement": asdict(request.settlement),
        "facts": request.facts,
        "way": request.way,
        "later": asdict(request.later) if request.later else None,
        "balance_days": request.balance_days,
    }


def _unpack(quote: Quote) -> OrderRequest:
    body = quote.body
    later = body["later"]
    return OrderRequest(
        key=quote.key,
        group_key=quote.group_key,
        seller_id=quote.seller_id,
        buyer_id=body["buyer_id"],
        email=body["email"],
        destination=body["destination"],
        language=body["language"],
        lines=tuple(RequestLine(*line) for line in body["lines"]),
        charge=Charge(**body["charge"]),
        settlement=Settlement(**body["settlement"]),
        facts=body["facts"],
        total_seen=Money(quote.total_minor, quote.currency),
        quoted_until=quote.expires_at,
        way=Way(body["way"]),
        later=Instalment(Due(later["due"]), tuple(later["parts"])) if later else None,
        balance_days=body["balance_days"],
    )
