"""Time zones by country and by name. Pure. Source: CLDR (zones of territories, primary zones), tzdata."""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

UTC = "UTC"
NAME_CHARS_MAX = 64

# Of several zones the one that is meant by the country's name. Source: CLDR 48, supplemental/metaZones, primaryZones.
_PRIMARY = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MH": "Pacific/Majuro",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kiev",
    "UZ": "Asia/Tashkent",
}


@cache
def time_zone_of(country: str) -> str:
    """Return the zone of ``country``, UTC where it has several and none is meant by its name, or is unknown."""
    zones = time_zones_of(country)
    return _PRIMARY.get(country) or (zones[0] if len(zones) == 1 else UTC)


@cache
def time_zones_of(country: str) -> tuple[str, ...]:
    """Return the names of all zones of a country, in the order of their names."""
    found = get_global("zone_territories").items()
    return tuple(sorted(zone for zone, territory in found if territory == country and known_time_zone(zone)))


def known_time_zone(name: str) -> bool:
    """Whether this names a zone, as browsers name theirs: ``Africa/Nairobi``, ``UTC``."""
    return len(name) <= NAME_CHARS_MAX and name in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if "/" in name) | {UTC}
