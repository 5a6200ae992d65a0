"""How often one address may ask for a landed cost: by the calculator's page and by the API together."""

from django.http import HttpRequest

from karum.parties.services import too_fast
from karum.runtime.settings import settings

LIMIT_S = 60


def asks_too_fast(request: HttpRequest) -> bool:
    """Count this question; True when it is one more than QUOTES_PER_MINUTE."""
    return too_fast(request, "quote", most=settings().quotes_per_minute, within_s=LIMIT_S)
