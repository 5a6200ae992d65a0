"""How often one visitor may ask for what is dear to make: quotes (calculator and API together), sitemaps and feeds."""

from django.http import HttpRequest

from karum.parties.services import too_fast
from karum.runtime.settings import settings

WITHIN_S = 60
READS_PER_MINUTE = 60
FEEDS_PER_MINUTE = 6


def asks_too_often(request: HttpRequest) -> bool:
    """Count a quote; True when it is one more than a minute may hold."""
    return too_fast(request, "quote", most=settings().quotes_per_minute, within_s=WITHIN_S)


def reads_too_often(request: HttpRequest) -> bool:
    """Count a sitemap or a picture for links; True when it is one more than a minute may hold."""
    return too_fast(request, "sitemap", most=READS_PER_MINUTE, within_s=WITHIN_S)


def feeds_too_often(request: HttpRequest) -> bool:
    """Count a part of a feed, seconds of work; True when it is one more than a minute may hold."""
    return too_fast(request, "feed", most=FEEDS_PER_MINUTE, within_s=WITHIN_S)
