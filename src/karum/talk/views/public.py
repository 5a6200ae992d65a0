"""Questions and answers about a product that everybody may read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from karum.catalogue.queries import product_page
from karum.parties.queries import businesses
from karum.runtime.asked import whole
from karum.talk.queries import public_answers

PAGE = 20


@require_safe
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """All published answers about a product, the newest first."""
    page = product_page(slug, get_language() or "en")
    if page is None:
        raise Http404
    text = request.GET.get("page", "1")
    number = max(1, whole(text, digits=4, otherwise=1))
    found, count = public_answers(page.id, limit=PAGE, offset=(number - 1) * PAGE)
    sellers = businesses({one.seller_id for one in found})
    context = {
        "page_of": page,
        "answers": [(one, sellers.get(one.seller_id)) for one in found],
        "page": Paginator(range(count), PAGE).get_page(number),
        "ask": next(iter(page.offers), None),
        "askable": businesses({offer.seller_id for offer in page.offers}),
    }
    return render(request, "talk/answers.html", context)
