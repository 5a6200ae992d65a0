"""What happens by itself: terms that run out, payments that come through."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from karum.money import Money
from karum.orders.domain.instalments import Due, Way
from karum.orders.domain.states import ON_TERM, Action, State
from karum.orders.models import Instalment, Order, OrderEvent
from karum.orders.rows import charge_of, parts_of
from karum.orders.services.act import act
from karum.orders.services.answers import CLOCK, PROVIDER, CannotAct, Done, NotDone
from karum.orders.services.due import due_rows
from karum.orders.services.shipments import run_part_clocks
from karum.payments import queries as payments_read
from karum.payments import services as payments
from karum.payments.domain import PaymentRecord

log = logging.getLogger(__name__)


def settle_group(group_key: UUID, *, now: datetime) -> int:
    """A payment changed: when it is paid, what it pays is. Return how many orders moved. Safe to repeat.

    ``group_key`` names the payment of a checkout, or that of one order's later instalment.
    """
    payment = payments_read.payment_of(group_key)
    if payment is None or not payment.is_paid:
        return 0
    rows = list(Order.objects.filter(group_key=group_key).order_by("seller_id", "key"))
    if not rows:
        return _settle_later(payment, now)
    moved = 0
    for row in rows:  # the order of locks is the same for everybody: by seller, then key
        if row.state == State.PLACED:
            moved += isinstance(act(row.seller_id, row.key, Action.PAY, PROVIDER, now=now), Done)
    _return_excess(payment, rows, now)
    return moved


def _settle_later(payment: PaymentRecord, now: datetime) -> int:
    """The balance of a deposit, or the cash at the door. An order that ended without it needs it no more."""
    later = Instalment.objects.filter(group_key=payment.group_key).first()
    if later is None or later.paid_at is not None:
        return 0
    action = Action.PAY_BALANCE if later.due == Due.SHIPMENT else Action.COLLECT
    answer = act(later.seller_id, later.order_key, action, PROVIDER, now=now)
    if isinstance(answer, Done):
        return 1
    paid = Instalment.objects.filter(group_key=payment.group_key, paid_at__isnull=False).exists()
    if not paid and payment.refundable:
        payments.refund(payment.id, payment.refundable, uuid5(payment.group_key, "excess"), now)
    return 0


def _return_excess(payment: PaymentRecord, rows: Sequence[Order], now: datetime) -> None:
    """An order that was given up in the moment in which its group was paid: its part goes back to the buyer."""
    names = {"seller_id__in": [row.seller_id for row in rows], "order_key__in": [row.key for row in rows]}
    paid = OrderEvent.objects.filter(**names, action=Action.PAY)
    keys = set(paid.values_list("order_key", flat=True))
    went = [row for row in rows if row.key in keys]
    used = sum(charge_of(row).total.minor for row in went)
    if any(row.way == Way.DEPOSIT for row in went):  # the rest of these comes later
        later = Instalment.objects.filter(**names)
        used -= sum(sum(parts_of(one)) for one in later if one.order_key in keys)
    if used < payment.amount.minor:
        excess = payment.amount - Money(used, payment.amount.currency)
        payments.refund(payment.id, excess, uuid5(payment.group_key, "excess"), now)


def run_clocks(*, now: datetime, limit: int = 500) -> int:
    """Do what the terms that ran out before ``now`` ask for, oldest first; return how many orders moved.

    Each order is a commit of its own: one that fails holds nobody up.
    """
    moved = 0
    for row in due_rows(Order.objects.filter(due_at__lte=now), ("due_at", "seller_id", "key"), "state", "group_key"):
        if moved >= limit:
            break
        moved += _run_out(row, now)
    return moved + run_part_clocks(now=now, limit=limit - moved)


def _run_out(row: Any, now: datetime) -> int:
    try:
        answer = act(row.seller_id, row.key, ON_TERM[State(row.state)], CLOCK, now=now)
    except Exception:
        log.exception("The term of order %s ran out, and what it asks for failed.", row.key)
        return 0
    if isinstance(answer, NotDone) and answer.reason is CannotAct.PAID_MEANWHILE:
        later = Instalment.objects.filter(seller_id=row.seller_id, order_key=row.key).first()
        return settle_group(later.group_key if later and row.state != State.PLACED else row.group_key, now=now)
    return int(isinstance(answer, Done))
