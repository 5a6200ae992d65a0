"""One POST to the outside, to an address that a stranger handed in: no way into the hub's own network.

The name is resolved once, every address of it must be public, and the connection goes to the address that was checked,
so a name that changes its mind in between leads nowhere. No redirects, no proxy, a time limit, TLS always.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

TIMEOUT_S = 15


class NotSent(Exception):
    """Nobody answered, or the address is not one of the outside."""


def public_addresses(host: str) -> list[str]:
    """The addresses of ``host``, all of them public. Raises NotSent."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as problem:
        raise NotSent(f"{host} is not found: {problem}") from problem
    addresses = sorted(str(address) for address in found)
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotSent(f"{host} leads into a network that is not public")
    return addresses


def is_public(address: str) -> bool:
    """Whether anybody on the internet may have this IP address."""
    ip = ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or mapped.is_global)


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    addresses_of: Callable[[str], list[str]] | None = None,
    context: ssl.SSLContext | None = None,
    port: int = 443,
) -> int:
    """POST ``body`` and return the status; the answer's text is not read. Raises NotSent without an answer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection = _Pinned(host, (addresses_of or public_addresses)(host)[0], port, context or _trusting())
    target = parts.path or "/"
    try:
        connection.request("POST", f"{target}?{parts.query}" if parts.query else target, body, dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        raise NotSent(f"{host}: {problem}") from problem
    finally:
        connection.close()


class _Pinned(http.client.HTTPSConnection):
    """A connection to ``address`` that shows the certificate of ``host``."""

    def __init__(self, host: str, address: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S, context=context)
        self._address, self._tls = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context()
