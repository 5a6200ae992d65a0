"""Which countries belong to the groups of a tariff."""

from collections.abc import Iterable
from datetime import date, datetime

from karum.tariffs.models import AreaMember
from karum.tariffs.queries.current import standing


def members_of(
    system: str, areas: Iterable[str], day: date, *, known: datetime | None = None
) -> dict[str, frozenset[str]]:
    """Return the members of each group on ``day``. An area that is a country, or that no file explains, is left out."""
    found: dict[str, set[str]] = {}
    rows = AreaMember.objects.filter(standing(day, known), system=system, area__in=sorted(set(areas)))
    for area, member in rows.values_list("area", "member"):
        found.setdefault(area, set()).add(member)
    return {area: frozenset(members) for area, members in found.items()}


def areas_of(system: str, member: str, day: date, *, known: datetime | None = None) -> frozenset[str]:
    """Return the groups to which a country belongs on ``day``."""
    rows = AreaMember.objects.filter(standing(day, known), system=system, member=member)
    return frozenset(rows.values_list("area", flat=True))
