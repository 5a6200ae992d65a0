"""How often one visitor may ask for a quote: the calculator and the API count together."""

from django.http import HttpRequest

from karum.parties.services import too_fast
from karum.runtime.settings import settings

WITHIN_S = 60


def asks_too_often(request: HttpRequest) -> bool:
    """Count a quote; True when it is one more than a minute may hold."""
    return too_fast(request, "quote", most=settings().quotes_per_minute, within_s=WITHIN_S)
