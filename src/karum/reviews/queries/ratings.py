"""What reviews come to, by product and by seller: one row each."""

from collections.abc import Iterable

from karum.reviews.domain.rating import Rating
from karum.reviews.models import ProductRating, SellerRating

_COUNTS = ("n1", "n2", "n3", "n4", "n5")


def ratings(product_ids: Iterable[int]) -> dict[int, Rating]:
    """The rating of each product that has shown reviews, in one read: for cards, pages and the order of a search."""
    rows = ProductRating.objects.filter(product_id__in=set(product_ids))
    return {row.product_id: rating_of(row) for row in rows}


def ratings_of_sellers(seller_ids: Iterable[int]) -> dict[int, Rating]:
    """The rating of each seller that has shown reviews, over all of her goods."""
    return {row.seller_id: rating_of(row) for row in SellerRating.objects.filter(seller_id__in=set(seller_ids))}


def rating_of(row: ProductRating | SellerRating) -> Rating:
    """A row as the domain knows it."""
    return Rating((row.n1, row.n2, row.n3, row.n4, row.n5), row.with_photo)
