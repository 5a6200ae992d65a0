"""What was bought, and whether it may be reviewed."""

from dataclasses import dataclass
from datetime import datetime

from karum.catalogue import queries as catalogue
from karum.catalogue.domain import OfferSnapshot
from karum.orders.domain.states import State
from karum.orders.queries import LineView, OrderView
from karum.parties.queries import members
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import Facts, NotWritten, may_edit, may_write
from karum.reviews.models import Review


@dataclass(frozen=True, slots=True)
class Bought:
    """One product of an order: the first of its lines, and the review about it. ``why_not``: of writing or changing."""

    line: LineView
    offer: OfferSnapshot
    review: Review | None
    why_not: NotWritten | None


def arrived_at(order: OrderView) -> datetime | None:
    """When the buyer had the goods: delivered, or confirmed by her. Money that went back later changes nothing."""
    return order.reached(State.DELIVERED) or order.reached(State.COMPLETED)


def bought(order: OrderView, language: str, now: datetime) -> list[Bought]:
    """Each product of the order once. What the catalogue no longer knows is left out."""
    offers = catalogue.offers([line.offer_id for line in order.lines], language)
    written = {row.product_id: row for row in Review.objects.filter(seller_id=order.seller_id, order_key=order.key)}
    arrived, own = arrived_at(order), is_own(order)
    found: dict[int, Bought] = {}
    for line in order.lines:
        offer = offers.get(line.offer_id)
        if offer is None or offer.product_id in found:
            continue
        review = written.get(offer.product_id)
        if review is None:
            why_not = may_write(Facts(arrived, own, written=False), terms(), now)
        else:
            why_not = may_edit(review.written_at, review.hidden_at is not None, terms(), now)
        found[offer.product_id] = Bought(line, offer, review, why_not)
    return list(found.values())


def is_own(order: OrderView) -> bool:
    """Whether the buyer works for the seller: nobody praises her own goods."""
    people = members(order.seller_id)
    return any(one.person_id == order.buyer_id or one.email.lower() == order.email.lower() for one in people)
