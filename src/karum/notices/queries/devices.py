"""Reads about the devices on which people are told."""

from dataclasses import dataclass
from datetime import datetime

from karum.notices.models import Device
from karum.parties.queries import Anyone


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A device as its owner sees it."""

    id: int
    name: str
    added_at: datetime
    reached_at: datetime | None


def devices_of(person: Anyone) -> list[DeviceCard]:
    """The person's devices, the newest first."""
    found = Device.objects.filter(person_id=person.pk).order_by("-id") if person.pk else ()
    return [DeviceCard(row.id, row.name, row.added_at, row.reached_at) for row in found]


def device_counts(*, since: datetime) -> tuple[int, int]:
    """How many devices there are, and how many of them a push reached after ``since``."""
    return Device.objects.count(), Device.objects.filter(reached_at__gt=since).count()
