"""Error pages that help: what happened, what to do now, and a search box.

Any view answers with an empty ``HttpResponse(status=410)`` (or 429, 503 ...) and gets the page of that number here.
The pages for 500 and 503 ask neither the database nor the request's person, so they stand when those do not.
"""

import logging
import secrets
import sys
from dataclasses import dataclass
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from karum.parties.locale import locale_of
from karum.site.context import shell_without_request

log = logging.getLogger(__name__)

RETRY_S = 30


@dataclass(frozen=True, slots=True)
class Page:
    """What a person reads: a title, what happened, and what she can do."""

    title: str | Promise
    what: str | Promise
    advice: tuple[str | Promise, ...]


PAGES: dict[int, Page] = {
    400: Page(
        _("We could not read that request"),
        _("Something in the address or the form was not as it should be. Nothing was changed."),
        (_("Go back and try once more."), _("If you followed a link, it may be cut off: look for its end.")),
    ),
    403: Page(
        _("This page is not open to you"),
        _("You may need to sign in, or your role in the business does not include this."),
        (
            _("Sign in with the address that belongs to the business."),
            _("Ask an owner of the business to give you the role."),
        ),
    ),
    404: Page(
        _("There is nothing at this address"),
        _("The page may have moved, or the address has a mistake in it."),
        (_("Check the address for a typing mistake."), _("Search for what you were looking for.")),
    ),
    405: Page(
        _("This page cannot be used like that"),
        _("The address is right, but it takes another kind of request. Nothing was changed."),
        (_("Open the page again from its link or form."),),
    ),
    410: Page(
        _("This is gone for good"),
        _("What was here has been taken away, or the link was valid for a short time only."),
        (_("Search for something similar."), _("If it was a link in an e-mail, ask for a new one.")),
    ),
    413: Page(
        _("That is too large"),
        _("The file or text is larger than this hub takes. Nothing was saved."),
        (_("Make the picture smaller, or send fewer files at once."),),
    ),
    429: Page(
        _("Too many tries in a short time"),
        _("To protect everybody's accounts we slow down after many tries."),
        (_("Wait a minute, then try again."),),
    ),
    500: Page(
        _("The mistake is ours"),
        _("Something broke on our side. No money moves unless you see a confirmation."),
        (
            _("Try again in a minute."),
            _("If you were paying: look at your orders before you pay again; the same payment is never taken twice."),
        ),
    ),
    503: Page(
        _("The hub is resting for a moment"),
        _("It is being updated or is very busy. Your cart and your orders are safe."),
        (_("Try again in half a minute."),),
    ),
}

FORM_EXPIRED = Page(
    _("This form is too old to be trusted"),
    _("For your safety a form can be sent only from our own page, with cookies on. Nothing was changed."),
    (
        _("Go back, load the page again and send the form once more."),
        _("If that does not help, allow cookies for this site."),
    ),
)


def error_page(
    status: int,
    request: HttpRequest | None = None,
    *,
    page: Page | None = None,
    said: str | Promise = "",
    mark: str = "",
) -> HttpResponse:
    """Return the page for ``status``. ``said`` is a sentence for the person; ``mark`` finds the error in the log."""
    alone = request is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    context = {"page": page or PAGES[status], "status": status, "said": said, "mark": mark}
    if alone:
        context = shell_without_request() | context
    html = render_to_string("site/error.html", context, None if alone else request)
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response.headers.setdefault("Retry-After", str(RETRY_S))
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    request.GET = QueryDict()  # it may be what could not be read: thousands of words
    with override(locale_of(request).language):
        return error_page(400, request)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal with its reason, where the code that refused gave one."""
    reason = exception.args[0] if exception is not None and exception.args else ""
    return error_page(403, request, said=reason if isinstance(reason, (str, Promise)) else "")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(404, request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("form refused: %s", reason)
    return error_page(403, request, page=FORM_EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:
    """An unforeseen failure: 503 when the database does not answer, else 500 with a mark that is also in the log."""
    failure = sys.exc_info()[1]
    with override(locale_of(request).language):
        if isinstance(failure, (OperationalError, InterfaceError)):
            log.error("%s: the database does not answer: %s: %s", request.path, type(failure).__name__, failure)
            return error_page(503)
        mark = secrets.token_hex(4)
        log.error("error %s at %s", mark, request.path)
        return error_page(500, mark=mark)
