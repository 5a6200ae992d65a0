"""What happens by itself: terms that run out, payments that come through."""

import logging
from datetime import datetime
from uuid import UUID, uuid5

from karum.money import Money
from karum.orders.domain.states import ON_TERM, Action, State
from karum.orders.models import Order, OrderEvent
from karum.orders.rows import charge_of
from karum.orders.services.act import CLOCK, PROVIDER, CannotAct, Done, NotDone, act
from karum.orders.services.shipments import run_part_clocks
from karum.payments import queries as payments_read
from karum.payments import services as payments
from karum.payments.domain import PaymentRecord

log = logging.getLogger(__name__)


def settle_group(group_key: UUID, *, now: datetime) -> int:
    """The payment of a group changed: when it is paid, its orders are paid. Return how many moved. Safe to repeat."""
    payment = payments_read.payment_of(group_key)
    if payment is None or not payment.is_paid:
        return 0
    moved = 0
    # The order of locks is the same for everybody: by seller, then key.
    for row in Order.objects.filter(group_key=group_key, state=State.PLACED).order_by("seller_id", "key"):
        moved += isinstance(act(row.seller_id, row.key, Action.PAY, PROVIDER, now=now), Done)
    _return_excess(payment, now)
    return moved


def _return_excess(payment: PaymentRecord, now: datetime) -> None:
    """An order that was given up in the moment in which its group was paid: its part goes back to the buyer."""
    rows = list(Order.objects.filter(group_key=payment.group_key))
    paid = OrderEvent.objects.filter(
        seller_id__in=[row.seller_id for row in rows], order_key__in=[row.key for row in rows], action=Action.PAY
    )
    keys = set(paid.values_list("order_key", flat=True))
    used = Money(sum(charge_of(row).total.minor for row in rows if row.key in keys), payment.amount.currency)
    if used < payment.amount:
        payments.refund(payment.id, payment.amount - used, uuid5(payment.group_key, "excess"), now)


def run_clocks(*, now: datetime, limit: int = 500) -> int:
    """Do what the terms that ran out before ``now`` ask for, oldest first; return how many orders moved.

    Each order is a commit of its own: one that fails holds nobody up.
    """
    due = Order.objects.filter(due_at__lte=now).order_by("due_at").values_list("seller_id", "key", "state", "group_key")
    moved = 0
    for seller_id, key, state, group_key in due[:limit]:
        try:
            answer = act(seller_id, key, ON_TERM[State(state)], CLOCK, now=now)
        except Exception:
            log.exception("The term of order %s ran out, and what it asks for failed.", key)
            continue
        if isinstance(answer, NotDone) and answer.reason is CannotAct.PAID_MEANWHILE:
            moved += settle_group(group_key, now=now)
        moved += isinstance(answer, Done)
    return moved + run_part_clocks(now=now, limit=limit - moved)
