"""Door prices for search: reckon them for whole catalogues and hand them to the catalogue."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from karum.catalogue.queries.doors import ListingToPrice, destinations, doors_of, doors_to_fill, listings_to_price
from karum.catalogue.services.doors import DoorRow, doors_filled, prune_doors, save_doors
from karum.orders.queries.catalogue_doors import catalogue_doors
from karum.runtime.settings import settings

BATCH = 10_000


def fill_doors(country: str, *, now: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Reckon the door price of every listing to ``country``; return how many. ``progress(done)`` after each batch."""
    done, last = 0, 0
    while listings := listings_to_price(after=last, limit=BATCH):
        save_doors(country, _reckoned(listings, country, now))
        done, last = done + len(listings), listings[-1].listing_id
        if progress is not None:
            progress(done)
    doors_filled(country, now=now)
    return done


def refresh_doors(product_ids: Sequence[int], *, now: datetime) -> None:
    """Reckon the door prices of these products' listings to every country that has its prices."""
    today = now.date()
    listings = listings_to_price(products=product_ids)
    empty = set(doors_to_fill(today))
    for country in destinations(today) if listings else ():
        if country not in empty:
            save_doors(country, _reckoned(listings, country, now))


def fill_new_doors(*, now: datetime) -> list[str]:
    """Fill the countries that buyers have begun to come from; return them."""
    countries = doors_to_fill(now.date())
    for country in countries:
        fill_doors(country, now=now)
    return countries


def fill_all_doors(*, now: datetime) -> list[str]:
    """Reckon everything anew, with the day's rates, tariffs and zones; return the countries."""
    prune_doors(today=now.date())
    countries = destinations(now.date())
    for country in countries:
        fill_doors(country, now=now)
    return countries


def wrong_doors(*, now: datetime, limit: int = 200) -> dict[str, tuple[int, int]]:
    """Return for each country with prices how many of the first listings have none, and how many another price.

    Both have innocent causes for a while: a listing of this minute, rates of this morning.
    """
    listings = listings_to_price(limit=limit)
    found = {}
    for country in sorted(set(destinations(now.date())) - set(doors_to_fill(now.date()))):
        kept = doors_of(country, [listing.listing_id for listing in listings])
        fresh = {row.listing_id: row.minor for row in _reckoned(listings, country, now)} if listings else {}
        missing = sum(listing not in kept for listing in fresh)
        other = sum(listing in kept and kept[listing] != minor for listing, minor in fresh.items())
        found[country] = (missing, other)
    return found


def _reckoned(listings: Sequence[ListingToPrice], country: str, now: datetime) -> list[DoorRow]:
    found = catalogue_doors(
        [listing.offer for listing in listings],
        [listing.handling_days for listing in listings],
        country,
        settings().hub_currency,
        now=now,
    )
    today: date = now.date()
    return [
        DoorRow(
            listing.listing_id,
            door.price.landed if door.price.landed and not door.price.forbidden else None,
            None if door.latest is None or door.price.forbidden else (door.latest - today).days,
        )
        for listing, door in zip(listings, found, strict=True)
    ]
