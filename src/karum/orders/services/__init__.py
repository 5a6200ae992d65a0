"""Everything that changes carts and orders. Views, tasks and other packages come in here."""

from karum.orders.services.act import Actor, CannotAct, Done, NotDone, act
from karum.orders.services.clocks import run_clocks, settle_group
from karum.orders.services.place import place_orders

__all__ = ["Actor", "CannotAct", "Done", "NotDone", "act", "place_orders", "run_clocks", "settle_group"]
