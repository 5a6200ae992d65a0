"""The orders of one checkout, for the one who checked out."""

from django.http import Http404

from karum.money import Money
from karum.orders.domain.states import State
from karum.orders.queries.orders import group
from karum.orders.queries.tokens import read_group_token
from karum.orders.queries.view import OrderView


def access_group(token: str) -> list[OrderView]:
    """The orders behind a group's token, one or more. Raises Http404 for a token that is none."""
    orders = group(read_group_token(token))
    if not orders:
        raise Http404
    return orders


def unpaid_total(orders: list[OrderView]) -> Money:
    """What is still to be paid for these orders of one checkout."""
    total = Money.zero(orders[0].charge.currency)
    for order in orders:
        if order.state is State.PLACED:
            total += order.total
    return total
