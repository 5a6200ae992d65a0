"""The rules of trade by country: what is on file of each market, how sure it is and how old."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.shop.queries.markets import market_page, market_rows

FILTERS = ("complete", "gaps")
WORDS_MAX = 60


@require_safe
def markets(request: HttpRequest) -> HttpResponse:
    """All markets, or those that the words and the filter leave."""
    words = request.GET.get("q", "")[:WORDS_MAX].replace("\x00", "")
    only = request.GET.get("only", "")
    only = only if only in FILTERS else ""
    rows = market_rows(timezone.now().date(), words, only)
    context = {"rows": rows, "words": words, "only": only, "filtered": bool(words or only)}
    return render(request, "shop/markets.html", context)


@require_safe
def market(request: HttpRequest, code: str) -> HttpResponse:
    """One market. Raises Http404 for a country without rules."""
    page = market_page(code, timezone.now().date())
    if page is None:
        raise Http404
    return render(request, "shop/market.html", {"page": page})
