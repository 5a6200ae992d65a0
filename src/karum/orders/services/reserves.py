"""What was kept against chargebacks becomes the seller's when its day has come."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.orders.domain.escrow import Event
from karum.orders.models import Order, Reserve
from karum.orders.services import money
from karum.orders.services.due import due_rows

log = logging.getLogger(__name__)


def free_reserves(*, now: datetime, limit: int = 500) -> int:
    """Free the reserves whose day came before ``now``, the oldest first; return how many. Each is a commit of its own.

    The reserve of an order about which somebody complains stays until that is decided; it holds up no other.
    """
    due = Reserve.objects.filter(due_at__lte=now, left_minor__gt=0)
    freed = 0
    for row in due_rows(due, ("due_at", "seller_id", "order_key", "step")):
        if freed >= limit:
            break
        try:
            freed += _free(row.seller_id, row.order_key, row.step, now)
        except Exception:
            log.exception("The reserve of order %s is due, and could not be freed.", row.order_key)
    return freed


@transaction.atomic
def _free(seller_id: int, key: UUID, step: int, now: datetime) -> bool:
    row = Order.objects.select_for_update().get(seller_id=seller_id, key=key)
    if not money.allows(row, Event.FREE_RESERVE):
        return False
    money.free_reserve(row, step, now)
    row.save(update_fields=["escrow"])
    return True
