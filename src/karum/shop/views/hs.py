"""Find the HS code of anything: a public page. Nothing is chosen here; a code leads on to the calculator."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from karum.parties.services import too_fast
from karum.rules.classify import classify, to_json
from karum.rules.classify.facets import facets
from karum.runtime.settings import settings

LIMIT = "hs"
LIMIT_S = 60
SHOWN = 10
WORDS_MAX = 300  # characters, as the form on the page says


@require_safe
@vary_on_headers("Accept")
def hs(request: HttpRequest) -> HttpResponse:
    """A shortlist for the words in ``q``, with questions that narrow it; as JSON for who accepts only that."""
    words = request.GET.get("q", "").strip()[:WORDS_MAX]
    if not words:
        return render(request, "shop/hs.html", {"words": ""})
    if too_fast(request, LIMIT, most=settings().quotes_per_minute, within_s=LIMIT_S):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(LIMIT_S)})
    answers = {name: answer for name in facets() if (answer := request.GET.get(f"hs_{name}", ""))}
    found = classify(words, get_language(), SHOWN, answers=answers)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse(to_json(found))
    return render(request, "shop/hs.html", {"words": words, "found": found})
