"""Kept pages given over the counter: before Django, on the web process's event loop.

The first answer from the shelf (karum.shop.kept) passes through all of Django, and what was sent is noted here under
everything that a visitor's request may change about it. Who asks the same until the page's time is over gets the same
bytes, without a thread, middleware or template. What belongs to one visit is done all the same: the view is counted
(karum.insight) and the cookie of what was seen last is written (karum.shop.seen).
"""

import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse

from karum.insight.middleware import is_nobody
from karum.insight.services import count_view
from karum.parties.locale import COOKIE as LOCALE_COOKIE
from karum.parties.locale import locale_of
from karum.runtime.asked import whole
from karum.runtime.metrics import observe
from karum.runtime.web.types import Headers, Receive, Scope, Send
from karum.shop import kept
from karum.shop.kept import SHOWN
from karum.shop.seen import COOKIE as SEEN_COOKIE
from karum.shop.seen import seen_header

Key = tuple[bytes | str, ...]

ENTRIES_MAX = 5_000
"""Requests that are known in each process; a page may be asked for in as many ways as browsers name languages."""
_HEADERS = (b"host", b"accept-language", b"save-data")
_COOKIES = (LOCALE_COOKIE, *sorted(SHOWN))
_OF_THE_PAGE = frozenset({"etag", "content-length", "set-cookie"})
_OF_THE_BODY = frozenset({b"content-type", b"content-encoding"})


@dataclass(frozen=True, slots=True)
class Given:
    """What is sent, as an ASGI application. ``status`` is 200, or 304 for who has this very page."""

    status: int
    headers: Headers
    body: bytes
    route: str
    begun: float  # time.perf_counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})
        observe("GET", self.route, self.status, time.perf_counter() - self.begun)


@dataclass(frozen=True, slots=True)
class _Ask:
    """A request. ``key``: everything of it that may change a public page."""

    key: Key
    headers: Mapping[bytes, bytes]
    cookies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    shelf: object  # the key of the page
    headers: tuple[tuple[bytes, bytes], ...]
    route: str
    slug: str  # of the product that the page shows; empty: another page
    country: str
    offer_id: int


class Counter:
    """What is known of requests for kept pages; the one asked longest ago leaves first."""

    def __init__(self) -> None:
        self.entries: OrderedDict[Key, _Entry] = OrderedDict()
        self.lock = Lock()

    def note(self, request: HttpRequest, response: HttpResponse) -> None:
        """Remember the answer that a request for a kept page got from Django."""
        shelf, scope = getattr(request, "karum_shelf", None), request.META.get("asgi.scope")
        match = request.resolver_match
        if shelf is None or scope is None or match is None or response.status_code != 200:
            return
        ask = _asked(scope)
        if ask is None or not response.cookies.keys() <= {SEEN_COOKIE}:
            return
        is_product = match.view_name == "shop:product"
        entry = _Entry(
            shelf,
            tuple(
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in response.items()
                if name.lower() not in _OF_THE_PAGE
            ),
            match.view_name,
            match.kwargs["slug"] if is_product else "",
            locale_of(request).country,
            whole(request.GET.get("offer", "")) if is_product else 0,
        )
        with self.lock:
            self.entries[ask.key] = entry
            self.entries.move_to_end(ask.key)
            while len(self.entries) > ENTRIES_MAX:
                self.entries.popitem(last=False)

    def give(self, scope: Scope) -> Given | None:
        """The page for this request where it is on the shelf; None: Django answers."""
        begun = time.perf_counter()
        ask = _asked(scope)
        if ask is None:
            return None
        with self.lock:
            entry = self.entries.get(ask.key)
            if entry is None:
                return None
            self.entries.move_to_end(ask.key)
        page = kept.page_on_shelf(entry.shelf, time.monotonic())
        if page is None:
            return None
        headers = [*entry.headers, (b"etag", page.etag.encode())]
        if entry.slug:
            _visited(entry, ask, headers)
        if page.etag.encode() in ask.headers.get(b"if-none-match", b""):
            return Given(304, [one for one in headers if one[0] not in _OF_THE_BODY], b"", entry.route, begun)
        headers.append((b"content-length", str(len(page.body)).encode()))
        return Given(200, headers, page.body, entry.route, begun)


def _asked(scope: Scope) -> _Ask | None:
    """What is asked; None where it is not for a public page, or is unclear."""
    headers = dict(scope["headers"])
    if len(headers) != len(scope["headers"]):  # a header twice: Django may read another one than we
        return None
    cookies = _cookies(headers.get(b"cookie", b""))
    if cookies is None or not kept.is_shared(
        scope["method"],
        cookies.keys(),
        encodings=headers.get(b"accept-encoding", b"").decode("latin-1"),
        has_fetch_site=b"sec-fetch-site" in headers,
    ):
        return None
    named = (headers.get(name, b"") for name in _HEADERS)
    shown = (cookies.get(name, "") for name in _COOKIES)
    return _Ask((scope["raw_path"], scope["query_string"], *named, *shown), headers, cookies)


def _cookies(header: bytes) -> dict[str, str] | None:
    """The cookies as they were sent; None where one is there twice."""
    found: dict[str, str] = {}
    for part in header.decode("latin-1").split(";") if header else ():
        name, _is, value = part.partition("=")
        if (name := name.strip()) in found:
            return None
        found[name] = value.strip()
    return found


def _visited(entry: _Entry, ask: _Ask, headers: Headers) -> None:
    """Count the view and write what was seen last, as Django would have done."""
    agent, purpose = (ask.headers.get(name, b"").decode("latin-1") for name in (b"user-agent", b"sec-purpose"))
    if not is_nobody(agent, purpose):
        count_view(entry.slug, entry.country, entry.offer_id)
    if not purpose and (line := seen_header(ask.cookies.get(SEEN_COOKIE, ""), entry.slug)):
        headers.append((b"set-cookie", line.encode("latin-1")))


counter = Counter()
"""Of this process."""
