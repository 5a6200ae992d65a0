"""What somebody looked at last: slugs of products in one cookie, for a month. The hub itself keeps nothing of it.

The cookie goes only to product pages and to the page that lists them (``/p``), which can also forget them.
"""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "seen"
PATH = "/p"
MOST = 8
_KEPT_S = 30 * 24 * 3600
_SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)
_SHOWN = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)

View = Callable[Concatenate[HttpRequest, str, ...], HttpResponse]


def seen_slugs(request: HttpRequest) -> tuple[str, ...]:
    """The products that this browser looked at, the last first. What cannot be a slug is left out."""
    return _slugs(request.COOKIES.get(COOKIE, ""))


def _slugs(cookie: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for slug in cookie.split(".") if _SLUG.fullmatch(slug)))[:MOST]


def remembered(view: View) -> View:
    """Put the product that a page showed first into the cookie; what a browser only fetches ahead was not seen."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, slug, *args, **kwargs)
        if request.method == "GET" and response.status_code in _SHOWN and "Sec-Purpose" not in request.headers:
            _remember(response, seen_slugs(request), slug)
        return response

    return answer


def seen_header(cookie: str, slug: str) -> str:
    """What ``Set-Cookie`` says after this product was shown to who sent ``cookie``; empty: nothing new."""
    response = HttpResponse()
    _remember(response, _slugs(cookie), slug)
    return response.cookies[COOKIE].OutputString() if COOKIE in response.cookies else ""


def forget(response: HttpResponse) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _remember(response: HttpResponse, before: tuple[str, ...], slug: str) -> None:
    if before[:1] != (slug,):
        _keep(response, (slug, *(one for one in before if one != slug))[:MOST])


def _keep(response: HttpResponse, slugs: tuple[str, ...]) -> None:
    response.set_cookie(
        COOKIE,
        ".".join(slugs),
        max_age=_KEPT_S,
        path=PATH,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
    )
