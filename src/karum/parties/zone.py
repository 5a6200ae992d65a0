"""In whose time moments are told: each reader's own, and every moment says which.

Her account's choice comes first, then what her browser said (``app.js`` keeps it in the readable cookie ``zone``), then
the zone of the country where her goods shall go, if it has but one; else it is UTC.
"""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from karum.parties.domain import known_time_zone, time_zone_of

COOKIE = "zone"
SESSION_ZONE = "zone"
"""Key in the session: the zone that the signed-in person chose, "" for her device's."""


def zone_of(request: HttpRequest, country: str) -> ZoneInfo:
    """The zone for this visitor. ``country``: where to deliver, "" while unknown."""
    return ZoneInfo(chosen_zone(request) or device_zone(request) or time_zone_of(country))


def device_zone(request: HttpRequest) -> str:
    """What the browser says of itself, "" where it said nothing that is a zone."""
    said = request.COOKIES.get(COOKIE, "")
    return said if known_time_zone(said) else ""


def chosen_zone(request: HttpRequest) -> str:
    """What her account says, "" for guests and for who left it to the device."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return ""
    said = str(request.session.get(SESSION_ZONE, ""))
    return said if known_time_zone(said) else ""
