"""Somebody complains: the release clock stands still until it is decided."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from karum.orders.domain.escrow import Escrow, Event
from karum.orders.domain.states import Action, State, transition
from karum.orders.models import Order
from karum.orders.rows import position_of
from karum.orders.services import money, parts
from karum.orders.services.act import locked, write
from karum.orders.services.answers import HUB, CannotAct, Done, NotDone, Undo
from karum.orders.services.moves import release_again


def stop_clock(seller_id: int, key: UUID, why: str, *, now: datetime) -> Done | NotDone:
    """Stop the release: nothing becomes the seller's until every ``why`` is taken back. Safe to repeat.

    The time that was left is kept. Also after release: then the reserve stays kept. ``why`` stands in the audit trail
    and is the name by which ``start_clock`` takes it back (100 characters).
    """
    try:
        with transaction.atomic():
            row = locked(seller_id, key)
            if transition(State(row.state), Action.STOP_CLOCK, HUB.role) is None:
                return NotDone(CannotAct.NOT_NOW)
            if why[:100] in row.stops:
                return Done(State(row.state), row.steps)
            if not row.stops:
                _stop(row, now)
            row.stops = [*row.stops, why[:100]]
            return write(row, Action.STOP_CLOCK, None, HUB, now, why)
    except Undo as undo:
        return NotDone(undo.reason)


def start_clock(seller_id: int, key: UUID, *, now: datetime, why: str = "") -> Done | NotDone:
    """Take back one ``why``, or all; when none is left the clock runs on with the time that it had. Safe to repeat.

    An order that ended meanwhile has no clock: NOT_NOW.
    """
    try:
        with transaction.atomic():
            row = locked(seller_id, key)
            if transition(State(row.state), Action.START_CLOCK, HUB.role) is None or not row.stops:
                return NotDone(CannotAct.NOT_NOW)
            if why and why[:100] not in row.stops:
                return Done(State(row.state), row.steps)
            row.stops = [other for other in row.stops if why and other != why[:100]]
            if not row.stops:
                _start(row, now)
            return write(row, Action.START_CLOCK, None, HUB, now, why)
    except Undo as undo:
        return NotDone(undo.reason)


def _stop(row: Order, now: datetime) -> None:
    money.move_on(row, Event.DISPUTE)
    if row.due_at is not None:
        row.left_s, row.due_at = max(0, int((row.due_at - now).total_seconds())), None
    parts.stop(row, now)


def _start(row: Order, now: datetime) -> None:
    if row.escrow == Escrow.DISPUTED:
        money.move_on(row, Event.DECIDE if sum(position_of(row).held) else Event.SETTLE)
    if row.state == State.COMPLETED:
        release_again(row, now)
    if row.left_s is not None:
        row.due_at = now + timedelta(seconds=row.left_s)
        row.left_s = None
    parts.start(row, now)
