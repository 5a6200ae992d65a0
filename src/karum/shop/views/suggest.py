"""Suggestions while typing, as JSON for the search field's script. Reads no cookie: every address has one answer."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_safe

from karum.parties.services import too_fast
from karum.runtime.wording import number_text
from karum.shop.queries.suggesting import Suggestions, suggest

KEPT_S = 300
LONGEST = 60
PER_MINUTE = 240
"""Four a second: nobody types faster. Several people may share an address."""
WITHIN_S = 60


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """``?q=cof&in=en``: ``{"words": [...], "shelves": [{"name", "path"}], "said": "3 suggestions"}``.

    Public and kept for five minutes. 429 for who asks more often than people type.
    """
    if too_fast(request, "suggest", most=PER_MINUTE, within_s=WITHIN_S):
        refusal = JsonResponse({"words": [], "shelves": [], "said": ""}, status=HTTPStatus.TOO_MANY_REQUESTS)
        refusal.headers["Retry-After"] = str(WITHIN_S)
        return refusal
    asked = request.GET.get("in", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    found = suggest(request.GET.get("q", "")[:LONGEST], language)
    with override(language):
        response = JsonResponse(_body(found), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    response.headers["Content-Language"] = language
    return response


def _body(found: Suggestions) -> dict[str, Any]:
    count = len(found.words) + len(found.shelves)
    shelves = [{"name": one.name, "path": reverse("shop:category", args=[one.slug])} for one in found.shelves]
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", count) % {"count": number_text(count)}
    return {"words": list(found.words), "shelves": shelves, "said": said if count else ""}
