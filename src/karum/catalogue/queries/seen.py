"""Cards of products that somebody names: what she looked at, not what a search found."""

from collections.abc import Sequence

from karum.catalogue.models import Listing
from karum.catalogue.queries.finding import OfferCard, cards


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


def similar(product_id: int, seller_id: int | None, language: str, limit: int = 8) -> tuple[OfferCard, ...]:
    """Return other products of the same category, in stock first."""
    category = Listing.objects.filter(product_id=product_id).values("category_id")[:1]
    rows = Listing.objects.filter(category_id__in=category).exclude(product_id=product_id)
    if seller_id is not None:
        rows = rows.filter(seller_id=seller_id)
    found = dict.fromkeys(rows.order_by("-in_stock", "-listed_at", "id").values_list("product_id", "id")[: limit * 4])
    best: dict[int, int] = {}
    for product, listing_id in found:
        best.setdefault(product, listing_id)
    return cards(tuple(best.values())[:limit], language)
