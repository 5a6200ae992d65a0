"""The one place where orders come into being."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction

from karum.catalogue.services import lock_offers, take_stock
from karum.compliance.queries import stopped
from karum.ledger import services as ledger
from karum.orders.domain.clocks import due_at
from karum.orders.domain.placing import Answer, OrderRequest, Placed, decide, quantities
from karum.orders.domain.states import State
from karum.orders.events import OrdersPlaced
from karum.orders.services.instalments import add_later
from karum.orders.services.money import hold
from karum.orders.terms import terms
from karum.parties.queries import closed
from karum.runtime import events
from karum.runtime.sql import statement
from karum.shipping.queries import not_selling

_SQL = Path(__file__).parent.parent / "sql"
_stored_digests = statement(_SQL, "stored_digests")
_insert_orders = statement(_SQL, "insert_orders")
_insert_lines = statement(_SQL, "insert_lines")
_insert_placed_events = statement(_SQL, "insert_placed_events")


def place_orders(requests: Sequence[OrderRequest], *, now: datetime) -> list[Answer]:
    """Place a batch in one commit and answer every request, in order.

    A web checkout sends one group, a sale event hundreds. Locks come first, in one order for everybody, so two batches
    can neither deadlock nor oversell. A known key gets its first answer again. Nothing is charged but ``total_seen``.
    """
    try:
        return _place(requests, now)
    except IntegrityError:
        # Another batch placed one of these keys for other offers while we looked: now its orders can be seen.
        return _place(requests, now)


@transaction.atomic
def _place(requests: Sequence[OrderRequest], now: datetime) -> list[Answer]:
    offers = lock_offers((r.seller_id, line.offer_id) for r in requests for line in r.lines)
    sellers = {request.seller_id for request in requests}
    answers = decide(
        requests,
        offers,
        _digests(requests),
        now,
        closed=closed(sellers) | stopped(sellers),
        away=not_selling(sellers, now=now),
    )
    placed = [answer for answer in answers if isinstance(answer, Placed) and answer.new]
    if placed:
        fresh = [answer.request for answer in placed]
        _insert(fresh, now)
        take_stock(quantities(placed))
        ledger.post([hold(request.seller_id, request.key, request.first) for request in fresh], now=now)
        add_later([request for request in fresh if request.later], now)
        events.publish(OrdersPlaced([str(answer.request.key) for answer in placed]))
    return answers


def _digests(requests: Sequence[OrderRequest]) -> dict[UUID, bytes]:
    rows = _stored_digests({"sellers": [r.seller_id for r in requests], "keys": [r.key for r in requests]})
    return {row[0]: bytes(row[1]) for row in rows}


def _insert(requests: Sequence[OrderRequest], now: datetime) -> None:
    sellers, keys = [r.seller_id for r in requests], [r.key for r in requests]
    buyers = [r.buyer_id for r in requests]
    _insert_orders(
        {
            "sellers": sellers,
            "keys": keys,
            "groups": [r.group_key for r in requests],
            "digests": [r.digest for r in requests],
            "buyers": buyers,
            "emails": [r.email for r in requests],
            "destinations": [r.destination for r in requests],
            "languages": [r.language for r in requests],
            "currencies": [r.charge.currency for r in requests],
            "goods": [r.charge.goods for r in requests],
            "shipping": [r.charge.shipping for r in requests],
            "duty": [r.charge.duty for r in requests],
            "tax": [r.charge.tax for r in requests],
            "fees": [r.charge.fees for r in requests],
            "settlement_currencies": [r.settlement.currency for r in requests],
            "settlement_goods": [r.settlement.goods for r in requests],
            "settlement_shipping": [r.settlement.shipping for r in requests],
            "settlement_fees": [r.settlement.fee for r in requests],
            "facts": [r.facts for r in requests],
            "now": now,
            "due_at": due_at(State.PLACED, terms(), now, handling_days=0, latest=None),
        }
    )
    lines = [(r.seller_id, r.key, position, line) for r in requests for position, line in enumerate(r.lines)]
    _insert_lines(
        {
            "sellers": [seller for seller, _, _, _ in lines],
            "keys": [key for _, key, _, _ in lines],
            "positions": [position for _, _, position, _ in lines],
            "offers": [line.offer_id for _, _, _, line in lines],
            "quantities": [line.quantity for _, _, _, line in lines],
            "units": [line.unit_minor for _, _, _, line in lines],
            "titles": [line.title for _, _, _, line in lines],
            "skus": [line.sku for _, _, _, line in lines],
            "hs_codes": [line.hs_code for _, _, _, line in lines],
            "origins": [line.origin for _, _, _, line in lines],
            "weights": [line.weight_g for _, _, _, line in lines],
        }
    )
    totals = [r.total_seen.minor for r in requests]
    _insert_placed_events({"sellers": sellers, "keys": keys, "buyers": buyers, "totals": totals, "now": now})
