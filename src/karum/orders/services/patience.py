"""Orders wait for money that takes days: a bank transfer, cash at the hub's desk."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from karum.orders.domain.states import State
from karum.orders.models import Instalment, Order
from karum.payments.domain.receipts import GRACE


@transaction.atomic
def wait_for_money(group_key: UUID, until: datetime) -> int:
    """Orders of the group that are not paid yet do not expire before ``until``; return how many wait longer now.

    A balance waits no longer than its days and the time that a transfer of the last day takes to be seen.
    """
    placed = Order.objects.filter(group_key=group_key, state=State.PLACED, due_at__lt=until)
    waiting = placed.update(due_at=until)
    later = Instalment.objects.filter(group_key=group_key, asked_at__isnull=False).first() if not waiting else None
    if later is None or later.asked_at is None:
        return waiting
    end = min(until, later.asked_at + timedelta(days=later.days) + GRACE)
    mine = Order.objects.filter(seller_id=later.seller_id, key=later.order_key, state=State.READY, due_at__lt=end)
    return mine.update(due_at=end)
