"""How often goods and shops were saved: numbers for their seller, never who."""

from dataclasses import dataclass

from karum.saved.models import Follow, Wish


@dataclass(frozen=True, slots=True)
class SavedCounts:
    """wishes: on how many wish lists goods of the seller stand. followers: how many follow the shop."""

    wishes: int
    followers: int


def counts_of_seller(seller_id: int) -> SavedCounts:
    """For the seller's own eyes."""
    return SavedCounts(
        wishes=Wish.objects.filter(seller_id=seller_id).count(),
        followers=Follow.objects.filter(seller_id=seller_id).count(),
    )


def counts_of_product(seller_id: int, product_id: int) -> int:
    """On how many wish lists this seller's offer of the product stands."""
    return Wish.objects.filter(seller_id=seller_id, product_id=product_id).count()
