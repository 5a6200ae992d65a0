"""Headers that every page carries, and a helpful page wherever only a number was answered."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from karum.site.errors import PAGES, error_page
from karum.site.installed import READER, reader_of

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """One content security policy for the whole hub: own files only, nothing inline."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.SESSION_COOKIE_SECURE:  # the hub is reached by https: from now on by nothing else
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if response.headers.get("Content-Type", "").startswith("text/html") and (reader := reader_of(request)):
            response.headers.setdefault(READER, reader)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response


class ErrorPages:
    """A view may answer ``HttpResponse(status=410)``: an empty error becomes the page of its number (site.errors)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code not in PAGES or response.streaming or response.content or request.method == "HEAD":
            return response
        page = error_page(response.status_code, request)
        for name, value in response.headers.items():
            if name not in ("Content-Type", "Content-Length"):
                page.headers[name] = value
        page.cookies.update(response.cookies)
        return page
