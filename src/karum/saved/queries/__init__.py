"""Reads about saved things."""

from karum.saved.queries.counts import SavedCounts, counts_of_product, counts_of_seller
from karum.saved.queries.keepers import keeper_by_share, keeper_of, of_person
from karum.saved.queries.lists import FollowedShop, WishCard, followed_shops, follows, has_wish, wish_cards, wish_count

__all__ = [
    "FollowedShop",
    "SavedCounts",
    "WishCard",
    "counts_of_product",
    "counts_of_seller",
    "followed_shops",
    "follows",
    "has_wish",
    "keeper_by_share",
    "keeper_of",
    "of_person",
    "wish_cards",
    "wish_count",
]
