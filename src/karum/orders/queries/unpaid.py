"""What somebody ordered and has not paid: where the answer to her order was lost, her cart leads on to the payment."""

from karum.orders.domain.states import State
from karum.orders.models import Cart, Order, Quote
from karum.orders.queries.groups import Bill, bill
from karum.orders.queries.tokens import group_token

SHOWN_MAX = 3


def unpaid_of(cart: Cart) -> list[tuple[Bill, str]]:
    """The checkouts of this cart that wait for their payment, the newest first, each with the token of its page."""
    groups = Quote.objects.filter(cart_id=cart.id).values("group_key")
    placed = Order.objects.filter(group_key__in=groups, state=State.PLACED).order_by("-placed_at")
    keys = list(dict.fromkeys(placed.values_list("group_key", flat=True)[: SHOWN_MAX * 10]))[:SHOWN_MAX]
    found = [(one, group_token(key)) for key in keys if (one := bill(key))]
    return [(one, token) for one, token in found if one.due]
