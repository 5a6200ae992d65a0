"""The hub as an app on a telephone: its manifest, its service worker, and the page that stands when there is no line.

What is kept, and for whom, stands in ``worker.js``; why it is so, in docs/explanation/offline.md.
"""

import json
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings as django_settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karum.parties.locale import locale_of
from karum.runtime.settings import settings
from karum.site.context import shell_without_request

WORKER = Path(__file__).resolve().parent / "worker.js"
PAPER, CLAY = "#faf6ee", "#a5411d"
READER = "Karum-Reader"
"""Header of every page: whose it is. A browser keeps the pages of one reader only."""
GUEST = "guest"
DAY_S = 24 * 3600


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to know of the hub to put it among its apps. Source: https://w3c.github.io/manifest/"""
    language = locale_of(request).language
    icons = [
        {
            "src": static(f"site/icons/{name}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": name,
        }
        for name in ("any", "maskable")
        for size in (192, 512)
    ]
    drawn = {"src": static("site/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    shortcuts = [
        (_("Search products"), "/search"),
        (_("Cart"), "/cart"),
        (_("My orders"), "/me"),
        (_("My shop's desk"), "/desk"),
    ]
    told = {
        "id": "/",
        "name": settings().hub_name,
        "short_name": settings().hub_name,
        "description": _("Buy from small firms around the world at one honest price at your door."),
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": CLAY,
        "categories": ["shopping", "business"],
        "icons": [*icons, drawn],
        "shortcuts": [{"name": name, "url": url, "icons": icons[:1]} for name, url in shortcuts],
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json")
    response.headers["Cache-Control"] = f"private, max-age={DAY_S}"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponseBase:
    """The service worker with the names of its files. Its address changes with the program, so it may be kept a day."""
    text, mark = _worker()
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={DAY_S}"
    response.headers["ETag"] = f'"{mark}"'
    return get_conditional_response(request, etag=f'"{mark}"', response=response) or response


def worker_address() -> str:
    """Where pages register the worker: another address after each update of the program."""
    return f"/sw.js?v={_worker()[1]}"


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a line, and all words that the script and the worker say. Nothing of a person is on it."""
    wish = request.GET.get("language", "")
    language = wish if wish in dict(django_settings.LANGUAGES) else locale_of(request).language
    with override(language):
        html = render_to_string("site/offline.html", {**shell_without_request(), "worker": worker_address()})
    response = HttpResponse(html)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-cache"
    return response


def reader_of(request: HttpRequest) -> str:
    """A mark of the person that a page is for, ``guest`` for nobody's, empty where it was not asked who she is.

    It never asks the database: pages that stand without it carry no mark and are not kept.
    """
    if django_settings.SESSION_COOKIE_NAME not in request.COOKIES and not hasattr(request, "_cached_user"):
        return GUEST
    person = getattr(request, "_cached_user", None)
    if person is not None:
        return _mark(str(person.pk)) if person.is_authenticated else GUEST
    session = getattr(request, "session", None)
    if session is None or not hasattr(session, "_session_cache"):
        return ""
    return _mark(session[SESSION_KEY]) if SESSION_KEY in session else GUEST


@lru_cache(maxsize=4096)
def _mark(person_id: str) -> str:
    return salted_hmac(READER, person_id).hexdigest()[:16]


@cache
def _worker() -> tuple[str, str]:
    """The worker's text and the mark of this version of the program: all static files count, and the worker itself."""
    manifest_of_files = django_settings.STATIC_ROOT / "staticfiles.json"
    files = manifest_of_files.read_bytes() if manifest_of_files.exists() else b""
    text = WORKER.read_text(encoding="utf-8")
    needed = [static("site/karum.css"), static("site/app.js")]
    mark = sha256(files + text.encode() + "".join(needed).encode()).hexdigest()[:12]
    named = {
        "version": mark,
        "name": settings().hub_name,
        "files": needed,
        "icon": static("site/icons/any-192.png"),
        "renew": reverse("notices:device_renew"),
        "badge": static("site/icons/badge-96.png"),
    }
    return f"const HUB = {json.dumps(named)};\n{text}", mark
