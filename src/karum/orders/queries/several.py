"""Many orders at once, by their keys, for reports."""

from collections.abc import Collection
from uuid import UUID

from karum.orders.models import Order
from karum.orders.queries.view import OrderView, view_of


def orders_by_key(names: Collection[tuple[int, UUID]]) -> dict[tuple[int, UUID], OrderView]:
    """(seller, key) -> order, of those that exist."""
    sellers, keys = {seller_id for seller_id, _key in names}, {key for _seller, key in names}
    rows = Order.objects.filter(seller_id__in=sellers, key__in=keys)
    return {(row.seller_id, row.key): view_of(row) for row in rows if (row.seller_id, row.key) in names}
