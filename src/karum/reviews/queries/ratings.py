"""What reviews come to, by product and by seller: one row each."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import F, QuerySet

from karum.reviews.domain.rating import Rating
from karum.reviews.domain.terms import terms
from karum.reviews.models import ProductRating, SellerRating
from karum.runtime.sql import statement

_ratings = statement(Path(__file__).parent.parent / "sql", "ratings")


def ratings(product_ids: Iterable[int]) -> dict[int, Rating]:
    """The rating of each product that has shown reviews, in one read: for cards and pages."""
    rows = _ratings({"products": sorted(set(product_ids))})
    return {product: Rating((n1, n2, n3, n4, n5), photos) for product, n1, n2, n3, n4, n5, photos in rows}


def ratings_of_sellers(seller_ids: Iterable[int]) -> dict[int, Rating]:
    """The rating of each seller that has shown reviews, over all of her goods."""
    return {row.seller_id: rating_of(row) for row in SellerRating.objects.filter(seller_id__in=set(seller_ids))}


def much_reviewed(limit: int) -> list[int]:
    """Products with more reviews than their own page shows, at most so many, the newest products first."""
    return _with_many(ProductRating.objects.all(), "product_id", limit)


def much_reviewed_sellers(limit: int) -> list[int]:
    """The same of sellers."""
    return _with_many(SellerRating.objects.all(), "seller_id", limit)


def _with_many(rows: QuerySet[Any], name: str, limit: int) -> list[int]:
    count = F("n1") + F("n2") + F("n3") + F("n4") + F("n5")
    found = rows.annotate(count=count).filter(count__gte=terms().average_min).order_by(f"-{name}")
    return list(found.values_list(name, flat=True)[:limit])


def rating_of(row: ProductRating | SellerRating) -> Rating:
    """A row as the domain knows it."""
    return Rating((row.n1, row.n2, row.n3, row.n4, row.n5), row.with_photo)
