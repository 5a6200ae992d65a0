"""How much of each offer was ordered: for stock that runs low."""

from datetime import datetime

from django.db.models import OuterRef, Subquery, Sum

from karum.orders.domain.states import State
from karum.orders.models import Order, OrderLine

_NOT_SOLD = (State.PLACED, State.EXPIRED, State.CANCELLED, State.REFUSED)


def sold_since(seller_id: int, since: datetime) -> dict[int, int]:
    """Units of each offer of a seller in orders placed since then, without those that came to nothing; by offer id."""
    kept = Order.objects.filter(seller_id=seller_id, placed_at__gte=since).exclude(state__in=_NOT_SOLD)
    keys = Subquery(kept.filter(key=OuterRef("order_key")).values("key")[:1])
    rows = (
        OrderLine.objects.filter(seller_id=seller_id, order_key=keys).values_list("offer_id").annotate(Sum("quantity"))
    )
    return {int(offer_id): int(units) for offer_id, units in rows}
