"""Cards of products that somebody names: what she looked at, not what a search found."""

from collections.abc import Sequence

from karum.catalogue.domain.reference import reference_minor
from karum.catalogue.models import Listing
from karum.catalogue.queries.cards import OfferCard, cards
from karum.catalogue.queries.worths import worths


def cards_of_products(slugs: Sequence[str], language: str) -> tuple[OfferCard, ...]:
    """Return one card for each product that is still listed, in the given order: in stock and cheapest first."""
    if not slugs:
        return ()
    worth = {one.currency: one for one in worths()}
    best: dict[str, tuple[bool, float, int]] = {}
    listed = Listing.objects.filter(product__slug__in=slugs)
    for slug, key, in_stock, currency, minor in listed.values_list(
        "product__slug", "id", "in_stock", "currency", "unit_minor"
    ):
        price = reference_minor(worth[currency], minor) if currency in worth else float("inf")
        best[slug] = min(best.get(slug, (True, float("inf"), key)), (not in_stock, price, key))
    return cards(tuple(best[slug][2] for slug in slugs if slug in best), language)
