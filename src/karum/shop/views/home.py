"""The front page and how buying works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.catalogue.queries import categories
from karum.orders.terms import terms
from karum.parties.locale import locale_of
from karum.shop.kept import drawn, kept
from karum.shop.queries import facts
from karum.shop.queries import goods as queries


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Search, categories, goods and makers from many countries, and how it works."""
    locale = locale_of(request)
    found = queries.home(locale, now=timezone.now())
    context = {"home": found, "categories": categories(locale.language), "facts": [facts.hub_facts()]}
    return drawn(request, "shop/home.html", context)


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How buying here works: the price, the money, the terms and the source of every figure."""
    return render(request, "shop/how.html", {"terms": terms()})
