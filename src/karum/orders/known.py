"""What orders know of a person."""

from dataclasses import asdict
from typing import Any

from karum.orders.models import Cart, Order
from karum.orders.queries.orders import views_of, with_lines
from karum.orders.queries.view import OrderView
from karum.parties.queries import Person
from karum.parties.services.known import known


@known("orders")
def orders(person: Person) -> list[dict[str, Any]]:
    """All that she bought, the oldest first: what, from whom, for how much, and where it went."""
    rows = Order.objects.filter(buyer_id=person.pk).order_by("placed_at", "key")
    return [_order(view) for view in with_lines(views_of(rows))]


@known("cart")
def cart(person: Person) -> dict[str, Any]:
    """What is in her cart, and where it would go."""
    found = Cart.objects.filter(person_id=person.pk).first()
    if found is None:
        return {}
    return {
        "ship_to": found.ship_to,
        "lines": [{"offer": line.offer_id, "quantity": line.quantity} for line in found.lines.order_by("id")],
    }


def _order(order: OrderView) -> dict[str, Any]:
    return {
        "number": order.number,
        "shop": order.seller.name,
        "state": order.state.value,
        "placed_at": order.placed_at.isoformat(),
        "email": order.email,
        "total_minor": order.total.minor,
        "refunded_minor": order.refunded.minor,
        "currency": order.total.currency,
        "ship_to": asdict(order.ship_to),
        "lines": [
            {
                "title": line.title,
                "quantity": line.quantity,
                "unit_minor": line.unit.minor,
                "currency": line.unit.currency,
            }
            for line in order.lines
        ],
    }
