"""Door prices of listings for search: keep what orders reckons, and from where buyers come."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.db.models import F

from karum.catalogue.models import Destination
from karum.catalogue.queries.doors import destinations
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_save_doors = statement(_SQL, "save_doors")
_prune_doors = statement(_SQL, "prune_doors")

# What this process has noted already: country -> day.
_noted: dict[str, date] = {}


class DoorRow(NamedTuple):
    """minor: hub's currency, None: not sent there, forbidden or not known. days: until it is there at the latest."""

    listing_id: int
    minor: int | None
    days: int | None


def note_destination(country: str, *, today: date) -> None:
    """Remember that somebody came from ``country`` today: the hub keeps door prices for the most frequent ones."""
    if _noted.get(country) == today or len(country) != 2 or not (country.isascii() and country.isupper()):
        return
    row, new = Destination.objects.get_or_create(country=country, defaults={"asked_on": today, "days_asked": 1})
    if not new:
        Destination.objects.filter(country=row.country, asked_on__lt=today).update(
            asked_on=today, days_asked=F("days_asked") + 1
        )
    _noted[country] = today


def forget_noted() -> None:
    """Note everybody again: between tests."""
    _noted.clear()


def save_doors(country: str, rows: Sequence[DoorRow]) -> None:
    """Write door prices of listings; rows that say the same stay as they are."""
    _save_doors(
        {
            "country": country,
            "listing_id": [row.listing_id for row in rows],
            "minor": [row.minor for row in rows],
            "days": [None if row.days is None else min(row.days, 999) for row in rows],
        }
    )


def doors_filled(country: str, *, now: datetime) -> None:
    """All listings have their door price to ``country`` now."""
    Destination.objects.filter(country=country).update(filled_at=now)


def prune_doors(*, today: date) -> None:
    """Forget door prices of listings that are over and of countries that nobody comes from any more."""
    kept = destinations(today)
    Destination.objects.exclude(country__in=kept).update(filled_at=None)
    _prune_doors({"countries": kept})
