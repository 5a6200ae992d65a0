"""For search engines: robots.txt, the list of sitemaps, and the sitemaps themselves, streamed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from karum.catalogue.queries import CategoryNode, categories
from karum.catalogue.queries.outward import (
    SITEMAP_SIZE,
    SitemapRow,
    sitemap_parts,
    sitemap_products,
    slugs_of_published,
)
from karum.parties.queries import all_businesses, businesses
from karum.reviews.queries import much_reviewed, much_reviewed_sellers
from karum.rules.queries import markets
from karum.runtime.settings import settings
from karum.shop.domain import sitemaps
from karum.shop.limits import WITHIN_S, reads_too_often
from karum.talk.queries import much_answered

KEPT_S = 3600
# What is somebody's own, or a step of something. Nothing secret depends on this file.
PRIVATE = ("/account/", "/api/", "/desk", "/hub", "/locale", "/me", "/pay", "/order")
_PLAIN = ("shop:home", "shop:how", "shop:search", "shop:markets", "shop:calculator", "shop:hs", "reviews:rules")
_VOICES_MAX = SITEMAP_SIZE // 3


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Where robots need not look, and where the sitemaps are. Source: RFC 9309."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), ""]
    lines.append(f"Sitemap: {_address(reverse('shop:sitemap-index'))}")
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """All sitemaps of the hub."""
    if reads_too_often(request):
        return _slower()
    files = [(_address(reverse("shop:sitemap", args=[kind])), None) for kind in _SMALL]
    products = [(_address(reverse("shop:sitemap-products", args=[part])), at) for part, at in sitemap_parts()]
    return _kept(HttpResponse(sitemaps.index([*files, *products]), content_type="application/xml"))


@require_safe
def sitemap(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The pages, categories, shops, markets or voices of the hub. Raises Http404 for another kind."""
    if kind not in _SMALL:
        raise Http404
    if reads_too_often(request):
        return _slower()
    addresses = (_address(path) for path in _SMALL[kind]())
    return _kept(StreamingHttpResponse(sitemaps.small(addresses), content_type="application/xml"))


@require_safe
def sitemap_of_products(request: HttpRequest, part: int) -> HttpResponseBase:
    """One part of the products. Raises Http404 for one that is not there."""
    if reads_too_often(request):
        return _slower()
    batches = sitemap_products(part)
    first = next(batches, [])
    if not first and part not in {number for number, _at in sitemap_parts()}:
        raise Http404
    return _kept(StreamingHttpResponse(_product_lines(chain([first], batches)), content_type="application/xml"))


def _product_lines(batches: Iterable[list[SitemapRow]]) -> Iterator[str]:
    yield sitemaps.begin()
    for batch in batches:
        yield "".join(
            sitemaps.page(_address(f"/p/{row.slug}"), row.changed_at, _address(row.picture) if row.picture else "")
            for row in batch
        )
    yield sitemaps.end()


def _pages() -> Iterator[str]:
    return (reverse(route) for route in _PLAIN)


def _categories() -> Iterator[str]:
    waiting: list[CategoryNode] = list(categories("en"))
    while waiting:
        node = waiting.pop()
        waiting += node.children
        yield reverse("shop:category", args=[node.slug])


def _shops() -> Iterator[str]:
    return (reverse("shop:shop", args=[seller.slug]) for seller in all_businesses()[:SITEMAP_SIZE])


def _voices() -> Iterator[str]:
    """Pages of reviews and answers that say more than the product's or the shop's own page."""
    for slug in slugs_of_published(much_reviewed(_VOICES_MAX)):
        yield reverse("reviews:product", args=[slug])
    for slug in slugs_of_published(much_answered(_VOICES_MAX)):
        yield reverse("talk:answers", args=[slug])
    for seller in businesses(much_reviewed_sellers(_VOICES_MAX)).values():
        if seller.active:
            yield reverse("reviews:seller", args=[seller.slug])


def _markets() -> Iterator[str]:
    return (reverse("shop:market", args=[code]) for code in markets())


_SMALL: Mapping[str, Callable[[], Iterator[str]]] = {
    "pages": _pages,
    "categories": _categories,
    "shops": _shops,
    "markets": _markets,
    "voices": _voices,
}


def _address(path: str) -> str:
    return settings().base_url + path


def _kept(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    return response


def _slower() -> HttpResponse:
    return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(WITHIN_S)})
