"""Door prices of listings for search: to which countries they are kept, and what reckoning them asks for."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from karum.catalogue.models import Destination, Door
from karum.catalogue.queries.offers import PricedOffer
from karum.runtime.sql import statement

_listings_to_price = statement(Path(__file__).parent.parent / "sql", "listings_to_price")

# Each country costs a row for every listing: the most asked ones have their door prices ready.
DESTINATIONS_MAX = 12
_FORGOTTEN_AFTER = timedelta(days=60)


class ListingToPrice(NamedTuple):
    """A listing with the offer that it leads with. handling_days: business days until it is sent."""

    listing_id: int
    offer: PricedOffer
    handling_days: int


def listings_to_price(
    *, after: int = 0, limit: int = 10_000, products: Sequence[int] | None = None
) -> list[ListingToPrice]:
    """Return the next listings with an id above ``after``, by id; only of these products, if given."""
    rows = _listings_to_price(
        {"after": after, "limit": limit, "products": None if products is None else list(products)}
    )
    return [ListingToPrice(row[0], PricedOffer(*row[1:10]), row[10]) for row in rows]


def destinations(today: date) -> list[str]:
    """Return the countries whose door prices are kept: those from where somebody came on the most days lately."""
    lately = Destination.objects.filter(asked_on__gt=today - _FORGOTTEN_AFTER).order_by("-days_asked", "country")
    return list(lately.values_list("country", flat=True)[:DESTINATIONS_MAX])


def doors_known(country: str) -> bool:
    """Whether search knows the door prices of ``country``: else the filters and the order by them say nothing."""
    return Destination.objects.filter(country=country, filled_at__isnull=False).exists()


def doors_of(country: str, listing_ids: Sequence[int]) -> dict[int, int | None]:
    """Return the kept prices of these listings; those that have no row are left out."""
    rows = Door.objects.filter(country=country, listing_id__in=listing_ids)
    return dict(rows.values_list("listing_id", "minor"))


def doors_to_fill(today: date) -> list[str]:
    """Return the countries that are asked for and have no door prices yet."""
    empty = set(Destination.objects.filter(filled_at=None).values_list("country", flat=True))
    return [country for country in destinations(today) if country in empty]
