"""Reads of carts, orders and door prices. Nothing here writes."""

from karum.orders.domain.doors import DoorLine, DoorPrice, DoorStatus
from karum.orders.queries.doors import door_prices

__all__ = ["DoorLine", "DoorPrice", "DoorStatus", "door_prices"]
