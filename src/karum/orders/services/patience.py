"""Orders wait for money that takes days: a bank transfer, cash at the door."""

from datetime import datetime
from uuid import UUID

from karum.orders.domain.states import State
from karum.orders.models import Order


def wait_for_money(group_key: UUID, until: datetime) -> int:
    """Orders of the group that are not paid yet do not expire before ``until``; return how many wait longer now."""
    return Order.objects.filter(group_key=group_key, state=State.PLACED, due_at__lt=until).update(due_at=until)
