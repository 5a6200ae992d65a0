"""Search results and categories: the same screen, once asked with words, once with a category."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.catalogue.queries import SearchPage, SearchQuery, Sort, categories, category, path
from karum.catalogue.services import note_destination
from karum.insight.middleware import is_robot
from karum.insight.services import count_search
from karum.parties.locale import Locale, locale_of
from karum.parties.saver import saves_data
from karum.runtime.settings import settings
from karum.shop import filter_words
from karum.shop.forms.searching import SORTS, Asked, SearchForm
from karum.shop.queries import discovery
from karum.shop.queries import goods as queries
from karum.text.folding import split

SAVER_PAGE_SIZE = 12
"""Products on a page for the data saver."""
_DOORS = (Sort.DOOR, Sort.ARRIVAL)
_PRICES = (Sort.PRICE, Sort.PRICE_DOWN)
_LITTLE = 4


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
    locale, now = locale_of(request), timezone.now()
    form = SearchForm(request.GET or None)
    asked = form.readable()
    if locale.country:
        note_destination(locale.country, today=now.date())  # the hub keeps door prices for where people come from
    doors = discovery.doors(locale, now.date())
    query = _query(asked, slug, locale, doors)
    if saves_data(request):
        query = replace(query, page_size=SAVER_PAGE_SIZE)
    found, goods = queries.find(query, locale, now=now)
    if asked.words and asked.page == 1 and not is_robot(request):
        count_search(asked.words, locale.country, found.total.count)
    lists = {
        "sort": _orders(query, known=bool(doors)),
        **filter_words.choices(asked, found.facets, doors, timezone.localdate()),
    }
    switches = filter_words.switches(asked, found.facets)
    form.offer(lists, switches)
    names = {node.slug: node for node in _flat(categories(locale.language))}
    own_category = names[asked.category].name if asked.category in names else ""
    chosen = filter_words.chosen(asked, request.GET, own_category, doors, timezone.localdate())
    context = {
        "form": form,
        "lists": [form[name] for name in lists],
        "switches": [form[name] for name in switches],
        "prices": [form["min"], form["max"]] if not doors else [],
        "words": asked.words,
        "single_words": _single(asked.words) if found.help.partly else [],
        "query": query,
        "found": found,
        "goods": goods,
        "page": _page(found),
        "category_facets": [(names[f.value], f.count) for f in found.facets.categories if f.value in names],
        "chosen": chosen,
        "meant": filter_words.kinds_text(found.help.synonyms),
        "plain": filter_words.without_filters(request.GET),
        "nearby": _nearby(query, found, locale, filtered=bool(chosen)),
        "categories": categories(locale.language),
        "hub_currency": settings().hub_currency,
        **extra,
    }
    return render(request, "shop/search.html", context)


def _query(asked: Asked, slug: str, locale: Locale, doors: discovery.Doors | None) -> SearchQuery:
    today = timezone.now().date()
    return SearchQuery(
        words=asked.words,
        category=slug or asked.category,
        origin=asked.origin,
        material=asked.material,
        price_min_minor=asked.price_min_minor,
        price_max_minor=asked.price_max_minor,
        terms=asked.terms,
        in_stock=asked.in_stock,
        verified=asked.verified,
        small_countries=asked.small,
        deliver_to=locale.country if doors else "",
        door_max_minor=discovery.in_hub(asked.door_max, locale, today) if asked.door_max else None,
        door_edges=tuple(minor + 1 for _, minor in doors.steps) if doors else (),
        arrives_within_days=asked.days,
        sort=asked.sort,
        page=asked.page,
        language=locale.language,
    )


def _orders(query: SearchQuery, *, known: bool) -> list[tuple[str, str]]:
    """The orders that can be chosen, the one that is meant when none is named first.

    By the price at the door where it is known, else by that of the goods.
    """
    usual, other = (Sort.RELEVANCE, None) if query.words else (Sort.NEWEST, Sort.RELEVANCE)
    left_out = {*(_PRICES if known else _DOORS)} - {query.sort} | {usual, other}
    orders = [sort for sort in SORTS if sort not in left_out]
    return [("" if sort is usual else sort.value, str(SORTS[sort])) for sort in (usual, *orders)]


def _nearby(query: SearchQuery, found: SearchPage, locale: Locale, *, filtered: bool) -> discovery.Nearby | None:
    """What stands below when nothing was found, and goods of a wider kind where it is little."""
    if not found.hits:
        return discovery.nearby(query, locale, filtered=filtered, now=timezone.now())
    if found.total.exact and found.total.count <= _LITTLE and query.page == 1 and query.words and not filtered:
        return discovery.wider_kind(query, found.hits, locale, now=timezone.now())
    return None


def _single(words: str) -> list[str]:
    """The words of a question one by one, for who wants fewer of them."""
    return list(dict.fromkeys(word for word in split(words) if len(word) > 2))[:6]


def _flat(nodes: Any) -> list[Any]:
    return [one for node in nodes for one in (node, *_flat(node.children))]


def _page(found: SearchPage) -> Any:
    """Pages for the pager; only their number matters."""
    return Paginator(range(max(found.pages, 1)), 1).get_page(found.page)
