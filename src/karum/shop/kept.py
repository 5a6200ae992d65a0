"""Public pages kept for a moment: a page that many people ask for is made once in a few seconds, not for each of them.

A page is kept only where it is the same for everybody with the same address, country, language, currency and number of
things in the cart: for visitors who are not signed in, have no message waiting and whose browser says of each form
where it comes from (``Sec-Fetch-Site``), so that the page holds no token of one person (karum.site.csrf). All others
get a page of their own. What is shown may be ``PAGES_KEPT_S`` old; the cart and the checkout always reckon anew.

When that time is over the view reads and reckons again. Where it comes to the same figures and words as before
(``drawn``), the page is not drawn again: templates are the larger half of its work.
"""

import gzip
import pickle
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, replace
from functools import wraps
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from karum.parties.domain import time_zone_of
from karum.parties.locale import COOKIE as LOCALE_COOKIE
from karum.parties.locale import locale_of
from karum.parties.zone import COOKIE as ZONE_COOKIE
from karum.runtime.settings import settings

View = Callable[..., HttpResponse]

BYTES_MAX = 12_000_000
"""Memory for kept pages in each web process."""

SHOWN = frozenset({"cart_count", "data_saver"})
"""Cookies that a public page shows: part of what a page is kept under."""
SILENT = frozenset({LOCALE_COOKIE, ZONE_COOKIE, "cart", "csrftoken", "steps", "saved", "seen"})
"""Cookies that change nothing on a public page. With any other one a visitor gets a page of her own."""


@dataclass(frozen=True, slots=True)
class _Page:
    body: bytes  # gzip
    etag: str
    content_type: str
    until: float  # time.monotonic()
    drawn_from: str = ""  # stands for all that was drawn; empty: not known


class _Unchanged(HttpResponse):
    """What ``drawn`` answers where the page on the shelf says all this already."""


class Shelf:
    """The pages of one process, those asked for longest ago leave first."""

    def __init__(self, bytes_max: int) -> None:
        self.bytes_max = bytes_max
        self.bytes = 0
        self.pages: OrderedDict[object, _Page] = OrderedDict()
        self.lock = Lock()

    def get(self, key: object, now: float) -> _Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page is None or page.until <= now:
                return None
            self.pages.move_to_end(key)
            return page

    def last(self, key: object) -> _Page | None:
        """The page as it was made last, also when its time is over."""
        with self.lock:
            return self.pages.get(key)

    def put(self, key: object, page: _Page) -> None:
        with self.lock:
            old = self.pages.pop(key, None)
            self.bytes += len(page.body) - (len(old.body) if old else 0)
            self.pages[key] = page
            while self.bytes > self.bytes_max:
                _key, oldest = self.pages.popitem(last=False)
                self.bytes -= len(oldest.body)


_shelf = Shelf(BYTES_MAX)


def page_on_shelf(key: object, now: float) -> _Page | None:
    """The page of this key while its time lasts. ``now``: of time.monotonic."""
    return _shelf.get(key, now)


def kept(view: View) -> View:
    """Give what ``view`` answered a moment ago to everybody for whom it would answer the same."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds = settings().pages_kept_s
        if not seconds or not _is_public(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        now = time.monotonic()
        page = _shelf.get(key, now)
        if page is None:
            request.karum_kept = True  # type: ignore[attr-defined]  # site.context: forms without a token
            with timezone.override(time_zone_of(locale_of(request).country)):  # days as all of them read them
                request.karum_last = last = _shelf.last(key)  # type: ignore[attr-defined]
                made = view(request, *args, **kwargs)
            if isinstance(made, _Unchanged) and last:
                page = replace(last, until=now + seconds)
            elif made.status_code != 200 or made.streaming or made.cookies:
                return made
            else:
                page = _page(made, now + seconds, getattr(request, "karum_drawn_from", ""))
            _shelf.put(key, page)
        request.karum_shelf = key  # type: ignore[attr-defined]  # karum.shop.counter
        return _response(request, page)

    return answer


def drawn(request: HttpRequest, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render ``template``, unless it is for a kept page that was drawn from the same ``context`` last time.

    ``context`` must hold all that the template shows and that may change: a template that asks the database for itself
    is rendered by Django's ``render``.
    """
    if not getattr(request, "karum_kept", False):
        return render(request, template, context)
    today = timezone.localdate()
    mark = _digest((template, today, context))
    last: _Page | None = getattr(request, "karum_last", None)
    if last is not None and last.drawn_from == mark:
        return _Unchanged()
    request.karum_drawn_from = mark  # type: ignore[attr-defined]
    return render(request, template, context)


def is_shared(method: str, cookies: Set[str], *, encodings: str, has_fetch_site: bool) -> bool:
    """Whether who asks so gets the same page as others. ``encodings``: of Accept-Encoding."""
    return method == "GET" and has_fetch_site and "gzip" in encodings and cookies <= SHOWN | SILENT


def _is_public(request: HttpRequest) -> bool:
    sent = request.headers
    return is_shared(
        request.method or "",
        request.COOKIES.keys(),
        encodings=sent.get("Accept-Encoding", ""),
        has_fetch_site="Sec-Fetch-Site" in sent,
    )


def _key(request: HttpRequest) -> tuple[object, ...]:
    shown = tuple(request.COOKIES.get(name, "") for name in sorted(SHOWN))
    return (request.get_full_path(), locale_of(request), shown, request.headers.get("Save-Data", ""))


def _digest(what: object) -> str:
    """Stands for everything in ``what``. The same for what is equal, however it came about."""
    written = BytesIO()
    pickler = pickle.Pickler(written)
    pickler.fast = True  # no notes of what is the same object and what only equal
    pickler.dump(what)
    return sha256(written.getbuffer()).hexdigest()


def _page(made: HttpResponse, until: float, drawn_from: str) -> _Page:
    etag = f'"{sha256(made.content).hexdigest()[:24]}"'
    return _Page(gzip.compress(made.content, 6, mtime=0), etag, made.headers["Content-Type"], until, drawn_from)


def _response(request: HttpRequest, page: _Page) -> HttpResponse:
    response = HttpResponse(page.body, content_type=page.content_type)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = page.etag
    response.headers["Cache-Control"] = "private, no-cache"  # asked again each time; unchanged, it costs no bytes
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    unchanged = get_conditional_response(request, etag=page.etag, response=response)
    return unchanged if isinstance(unchanged, HttpResponse) else response
