"""Reads of reviews. Nothing here writes."""

from karum.reviews.domain.rating import Rating
from karum.reviews.queries.orders import Bought, bought
from karum.reviews.queries.ratings import much_reviewed, much_reviewed_sellers, ratings, ratings_of_sellers
from karum.reviews.queries.reviews import (
    Filter,
    Found,
    ReviewView,
    access_review_as_buyer,
    access_review_as_seller,
    count_reported,
    find,
    hidden,
    newest,
    reported,
    review,
    shown_review,
    unanswered,
)
from karum.reviews.queries.structured import aggregate, structured

__all__ = [
    "Bought",
    "Filter",
    "Found",
    "Rating",
    "ReviewView",
    "access_review_as_buyer",
    "access_review_as_seller",
    "aggregate",
    "bought",
    "count_reported",
    "find",
    "hidden",
    "much_reviewed",
    "much_reviewed_sellers",
    "newest",
    "ratings",
    "ratings_of_sellers",
    "reported",
    "review",
    "shown_review",
    "structured",
    "unanswered",
]
