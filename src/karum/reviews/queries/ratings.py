"""What reviews come to, by product and by seller: one row each."""

from collections.abc import Iterable
from pathlib import Path

from karum.reviews.domain.rating import Rating
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


def rating_of(row: ProductRating | SellerRating) -> Rating:
    """A row as the domain knows it."""
    return Rating((row.n1, row.n2, row.n3, row.n4, row.n5), row.with_photo)
