"""What buyers say of a product lifts or lowers its listings among equals."""

from collections.abc import Sequence

from karum.catalogue.domain.standing import liking
from karum.catalogue.models import Product
from karum.catalogue.services.listings import refresh


def set_liking(product_id: int, counts: Sequence[int]) -> None:
    """Keep the points that a product's reviews come to. counts: with 1, 2, 3, 4 and 5 stars."""
    points = liking(counts)
    if Product.objects.filter(pk=product_id).exclude(liking=points).update(liking=points):
        refresh([product_id])
