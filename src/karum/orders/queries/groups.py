"""What is paid in one go: the orders of one checkout, or what one of them still owes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import Http404

from karum.money import Money
from karum.orders.domain.escrow import Escrow
from karum.orders.domain.states import State
from karum.orders.models import Instalment
from karum.orders.queries.orders import access_order_as_operator, group
from karum.orders.queries.tokens import read_group_token
from karum.orders.queries.view import OrderView
from karum.payments.domain import PaymentRecord
from karum.payments.queries import payment_of


@dataclass(frozen=True)
class Bill:
    """One payment and what it is for. ``key`` names it; ``later``: a balance, or cash at the door, of one order."""

    key: UUID
    orders: tuple[OrderView, ...]
    later: bool = False

    @property
    def total(self) -> Money:
        """What is to be paid now."""
        total = Money.zero(self.orders[0].charge.currency)
        for order in self.due:
            total += order.unpaid if self.later else order.paid_so_far
        return total

    @property
    def due(self) -> list[OrderView]:
        """The orders that wait for this payment."""
        return [order for order in self.orders if order.state is (State.READY if self.later else State.PLACED)]

    @property
    def due_at(self) -> datetime | None:
        return min((order.due_at for order in self.due if order.due_at), default=None)

    @property
    def goes_on(self) -> bool:
        """Nothing is to be paid, and at least one order goes ahead: it was paid, or is paid at the door."""
        ended = (State.EXPIRED, State.CANCELLED, State.REFUSED, State.FORFEITED)
        return not self.due and any(order.state not in ended for order in self.orders)

    @cached_property
    def payment(self) -> PaymentRecord | None:
        return payment_of(self.key)


def access_bill(token: str) -> Bill:
    """What is behind a payment's token. Raises Http404 for a token that is none."""
    found = bill(read_group_token(token))
    if found is None:
        raise Http404
    return found


def bill(key: UUID) -> Bill | None:
    """The payment with this name; None when there is none."""
    orders = group(key)
    if orders:
        return Bill(key, tuple(orders))
    later = Instalment.objects.filter(group_key=key).first()
    if later is None:
        return None
    return Bill(key, (access_order_as_operator(later.seller_id, later.order_key),), later=True)


def paid_by(key: UUID) -> list[tuple[OrderView, Money]]:
    """The orders that the payment of this name paid, each with what is left with the hub or the seller of its money."""
    found = bill(key)
    if found is None:
        return []
    brought = []
    for order in found.orders:
        paid = order.later.amount if order.later and found.later else order.total
        if order.later and not found.later:
            paid -= order.later.amount
        if paid and order.escrow not in (Escrow.AUTHORISED, Escrow.VOIDED):
            brought.append((order, min(paid, order.left)))
    return [(order, money) for order, money in brought if money]
