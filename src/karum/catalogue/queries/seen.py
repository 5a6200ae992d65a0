"""Cards of products that somebody names: what she looked at, not what a search found."""

from collections.abc import Sequence

from karum.catalogue.models import Listing
from karum.catalogue.queries.cards import OfferCard, cards


def cards_of_products(slugs: Sequence[str], language: str) -> tuple[OfferCard, ...]:
    """Return one card for each product that is still listed, in the given order: in stock and cheapest first."""
    rows = (
        Listing.objects.filter(product__slug__in=slugs)
        .order_by("-in_stock", "reference_minor", "id")
        .values_list("product__slug", "id")
    )
    best: dict[str, int] = {}
    for slug, listing_id in rows:
        best.setdefault(slug, listing_id)
    return cards(tuple(best[slug] for slug in slugs if slug in best), language)
