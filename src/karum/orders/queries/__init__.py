"""Reads of carts, orders and door prices. Nothing here writes."""

from karum.orders.domain.doors import DoorLine, DoorPrice, DoorStatus
from karum.orders.queries.carts import CartView, Parcel
from karum.orders.queries.doors import cheapest, door_prices, exchange_rate, price
from karum.orders.queries.groups import paid_by
from karum.orders.queries.orders import (
    access_order_as_buyer,
    access_order_as_operator,
    access_order_as_seller,
    counts_of_seller,
    group,
    order_keys_of_buyer,
    orders_at_door,
    orders_of_buyer,
    orders_of_seller,
    recent_orders,
    with_lines,
)
from karum.orders.queries.release_clock import release_clock
from karum.orders.queries.seller_terms import payment_terms, ways_to_pay
from karum.orders.queries.tokens import buyer_token
from karum.orders.queries.treasury import FxPosition, fx_positions
from karum.orders.queries.view import EventView, LineView, OrderView

__all__ = [
    "CartView",
    "DoorLine",
    "DoorPrice",
    "DoorStatus",
    "EventView",
    "FxPosition",
    "LineView",
    "OrderView",
    "Parcel",
    "access_order_as_buyer",
    "access_order_as_operator",
    "access_order_as_seller",
    "buyer_token",
    "cheapest",
    "counts_of_seller",
    "door_prices",
    "exchange_rate",
    "fx_positions",
    "group",
    "order_keys_of_buyer",
    "orders_at_door",
    "orders_of_buyer",
    "orders_of_seller",
    "paid_by",
    "payment_terms",
    "price",
    "recent_orders",
    "release_clock",
    "ways_to_pay",
    "with_lines",
]
