"""Requests to the outside, to an address that a stranger handed in: no way into the hub's own network.

The name is resolved once, every address of it must be public, and the connection goes to the address that was checked,
so a name that changes its mind in between leads nowhere. No redirects, no proxy, a time limit, TLS always.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

TIMEOUT_S = 15
REDIRECTS_MAX = 3
_UNICAST = IPv6Network("2000::/3")
"""All that was ever given to anybody on the internet. Source: IANA, "IPv6 Global Unicast Address Assignments"."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 as networks without it reach it (RFC 6052)."""
_PATH = "/:@!$&'()*+,;=-._~%?[]"  # what an address may hold as it is; all else is written in percent


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
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(ip.packed[-4:]) if ip in _NAT64 else None)
        if inner is not None:  # another spelling of an IPv4 address, which a gateway would follow
            return inner.is_global and not inner.is_multicast
        if ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


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


def fetch(
    url: str,
    *,
    bytes_max: int,
    kinds: tuple[str, ...],
    seconds_max: float = 30.0,
    addresses_of: Callable[[str], list[str]] | None = None,
    context: ssl.SSLContext | None = None,
    port: int = 443,
) -> bytes:
    """GET what stands at an ``https`` address, at most ``bytes_max`` of it, if its type begins with one of ``kinds``.

    A redirect is followed a few times, each address checked as the first. Raises NotSent with the reason.
    """
    until = time.monotonic() + seconds_max
    for _ in range(REDIRECTS_MAX + 1):
        parts = _plain(url)
        host = parts.hostname or ""
        address = (addresses_of or public_addresses)(host)[0]
        connection = _Pinned(host, address, port, context or _trusting())
        target = quote(parts.path or "/", safe=_PATH)
        try:
            connection.request("GET", f"{target}?{quote(parts.query, safe=_PATH)}" if parts.query else target)
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308):
                url = urljoin(url, answer.headers.get("Location", ""))
                continue
            if answer.status != 200:
                raise NotSent(f"{host} answers {answer.status}")
            if not answer.headers.get("Content-Type", "").lower().startswith(kinds):
                raise NotSent(f"{host} sends something else")
            return _read(answer, bytes_max, until)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise NotSent(f"{host}: {problem}") from problem
        finally:
            connection.close()
    raise NotSent("redirected too often")


def _plain(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme == "https" and parts.hostname and parts.port in (None, 443) and not parts.username:
            return parts
    except ValueError:  # a port that is none, half an IPv6 address
        pass
    raise NotSent("only plain https addresses are fetched")


def _read(answer: http.client.HTTPResponse, bytes_max: int, until: float) -> bytes:
    """The whole body, unless it is too long or comes too slowly."""
    kept = bytearray()
    while piece := answer.read1(65_536):
        kept += piece
        if len(kept) > bytes_max:
            raise NotSent("it is too large")
        if time.monotonic() > until:
            raise NotSent("it comes too slowly")
    return bytes(kept)


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
