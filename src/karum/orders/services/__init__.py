"""Everything that changes carts and orders. Views, tasks and other packages come in here."""

from karum.orders.services.act import Actor, CannotAct, Done, NotDone, act
from karum.orders.services.clocks import run_clocks, settle_group
from karum.orders.services.place import place_orders
from karum.orders.services.shipping import Handover, ship

__all__ = [
    "Actor",
    "CannotAct",
    "Done",
    "Handover",
    "NotDone",
    "act",
    "place_orders",
    "run_clocks",
    "settle_group",
    "ship",
]
