"""What came new to the shops."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from karum.catalogue.models import Listing


class FreshOffer(NamedTuple):
    """Goods that a seller lists since ``listed_at``, by the cheapest of her offers of them."""

    seller_id: int
    offer_id: int
    listed_at: datetime


def fresh_offers(sellers: Iterable[int], *, since: datetime, until: datetime) -> list[FreshOffer]:
    """What these sellers began to list after ``since`` and up to ``until`` and have in stock, the newest first."""
    rows = Listing.objects.filter(
        seller_id__in=list(sellers), listed_at__gt=since, listed_at__lte=until, in_stock=True
    ).order_by("-listed_at", "-id")
    return [FreshOffer(*row) for row in rows.values_list("seller_id", "offer_id", "listed_at")]
