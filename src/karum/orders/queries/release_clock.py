"""The release clock of one order, as buyer and seller see it."""

from datetime import timedelta

from karum.money import Money
from karum.orders.domain.release_clock import Kept, ReleaseClock
from karum.orders.domain.release_clock import release_clock as clock_of
from karum.orders.models import Order, Reserve
from karum.orders.queries.view import OrderView
from karum.orders.rows import position_of
from karum.orders.terms import terms_of


def release_clock(order: OrderView) -> ReleaseClock:
    """For every cent when it is free, under which rule, and what would stop it. A few small queries.

    Of an order that is shipped in parts the day is that of its last part; ``order.parts`` has each.
    """
    row = Order.objects.get(seller_id=order.seller_id, key=order.key)
    reserves = Reserve.objects.filter(seller_id=order.seller_id, order_key=order.key, left_minor__gt=0)
    return clock_of(
        position_of(row),
        order.state,
        order.escrow,
        terms_of(row),
        due_at=order.due_at or max((part.due_at for part in order.parts if part.due_at), default=None),
        latest=order.latest,
        left=None if row.left_s is None else timedelta(seconds=row.left_s),
        why=order.stops,
        kept=[Kept(Money(one.left_minor, one.currency), one.due_at) for one in reserves.order_by("due_at")],
    )
