"""Search results and categories: the same screen, once asked with words, once with a category."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.catalogue.queries import SearchPage, SearchQuery, Terms, categories, category, path
from karum.parties.locale import locale_of
from karum.runtime.settings import settings
from karum.shop.forms.shopping import SearchForm
from karum.shop.queries import goods as queries


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What words find. Filters that cannot be read are shown as wrong and left out, the rest still works."""
    return _results(request, "", {})


@require_safe
def browse(request: HttpRequest, slug: str) -> HttpResponse:
    """A category with all below it. Raises Http404 for an unknown one."""
    node = category(slug, locale_of(request).language)
    if node is None:
        raise Http404
    crumbs = path(slug, locale_of(request).language)
    return _results(request, slug, {"category": node, "crumbs": crumbs})


def _results(request: HttpRequest, slug: str, extra: dict[str, Any]) -> HttpResponse:
    locale = locale_of(request)
    form = SearchForm(request.GET or None)
    given = form.readable()
    query = SearchQuery(
        words=given.words,
        category=slug or given.category,
        origin=given.origin,
        price_min_minor=given.price_min_minor,
        price_max_minor=given.price_max_minor,
        terms=given.terms,
        in_stock=given.in_stock,
        sort=given.sort,
        page=given.page,
        language=locale.language,
    )
    found, goods = queries.find(query, locale, now=timezone.now())
    form.offer_origins(facet.value for facet in found.facets.origins)
    names = {node.slug: node for node in _flat(categories(locale.language))}
    context = {
        "form": form,
        "words": given.words,
        "query": query,
        "found": found,
        "goods": goods,
        "page": _page(found),
        "category_facets": [(names[f.value], f.count) for f in found.facets.categories if f.value in names],
        "origin_facets": found.facets.origins[:12],
        "wholesale": next((f.count for f in found.facets.terms if f.value == Terms.WHOLESALE), 0),
        "chosen": _chosen(request, query, names),
        "categories": categories(locale.language),
        "hub_currency": settings().hub_currency,
        **extra,
    }
    return render(request, "shop/search.html", context)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on: what it is, and the address without it."""

    kind: str
    value: str
    name: str
    without: str


def _chosen(request: HttpRequest, query: SearchQuery, names: dict[str, Any]) -> list[Chosen]:
    """The filters that are on, each with the address that takes it off."""
    on = []
    for kind in ("category", "origin", "terms", "in_stock", "min", "max"):
        value = request.GET.get(kind, "").strip()
        if not value or (kind == "category" and value not in names):
            continue
        kept = request.GET.copy()
        kept.pop(kind)
        kept.pop("page", None)
        name = names[value].name if kind == "category" else value
        on.append(Chosen(kind, value, name, f"?{kept.urlencode()}"))
    return on


def _flat(nodes: Any) -> list[Any]:
    return [one for node in nodes for one in (node, *_flat(node.children))]


def _page(found: SearchPage) -> Any:
    """Pages for the pager; only their number matters."""
    return Paginator(range(max(found.pages, 1)), 1).get_page(found.page)
