"""What the page shell needs on every page. Nothing here asks the database."""

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest

from karum.parties.locale import COUNTRY_WORD, LANGUAGE_WORD, locale_of
from karum.parties.saver import saves_data
from karum.runtime.asked import whole
from karum.runtime.settings import settings

CART_COUNT_COOKIE = "cart_count"  # written by orders with each change of the cart; only ever shown


def shell(request: HttpRequest) -> dict[str, Any]:
    """The hub's name, where to deliver, how many things are in the cart, and where we are (to come back to)."""
    return {
        **shell_without_request(),
        **({"csrf_token": ""} if getattr(request, "karum_kept", False) else {}),  # karum.shop.kept
        "deliver_to": locale_of(request),
        "data_saver": saves_data(request),
        "cart_count": _count(request.COOKIES.get(CART_COUNT_COOKIE, "")),
        "here": _here(request) if request.method == "GET" and request.path != "/locale" else "",
    }


def _here(request: HttpRequest) -> str:
    """The address to come back to, without the words that ask for one view: who chooses, chooses for all pages."""
    if not {LANGUAGE_WORD, COUNTRY_WORD}.intersection(request.GET):
        return request.get_full_path()
    kept = request.GET.copy()
    for word in (LANGUAGE_WORD, COUNTRY_WORD):
        kept.pop(word, None)
    path = request.get_full_path().partition("?")[0]
    return f"{path}?{kept.urlencode()}" if kept else path


def shell_without_request() -> dict[str, Any]:
    """The part of the shell that can be written when nothing else works (error 500)."""
    knobs = settings()
    return {"hub_name": knobs.hub_name, "demo": knobs.demo, "languages": django_settings.LANGUAGES}


def _count(text: str) -> int:
    return whole(text, digits=4)
