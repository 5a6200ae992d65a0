"""The sums of stars, in the transaction of what changes them."""

from collections.abc import Mapping

from django.db.models import Count, Q

from karum.catalogue.services import set_liking
from karum.reviews.models import ProductRating, Review, SellerRating
from karum.reviews.queries.reviews import shown


def refresh(review: Review) -> None:
    """Count anew what the review is part of. The row is locked first, so two at once count one after the other."""
    product, seller = review.product_id, review.seller_id
    ProductRating.objects.bulk_create([ProductRating(product_id=product)], ignore_conflicts=True)
    SellerRating.objects.bulk_create([SellerRating(seller_id=seller)], ignore_conflicts=True)
    row = ProductRating.objects.select_for_update().get(product_id=product)
    counts = sums("product_id", product)
    _write(row, counts)
    set_liking(product, [counts[f"n{stars}"] for stars in range(1, 6)])
    _write(SellerRating.objects.select_for_update().get(seller_id=seller), sums("seller_id", seller))


def _write(row: ProductRating | SellerRating, counts: Mapping[str, int]) -> None:
    for field, count in counts.items():
        setattr(row, field, count)
    row.save()


def sums(name: str, value: int) -> dict[str, int]:
    """n1 to n5 and with_photo of a product's or a seller's shown reviews."""
    stars = {f"n{n}": Count("id", filter=Q(stars=n)) for n in range(1, 6)}
    found = shown().filter(**{name: value}).aggregate(**stars, with_photo=Count("id", filter=Q(photo_count__gt=0)))
    return {field: int(count) for field, count in found.items()}
