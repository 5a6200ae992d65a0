"""When an order is paid: its instalments, each a share of the price with its moment. Pure, integer minor units.

Prepaid is one instalment at checkout; a deposit is one at checkout and the balance before shipment; cash on delivery
is one at the door. So an order has at most one instalment at checkout and at most one later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from karum.money import Money, allocate
from karum.orders.domain.amounts import Charge
from karum.orders.domain.clocks import Terms
from karum.orders.domain.shares import NOTHING, Parts, minus


class Way(StrEnum):
    """How an order is paid, in a word."""

    PREPAID = "prepaid"
    DEPOSIT = "deposit"
    CASH = "cash"  # on delivery, to the hub's courier


class Due(StrEnum):
    """The moment of an instalment."""

    ORDER = "order"  # at checkout
    SHIPMENT = "shipment"  # when the seller says that the goods are ready, before they leave
    DELIVERY = "delivery"  # at the door


MOMENTS: Mapping[Way, tuple[Due, ...]] = {
    Way.PREPAID: (Due.ORDER,),
    Way.DEPOSIT: (Due.ORDER, Due.SHIPMENT),
    Way.CASH: (Due.DELIVERY,),
}


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of the price. ``parts``: goods, shipping, duty, tax, fees, in the buyer's currency."""

    due: Due
    parts: Parts

    @property
    def minor(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class SellerTerms:
    """What a seller allows. ``deposit_bp``: of the price, 0 for none; for goods worth ``deposit_from`` or more."""

    deposit_bp: int = 0
    deposit_from: Money | None = None
    balance_days: int = 0
    cash: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How one order would be paid. ``balance_days``: to pay the balance once it is asked for. What of the deposit's
    goods the seller keeps, the hub's fee included: ``kept`` when the balance does not come, ``kept_cancelled`` when the
    buyer cancels after the seller accepted."""

    way: Way
    charge: Charge
    instalments: tuple[Instalment, ...]
    balance_days: int = 0
    kept: Money | None = None
    kept_cancelled: Money | None = None

    @property
    def now(self) -> Money:
        """What is paid at checkout."""
        return Money(sum(one.minor for one in self.instalments if one.due is Due.ORDER), self.charge.currency)

    @property
    def later(self) -> Instalment | None:
        return next((one for one in self.instalments if one.due is not Due.ORDER), None)

    @property
    def rest(self) -> Money:
        """What is paid later."""
        return self.charge.total - self.now


def plan(way: Way, charge: Charge, seller: SellerTerms, hub: Terms) -> Plan:
    """The instalments of an order that costs ``charge``. They sum to it, part by part."""
    if way is not Way.DEPOSIT:
        return Plan(way, charge, (Instalment(MOMENTS[way][0], charge.parts),))
    deposit = deposit_of(charge, seller.deposit_bp)
    kept, cancelled = (
        Money(kept_of(deposit, share)[0], charge.currency) for share in (hub.unpaid_keep_bp, hub.cancel_keep_bp)
    )
    instalments = (Instalment(Due.ORDER, deposit), Instalment(Due.SHIPMENT, minus(charge.parts, deposit)))
    return Plan(way, charge, instalments, seller.balance_days, kept, cancelled)


def plans(charge: Charge, goods: Money, seller: SellerTerms, hub: Terms, *, cash: bool) -> tuple[Plan, ...]:
    """The ways that a buyer may choose from, prepaid first.

    goods: in the seller's currency, which decides whether a deposit does. cash: the hub takes this much there.
    """
    ways = [Way.PREPAID]
    if may_deposit(charge, goods, seller, hub):
        ways.append(Way.DEPOSIT)
    if seller.cash and cash:
        ways.append(Way.CASH)
    return tuple(plan(way, charge, seller, hub) for way in ways)


def may_deposit(charge: Charge, goods: Money, seller: SellerTerms, hub: Terms) -> bool:
    """Whether a deposit is enough at checkout: the seller says so, within what the hub allows today."""
    within = hub.deposit_min_bp <= seller.deposit_bp <= hub.deposit_max_bp and seller.deposit_bp > 0
    large = seller.deposit_from is not None and goods.currency == seller.deposit_from.currency
    if not within or not large or seller.deposit_from is None or goods < seller.deposit_from:
        return False
    return 0 < sum(deposit_of(charge, seller.deposit_bp)) < charge.total.minor


def deposit_of(charge: Charge, share_bp: int) -> Parts:
    """The share of every part that is paid at checkout; parts that do not divide by largest remainder."""
    minor = charge.total.minor * share_bp // 10_000
    if not minor:
        return NOTHING
    goods, shipping, duty, tax, fees = allocate(minor, charge.parts)
    return (goods, shipping, duty, tax, fees)


def kept_of(held: Parts, keep_bp: int) -> Parts:
    """What the seller keeps of a deposit that is ``held``: of its goods only, never of shipping, duty, tax and fees."""
    return (held[0] * keep_bp // 10_000, 0, 0, 0, 0)
