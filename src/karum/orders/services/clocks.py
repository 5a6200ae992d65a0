"""What happens by itself: terms that run out, payments that come through."""

from datetime import datetime
from uuid import UUID

from karum.orders.domain.states import ON_TERM, Action, State
from karum.orders.models import Order
from karum.orders.services.act import CLOCK, PROVIDER, CannotAct, Done, NotDone, act
from karum.payments import queries as payments_read


def settle_group(group_key: UUID, *, now: datetime) -> int:
    """The payment of a group changed: when it is paid, its orders are paid. Return how many moved. Safe to repeat."""
    payment = payments_read.payment_of(group_key)
    if payment is None or not payment.is_paid:
        return 0
    moved = 0
    # The order of locks is the same for everybody: by seller, then key.
    for row in Order.objects.filter(group_key=group_key, state=State.PLACED).order_by("seller_id", "key"):
        moved += isinstance(act(row.seller_id, row.key, Action.PAY, PROVIDER, now=now), Done)
    return moved


def run_clocks(*, now: datetime, limit: int = 500) -> int:
    """Do what the terms that ran out before ``now`` ask for, oldest first; return how many orders moved.

    Each order is a commit of its own: one that fails holds nobody up.
    """
    due = Order.objects.filter(due_at__lte=now).order_by("due_at").values_list("seller_id", "key", "state", "group_key")
    moved = 0
    for seller_id, key, state, group_key in due[:limit]:
        answer = act(seller_id, key, ON_TERM[State(state)], CLOCK, now=now)
        if isinstance(answer, NotDone) and answer.reason is CannotAct.PAID_MEANWHILE:
            moved += settle_group(group_key, now=now)
        moved += isinstance(answer, Done)
    return moved
