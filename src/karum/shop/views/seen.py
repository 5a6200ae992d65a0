"""What leads on from a product: what this browser looked at last, and what is similar."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from karum.parties.locale import locale_of
from karum.shop.kept import kept
from karum.shop.queries import discovery
from karum.shop.seen import forget, seen_slugs


@require_http_methods(["GET", "HEAD", "POST"])
def seen(request: HttpRequest) -> HttpResponse:
    """The products seen last; ``?part`` gives the list alone (204: none), a POST forgets them."""
    if request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(reverse("shop:seen"))
        forget(response)
        return response
    goods = discovery.seen(seen_slugs(request), locale_of(request), now=timezone.now())
    if "part" in request.GET and not goods:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    template = "shop/_seen.html" if "part" in request.GET else "shop/seen.html"
    return render(request, template, {"goods": goods})


@require_safe
@kept
def similar(request: HttpRequest, slug: str) -> HttpResponse:
    """Products like this one; ``?part`` gives the list alone (204: none). Raises Http404 when there is none such."""
    found = discovery.similar_to(slug, locale_of(request), now=timezone.now())
    if found is None:
        raise Http404
    if "part" in request.GET and not found.goods:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    template = "shop/_similar.html" if "part" in request.GET else "shop/similar.html"
    return render(request, template, {"found": found, "goods": found.goods})
