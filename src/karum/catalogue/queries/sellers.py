"""Products by slug: who sells them, and what they are called."""

from collections.abc import Iterable

from django.db.models import F

from karum.catalogue.models import Offer, OfferState, ProductText


def sellers_of(slugs: Iterable[str]) -> dict[str, dict[int, int]]:
    """By slug of a product: (offer on sale -> seller). A slug without such an offer is left out."""
    rows = Offer.objects.filter(variant__product__slug__in=set(slugs), state=OfferState.ACTIVE)
    found: dict[str, dict[int, int]] = {}
    for slug, offer_id, seller_id in rows.values_list("variant__product__slug", "id", "seller_id"):
        found.setdefault(slug, {})[offer_id] = seller_id
    return found


def titles_of(slugs: Iterable[str], language: str) -> dict[str, str]:
    """By slug: the product's title in ``language``, else in its own. A slug without a product is left out."""
    rows = ProductText.objects.filter(product__slug__in=set(slugs), language__in=(language, F("product__language")))
    found: dict[str, str] = {}
    for slug, spoken, title in rows.values_list("product__slug", "language", "title"):
        if spoken == language or slug not in found:
            found[slug] = title
    return found
