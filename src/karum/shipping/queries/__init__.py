"""What other packages read of shipping."""

from karum.shipping.domain import check_tracking, promise, promise_at
from karum.shipping.queries.origin import last_reference, origin_of
from karum.shipping.queries.parcels import parcels_by_tracking, parcels_of, parcels_of_orders, undelivered
from karum.shipping.queries.rates import (
    DoorRequest,
    ShippingTable,
    dispatch_of,
    holidays,
    not_selling,
    options,
    options_for,
    shipping_tables,
    zones_of,
)

__all__ = [
    "DoorRequest",
    "ShippingTable",
    "check_tracking",
    "dispatch_of",
    "holidays",
    "last_reference",
    "not_selling",
    "options",
    "options_for",
    "origin_of",
    "parcels_by_tracking",
    "parcels_of",
    "parcels_of_orders",
    "promise",
    "promise_at",
    "shipping_tables",
    "undelivered",
    "zones_of",
]
