"""The orders of one checkout, for the one who checked out."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404

from karum.money import Money
from karum.orders.domain.states import State
from karum.orders.queries.orders import OrderView, group

_signer = Signer(salt="karum.orders.group")


def group_token(group_key: UUID) -> str:
    """A text for the address of the payment page that nobody can guess or make."""
    return _signer.sign(group_key.hex).replace(":", "~")


def access_group(token: str) -> list[OrderView]:
    """The orders behind a group's token, one or more. Raises Http404 for a token that is none."""
    try:
        orders = group(UUID(_signer.unsign(token.replace("~", ":"))))
    except (BadSignature, ValueError):
        raise Http404 from None
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
