"""How often a visitor may try. Counts are rows of Django's database cache; old ones are swept away."""

from ipaddress import IPv6Network, ip_address

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest


def too_often(request: HttpRequest, action: str, *, most: int, within_s: int) -> bool:
    """Count this try from the visitor's address; True when there were more than ``most`` without a rest of that long.

    Two tries in one moment may count as one: this slows down a machine, it does not guard money.
    """
    key = _key(request, action)
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, within_s)
    return count > most


def forgive(request: HttpRequest, action: str) -> None:
    """The visitor's address did what honest people do: its count begins anew."""
    cache.delete(_key(request, action))


def forget_old_limits() -> int:
    """Delete counts that no longer limit anybody; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_limits WHERE expires < now()")
        return int(cursor.rowcount)


def _key(request: HttpRequest, action: str) -> str:
    """One count for each IPv4 address and each IPv6 network of 64 bits, which one visitor has for herself."""
    address = request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104
    try:
        if ip_address(address).version == 6:
            address = str(IPv6Network(f"{address}/64", strict=False).network_address)
    except ValueError:
        pass  # a Unix socket's visitors share one count
    return f"limit:{action}:{address}"
