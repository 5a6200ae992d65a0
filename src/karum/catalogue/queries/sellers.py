"""Who sells a product."""

from collections.abc import Iterable

from karum.catalogue.models import Offer, OfferState


def sellers_of(slugs: Iterable[str]) -> dict[str, dict[int, int]]:
    """By slug of a product: (offer on sale -> seller). A slug without such an offer is left out."""
    rows = Offer.objects.filter(variant__product__slug__in=set(slugs), state=OfferState.ACTIVE)
    found: dict[str, dict[int, int]] = {}
    for slug, offer_id, seller_id in rows.values_list("variant__product__slug", "id", "seller_id"):
        found.setdefault(slug, {})[offer_id] = seller_id
    return found
