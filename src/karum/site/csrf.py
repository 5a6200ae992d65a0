"""Forms come from our own pages: the browser says so, or a token does.

Browsers tell with each request where it was made (``Sec-Fetch-Site``, https://www.w3.org/TR/fetch-metadata/); no page
can write that header itself. ``same-origin`` therefore is as good as a token, and a public page that needs no token
can be kept for everybody (karum.shop.kept). Browsers that do not say it, and everything else, need Django's token.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware


class SameOriginOrToken(CsrfViewMiddleware):
    """Django's check, passed by a form of which the browser says that it comes from this very origin."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)
