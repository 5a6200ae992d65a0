"""Locks on orders, for what must not run beside a refund of the same order."""

from collections.abc import Collection
from uuid import UUID

from karum.orders.models import Order


def lock_orders(names: Collection[tuple[int, UUID]]) -> None:
    """Lock the rows of these orders (seller, key), in the order of their keys, until the transaction ends."""
    sellers, keys = {seller_id for seller_id, _key in names}, {key for _seller, key in names}
    rows = Order.objects.filter(seller_id__in=sellers, key__in=keys).order_by("seller_id", "key")
    list(rows.select_for_update().values_list("key"))
