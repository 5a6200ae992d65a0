"""Product feeds for Google Merchant Center: the whole hub in parts, and one seller's own."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from itertools import chain

from django.conf import settings as django_settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karum.catalogue.queries.outward import feed_parts
from karum.parties.locale import COUNTRIES
from karum.parties.queries import business_by_slug
from karum.runtime.asked import whole
from karum.runtime.settings import settings
from karum.runtime.wording import country_text
from karum.shop.domain import merchant
from karum.shop.domain.merchant import Item
from karum.shop.limits import WITHIN_S, feeds_too_often
from karum.shop.queries.feeds import feed_items

KEPT_S = 3600


@require_safe
def feed(request: HttpRequest, country: str, language: str) -> HttpResponseBase:
    """One part (``?part=0``, 1, ...) of what is for sale to a country; each part names the next one.

    Raises Http404 for a country or language that the hub does not have, and for a part that is not there.
    """
    _known(country, language)
    if feeds_too_often(request):
        return _slower()
    text, parts = request.GET.get("part", "0"), feed_parts()
    part = whole(text, digits=6, otherwise=-1)
    if not 0 <= part < max(parts, 1):
        raise Http404
    own = settings().base_url + reverse("shop:feed", args=[country, language])
    following = f"{own}?part={part + 1}" if part + 1 < parts else ""
    items = feed_items(country, language, now=timezone.now(), part=part)
    return _stream(settings().hub_name, settings().base_url + "/", country, language, items, following)


@require_safe
def seller_feed(request: HttpRequest, slug: str, country: str, language: str) -> HttpResponseBase:
    """What one seller sells to a country. Raises Http404 for an unknown shop, country or language."""
    _known(country, language)
    seller = business_by_slug(slug)
    if seller is None:
        raise Http404
    if feeds_too_often(request):
        return _slower()
    address = settings().base_url + reverse("shop:shop", args=[slug])
    items = feed_items(country, language, now=timezone.now(), seller_id=seller.id)
    return _stream(seller.name, address, country, language, items)


def _known(country: str, language: str) -> None:
    if country not in COUNTRIES or language not in dict(django_settings.LANGUAGES):
        raise Http404


def _stream(
    title: str, address: str, country: str, language: str, batches: Iterator[list[Item]], following: str = ""
) -> HttpResponseBase:
    with translation.override(language):
        says = _("Goods for sale, delivered to %(country)s.") % {"country": country_text(country)}
    first = next(batches, [])  # what fails, fails before the answer has begun
    lines = _lines(merchant.begin(title, address, says, following), chain([first], batches))
    response = StreamingHttpResponse(lines, content_type="application/rss+xml; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _lines(head: str, batches: Iterable[list[Item]]) -> Iterator[str]:
    yield head
    for batch in batches:
        yield "".join(merchant.item(one) for one in batch)
    yield merchant.end()


def _slower() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(WITHIN_S)})
