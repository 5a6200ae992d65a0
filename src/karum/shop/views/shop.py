"""A seller's own page."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.orders.terms import terms
from karum.parties.locale import locale_of
from karum.parties.queries import translated_story
from karum.runtime.asked import whole
from karum.shop.kept import kept
from karum.shop.queries import facts
from karum.shop.queries import goods as queries
from karum.talk.queries import answer_speed
from karum.talk.words import speed_text


@require_safe
@kept
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """Story, verification, policies and goods of one seller. Raises Http404 for an unknown or closed shop."""
    text = request.GET.get("page", "1")
    number = whole(text, digits=3, otherwise=1)
    screen = queries.shop(slug, locale_of(request), now=timezone.now(), page=number)
    if screen is None:
        raise Http404
    pages = Paginator(range(max(screen.found.pages, 1)), 1).get_page(screen.found.page)
    context = {"screen": screen, "seller": screen.seller, "goods": screen.goods, "page": pages, "terms": terms()}
    speed = answer_speed(screen.seller.id, now=timezone.now())
    context["speed"] = speed_text(speed) if speed else ""
    context["told"] = translated_story(screen.seller, locale_of(request).language)
    context["share"] = facts.firm_share(screen.seller, screen.pictures)
    context["facts"] = [facts.firm_facts(screen.seller, [picture.url for picture in screen.pictures])]
    return render(request, "shop/shop.html", context)
