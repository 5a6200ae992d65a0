"""Everything that changes carts and orders. Views, tasks and other packages come in here."""

from karum.orders.services.act import act
from karum.orders.services.answers import Actor, CannotAct, Done, NotDone
from karum.orders.services.clocks import run_clocks, settle_group
from karum.orders.services.give_back import give_back, regain
from karum.orders.services.patience import wait_for_money
from karum.orders.services.place import place_orders
from karum.orders.services.reserves import free_reserves
from karum.orders.services.seller_terms import set_payment_terms
from karum.orders.services.shipments import confirm_part, deliver_part
from karum.orders.services.shipping import Handover, ship
from karum.orders.services.stops import start_clock, stop_clock
from karum.orders.services.treasury import convert

__all__ = [
    "Actor",
    "CannotAct",
    "Done",
    "Handover",
    "NotDone",
    "act",
    "confirm_part",
    "convert",
    "deliver_part",
    "free_reserves",
    "give_back",
    "place_orders",
    "regain",
    "run_clocks",
    "set_payment_terms",
    "settle_group",
    "ship",
    "start_clock",
    "stop_clock",
    "wait_for_money",
]
