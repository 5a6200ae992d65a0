"""What cases have to know of an order."""

from karum.catalogue import queries as catalogue
from karum.catalogue.domain import OfferSnapshot
from karum.disputes.domain.opening import Facts
from karum.disputes.models import Case, ChargebackShare, Decision
from karum.orders.domain.states import State
from karum.orders.queries import LineView, OrderView


def facts_of(order: OrderView) -> Facts:
    """What decides whether a case may be opened."""
    shipped = order.reached(State.SHIPPED)
    mine = {"seller_id": order.seller_id, "order_key": order.key}
    return Facts(
        shipped_at=shipped,
        received_at=order.reached(State.DELIVERED) or order.reached(State.COMPLETED),
        left_minor=order.left.minor,
        has_open_case=Case.objects.filter(closed_at=None, **mine).exists(),
        was_decided=Decision.objects.filter(
            case__seller_id=order.seller_id, case__order_key=order.key, case__outcome__in=("refunded", "dismissed")
        ).exists(),
        has_chargeback=ChargebackShare.objects.filter(state__in=("open", "lost"), **mine).exists(),
    )


def variants_for(order: OrderView) -> list[tuple[LineView, OfferSnapshot]]:
    """Other variants of what was bought, of the same price and in stock: what an exchange can be for."""
    bought = catalogue.offers([line.offer_id for line in order.lines], order.language)
    found = []
    for line in order.lines:
        had = bought.get(line.offer_id)
        if had is None:
            continue
        for one in catalogue.offers_of_seller(order.seller_id, order.language):
            same = one.product_id == had.product_id and one.currency == had.currency
            if same and one.id != had.id and one.price_minor == had.price_minor and one.available >= line.quantity:
                found.append((line, one))
    return found
