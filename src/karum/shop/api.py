"""The quote as JSON, for programs: ``POST /api/v1/quote``. Needs no account, reads no cookie, keeps nothing."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from karum.orders.queries.quotes import quote
from karum.rules import BadRequest
from karum.rules.quote_json import answer_json, read_request
from karum.runtime.asked import whole
from karum.runtime.settings import settings
from karum.shop.limits import WITHIN_S, asks_too_often

BODY_BYTES_MAX = 65_536


@csrf_exempt  # no cookie is read: there is nobody whose browser could be misused
def quote_api(request: HttpRequest) -> HttpResponse:
    """Answer a request in the shape of ``karum quote --json`` (docs/reference/api.md)."""
    if request.method != "POST":
        refusal = _refuse(HTTPStatus.METHOD_NOT_ALLOWED, "$", "send the request with POST, as JSON")
        refusal.headers["Allow"] = "POST"
        return refusal
    if asks_too_often(request):
        refusal = _refuse(
            HTTPStatus.TOO_MANY_REQUESTS,
            "$",
            f"is one more than {settings().quotes_per_minute} in a minute; wait a little",
        )
        refusal.headers["Retry-After"] = str(WITHIN_S)
        return refusal
    if request.content_type != "application/json":
        return _refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "$", "must come with Content-Type: application/json")
    if _length(request) > BODY_BYTES_MAX or len(request.body) > BODY_BYTES_MAX:
        return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "$", f"has more than {BODY_BYTES_MAX} bytes")
    try:
        return _answer(answer_json(quote(read_request(request.body.decode("utf-8")))))
    except UnicodeDecodeError:
        return _refuse(HTTPStatus.BAD_REQUEST, "$", "is not UTF-8 text")
    except BadRequest as error:
        return _refuse(HTTPStatus.BAD_REQUEST, error.field, error.message)


def _length(request: HttpRequest) -> int:
    text = request.headers.get("Content-Length", "")
    return whole(text)


def _refuse(status: int, field: str, message: str) -> HttpResponse:
    """``field`` names the place in the request as JSON does, ``$`` is the whole."""
    return _answer({"error": {"field": field, "message": message}}, status)


def _answer(body: object, status: int = HTTPStatus.OK) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    # Half a character that somebody sent goes back as JSON's escape of it: UTF-8 has no other way to write it.
    body_bytes = text.encode("utf-8", "backslashreplace")
    response = HttpResponse(body_bytes, content_type="application/json", status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
