"""One part of an order that was shipped in parts: delivered, confirmed, released, each on its own clock."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.orders.domain.escrow import Event
from karum.orders.domain.states import Action, Role, State, transition
from karum.orders.models import Order, Shipment
from karum.orders.services import money, parts
from karum.orders.services.act import arrived, locked, without_term, write
from karum.orders.services.answers import CLOCK, Actor, CannotAct, Done, NotDone, Undo
from karum.orders.services.due import due_rows

log = logging.getLogger(__name__)


def deliver_part(seller_id: int, key: UUID, number: int, actor: Actor, *, now: datetime) -> Done | NotDone:
    """The carrier says that this part arrived: the buyer's time to look at it begins."""
    try:
        with transaction.atomic():
            row, part = _part(seller_id, key, number, Action.DELIVER_PART, actor)
            if part.delivered_at is not None:
                raise Undo(CannotAct.NOT_NOW)
            arrived(row, part, now)
            if row.state == State.SHIPPED and all(one.delivered_at or one.closed_at for one in parts.of(row)):
                done = write(row, Action.DELIVER, State.DELIVERED, actor, now)
                without_term(row)
                return done
            return write(row, Action.DELIVER_PART, None, actor, now, str(number))
    except Undo as undo:
        return NotDone(undo.reason)


def confirm_part(seller_id: int, key: UUID, number: int, actor: Actor, *, now: datetime) -> Done | NotDone:
    """The buyer says that this part is there and all is well: its money is the seller's."""
    return _release(seller_id, key, number, actor, now)


def run_part_clocks(*, now: datetime, limit: int = 500) -> int:
    """Release the parts whose term ran out before ``now``, the oldest first; return how many."""
    due = Shipment.objects.filter(due_at__lte=now)
    released = 0
    for row in due_rows(due, ("due_at", "seller_id", "order_key", "number")):
        if released >= limit:
            break
        try:
            released += isinstance(_release(row.seller_id, row.order_key, row.number, CLOCK, now), Done)
        except Exception:
            log.exception("The term of part %s of order %s ran out and failed.", row.number, row.order_key)
    return released


def _release(seller_id: int, key: UUID, number: int, actor: Actor, now: datetime) -> Done | NotDone:
    by_buyer = actor.role is Role.BUYER
    try:
        with transaction.atomic():
            row, part = _part(seller_id, key, number, Action.CONFIRM_PART if by_buyer else Action.RELEASE_PART, actor)
            if not money.allows(row, Event.RELEASE):
                raise Undo(CannotAct.STOPPED)
            share = parts.share(row, part)
            part.closed_at, part.due_at, part.left_s = now, None, None
            part.save(update_fields=["closed_at", "due_at", "left_s"])
            if sum(share):
                money.release(row, row.steps + 1, now, parts=share, shipment=number)
            if row.state != State.ACCEPTED and all(one.closed_at for one in parts.of(row)):
                return write(row, Action.CONFIRM if by_buyer else Action.RELEASE, State.COMPLETED, actor, now)
            return write(row, Action.CONFIRM_PART if by_buyer else Action.RELEASE_PART, None, actor, now, str(number))
    except Undo as undo:
        return NotDone(undo.reason)


def _part(seller_id: int, key: UUID, number: int, action: Action, actor: Actor) -> tuple[Order, Shipment]:
    row = locked(seller_id, key)
    part = Shipment.objects.filter(seller_id=seller_id, order_key=key, number=number, closed_at=None).first()
    if part is None or transition(State(row.state), action, actor.role) is None:
        raise Undo(CannotAct.NOT_NOW)
    return row, part
