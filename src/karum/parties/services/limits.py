"""How often a visitor may try. Counts are rows of the table of Django's database cache; old ones are swept away."""

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


def too_fast(request: HttpRequest, action: str, *, most: int, within_s: int) -> bool:
    """Count this request from the visitor's address; True when it is one more than ``most`` in this span of time.

    For what anybody may ask the hub for, as often as it can bear: one exact count, that begins anew each ``within_s``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(request, action), "within_s": within_s})
        (count,) = cursor.fetchone() or (0,)
    return int(count) > most


_COUNT = """
    INSERT INTO parties_limits AS held (cache_key, value, expires)
    VALUES (%(key)s, '1', now() + make_interval(secs => %(within_s)s))
    ON CONFLICT (cache_key) DO UPDATE SET
        value = CASE WHEN held.expires <= now() THEN '1' ELSE (held.value::int + 1)::text END,
        expires = CASE WHEN held.expires <= now() THEN excluded.expires ELSE held.expires END
    RETURNING value
"""


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
