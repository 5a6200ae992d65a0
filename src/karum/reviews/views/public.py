"""What everybody reads: the reviews of a product and of a seller, the rules, and the way to report one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from karum.catalogue.queries import product_page
from karum.parties.queries import business_by_slug
from karum.parties.services.limits import too_fast
from karum.reviews import services
from karum.reviews.domain.rating import Rating
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import Reason
from karum.reviews.forms import ReportForm
from karum.reviews.queries import Filter, find, ratings, ratings_of_sellers, shown_review
from karum.reviews.words import reason_text
from karum.runtime.asked import whole

REPORTS_MAX = 10
"""Reviews that one visitor may report in an hour."""


@require_safe
def of_product(request: HttpRequest, slug: str) -> HttpResponse:
    """All reviews of a product, with their spread and filters."""
    page = product_page(slug, _language())
    if page is None:
        raise Http404
    context = _found(request, product_id=page.id)
    context |= {
        "page_of": page,
        "rating": ratings([page.id]).get(page.id) or Rating(),
        "title": page.text.title,
        "title_language": page.text.language,
        "back": reverse("shop:product", args=[slug]),
    }
    return render(request, "reviews/list.html", context)


@require_safe
def of_seller(request: HttpRequest, slug: str) -> HttpResponse:
    """All reviews of what a seller sold."""
    seller = business_by_slug(slug)
    if seller is None:
        raise Http404
    context = _found(request, seller_id=seller.id)
    context |= {
        "seller": seller,
        "rating": ratings_of_sellers([seller.id]).get(seller.id) or Rating(),
        "title": seller.name,
        "title_language": None,
        "back": reverse("shop:shop", args=[slug]),
    }
    return render(request, "reviews/list.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Who may write, what is checked, what is shown, and what is hidden."""
    return render(request, "reviews/rules.html", {"terms": terms(), "reasons": [reason_text(one) for one in Reason]})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """Tell the hub that a review breaks the rules."""
    found = shown_review(key, _language())
    form = ReportForm(request.POST if request.method == "POST" else None)
    back = reverse("reviews:product", args=[found.offer.product_slug]) if found.offer else "/"
    if form.is_bound and form.is_valid():
        if too_fast(request, "report", most=REPORTS_MAX, within_s=3600):
            messages.error(request, _("Too many in a row: please wait an hour."))
            return redirect(back)
        person_id = request.user.pk if request.user.is_authenticated else None
        words = form.cleaned_data["words"]
        services.report(found.row.pk, form.because, words, side="anybody", person_id=person_id, now=timezone.now())
        messages.success(request, _("Thank you. A person of the hub looks at it."))
        return redirect(back)
    context = {"one": found, "form": form, "back": back}
    return render(request, "reviews/report.html", context, status=422 if form.errors else 200)


def _language() -> str:
    return get_language() or "en"


def _found(request: HttpRequest, **of: int) -> dict[str, Any]:
    """The page of the list that the address asks for; what cannot be read counts as not given."""
    asked = request.GET
    stars, country = asked.get("stars", ""), asked.get("country", "")
    wanted = Filter(
        stars=int(stars) if stars in {"1", "2", "3", "4", "5"} else 0,
        country=country if len(country) == 2 and country.isascii() and country.isalpha() else "",
        photos=asked.get("photos") == "1",
    )
    text = asked.get("page", "1")
    number = whole(text, digits=4, otherwise=1)
    found = find(_language(), wanted, number, **of)
    pages = Paginator(range(found.pages), 1).get_page(found.page)
    return {"found": found, "wanted": wanted, "page": pages, "terms": terms()}
