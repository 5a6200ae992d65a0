"""Search and browse listings. How it works and why: docs/explanation/search.md.

Two statements for a page: ``find`` picks the ids, ``cards`` reads what those few show. All that is matched exactly
(words, stems, category, seller, origin, terms) is one tsquery on one GIN index. At most CANDIDATES matches are ranked
and counted; when there are more, sorting by date or price walks that order's index, and totals say "more than".
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from karum.catalogue.domain.searching import Facets, FacetValue, Found, Help, SearchQuery, Sort, Terms, Total
from karum.catalogue.domain.words import asked_words, match_query, one_letter_less
from karum.catalogue.models import Word
from karum.catalogue.queries.categories import ancestors, below, category, slug_of
from karum.catalogue.queries.pictures import PictureSet, picture_set
from karum.runtime.sql import statement
from karum.text.folding import is_unspaced, split

_SQL = Path(__file__).parent.parent / "sql"
_cards = statement(_SQL, "cards")
_similar_words = statement(_SQL, "similar_words")
_FIND = (_SQL / "find.sql").read_text()
_WALK = (_SQL / "walk.sql").read_text()

CANDIDATES = 2_000
TOTAL_MAX = 1_000
PAGES_MAX = 40

_ORDERS = {
    Sort.RELEVANCE: "rank DESC, in_stock DESC, listed_at DESC, id DESC",
    Sort.NEWEST: "listed_at DESC, id DESC",
    Sort.PRICE: "reference_minor ASC NULLS LAST, id ASC",
    Sort.PRICE_DOWN: "reference_minor DESC NULLS LAST, id DESC",
}


@dataclass(frozen=True, slots=True)
class OfferCard:
    """A listing as a card shows it: the seller's best offer of a product."""

    offer_id: int
    product_id: int
    product_slug: str
    title: str
    title_language: str
    summary: str
    picture: PictureSet | None
    seller_id: int
    currency: str
    price_minor: int  # of one unit at the smallest quantity that can be ordered
    price_from: bool  # other variants cost more
    quantity_min: int
    pack_multiple: int
    breaks: tuple[tuple[int, int], ...]
    available: int
    in_stock: bool
    hs_code: str
    origin: str
    weight_g: int
    incoterm: str
    handling_days: int
    category_slug: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found."""

    hits: tuple[OfferCard, ...]
    total: Total
    facets: Facets
    help: Help
    page: int
    pages: int


def search(query: SearchQuery) -> SearchPage:
    """Return a page of listings. Words that find nothing are corrected, or matched in part; ``help`` says so."""
    page = min(max(query.page, 1), PAGES_MAX)
    query = replace(query, page=page)
    words = asked_words(query.words)
    if query.category and category(query.category, query.language) is None:
        found, helped = Found((), Total(0, exact=True)), Help()
    else:
        found, helped = _find_with_help(query, words)
    return SearchPage(
        hits=cards(found.listing_ids, query.language),
        total=found.total,
        facets=found.facets,
        help=helped,
        page=page,
        pages=min(PAGES_MAX, -(-found.total.count // query.page_size)) if found.total.exact else PAGES_MAX,
    )


def cards(listing_ids: tuple[int, ...], language: str) -> tuple[OfferCard, ...]:
    """Return the cards of listings, in the given order."""
    if not listing_ids:
        return ()
    by_id = {row[0]: _card(row) for row in _cards({"listings": list(listing_ids), "language": language})}
    return tuple(by_id[listing_id] for listing_id in listing_ids if listing_id in by_id)


def suggestions(typed: str, *, limit: int = 8) -> list[str]:
    """Return words that go on from the last word that is being typed, the most used first."""
    words = split(typed)
    if not words or len(words[-1]) < 2 or is_unspaced(words[-1]):
        return []
    start = words[-1]
    following = Word.objects.filter(text__gte=start, text__lt=start + "\U0010ffff", uses__gt=0).order_by(
        "-uses", "text"
    )
    before = " ".join(words[:-1])
    return [f"{before} {word.text}".strip() for word in following[:limit]]


def correction(words: list[str]) -> list[str]:
    """Return ``words`` with each unknown one replaced by the most used word one slip away; the same when none is."""
    known = set(Word.objects.filter(text__in=words).values_list("text", flat=True))
    return [word if word in known else _nearest(word) for word in words]


def _find_with_help(query: SearchQuery, words: list[str]) -> tuple[Found, Help]:
    found = _find(query, words)
    if found.total.count or not words:
        return found, Help()
    corrected = correction(words)
    if corrected != words:
        found = _find(query, corrected)
        if found.total.count:
            return found, Help(corrected=" ".join(corrected))
    if len(words) > 1:
        return _find(query, corrected, every=False), Help(partly=True)
    return found, Help()


def _find(query: SearchQuery, words: list[str], *, every: bool = True) -> Found:
    languages = dict.fromkeys([query.language, *(code for code, _ in settings.LANGUAGES)])
    spoken = match_query(words, languages, every=every)
    match = " & ".join([f"({spoken})"] * bool(words) + _filters(query))
    conditions = ["words @@ %(match)s::tsquery"] if match else ["true"]
    if query.in_stock:
        conditions.append("in_stock")
    if query.price_min_minor is not None:
        conditions.append("{price} >= %(price_min)s")
    if query.price_max_minor is not None:
        conditions.append("{price} <= %(price_max)s")
    sort = Sort.NEWEST if query.sort is Sort.RELEVANCE and not words else query.sort
    first = (query.page - 1) * query.page_size
    values = {
        "match": match,
        "spoken": match_query(words, languages, every=False),
        "price_min": query.price_min_minor,
        "price_max": query.price_max_minor,
        "candidates": CANDIDATES,
        "first": first,
        "size": query.page_size,
    }
    pieces = {
        # The sum keeps the planner from collecting half the index of prices: rows at hand are looked at instead.
        "conditions": " AND ".join(conditions).format(price="(reference_minor + 0)"),
        "rank": "ts_rank('{0, 0.1, 0.3, 1}', heading, %(spoken)s::tsquery)" if sort is Sort.RELEVANCE else "0",
        "order": _ORDERS.get(sort, _ORDERS[Sort.PRICE]),
    }
    by_index = {"conditions": " AND ".join(conditions).format(price="reference_minor")}
    rows = _rows(_FIND.format(**pieces), values)
    count = next(int(number) for kind, _, number in rows if kind == "total")
    page = [int(key) for kind, key, _ in rows if kind == "hit"]
    if count == CANDIDATES and sort is not Sort.RELEVANCE:
        page = [row[0] for row in _rows(_WALK.format(**pieces | by_index), values)]
    return Found(
        listing_ids=tuple(page),
        total=Total(min(count, TOTAL_MAX), exact=count <= TOTAL_MAX and count < CANDIDATES),
        facets=_facets(query, rows, exact=count < CANDIDATES),
    )


def _filters(query: SearchQuery) -> list[str]:
    filters = []
    chosen = category(query.category, query.language) if query.category else None
    if chosen is not None:
        filters.append(f"'c:{chosen.id}'")
    if query.seller_id is not None:
        filters.append(f"'s:{int(query.seller_id)}'")
    if query.origin.isascii() and query.origin.isalpha():
        filters.append(f"'o:{query.origin.lower()}'")
    if query.terms is not Terms.ANY:
        filters.append(f"'k:{query.terms}'")
    return filters


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    # Values are bound by the client, so that the planner sees them: how rare a word is decides the plan.
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _facets(query: SearchQuery, rows: list[tuple[Any, ...]], *, exact: bool) -> Facets:
    steps = set(below(query.category))
    by_category: dict[int, int] = {}
    for kind, key, number in rows:
        if kind == "category":
            step = next((above for above in ancestors(int(key)) if above in steps), None)
            if step is not None:
                by_category[step] = by_category.get(step, 0) + number
    return Facets(
        categories=_values((slug_of(category_id), number) for category_id, number in by_category.items()),
        origins=_values((key, number) for kind, key, number in rows if kind == "origin"),
        terms=_values((key, number) for kind, key, number in rows if kind == "terms" and number),
        exact=exact,
    )


def _values(pairs: Any) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value, count) for value, count in sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _nearest(word: str) -> str:
    if len(word) < 4 or not word.isalpha() or is_unspaced(word):
        return word
    rows = _similar_words({"forms": sorted(one_letter_less(word)), "length": len(word)})
    return str(rows[0][0]) if rows else word


def _card(row: tuple[Any, ...]) -> OfferCard:
    picture = None
    if row[22] is not None:
        picture = picture_set(row[22], row[23], row[24], row[25], row[26], json.loads(row[27]), json.loads(row[28]))
    breaks = tuple((quantity, price) for quantity, price in json.loads(row[12]))
    price, quantity_min, pack_multiple = row[8], row[10], row[11]
    lowest = -(-quantity_min // pack_multiple) * pack_multiple
    for quantity_from, price_minor in breaks:
        if lowest >= quantity_from:
            price = price_minor
    return OfferCard(
        offer_id=row[1],
        product_id=row[2],
        product_slug=row[3],
        title=row[4],
        title_language=row[5],
        summary=row[21],
        picture=picture,
        seller_id=row[6],
        currency=row[7],
        price_minor=price,
        price_from=row[9],
        quantity_min=quantity_min,
        pack_multiple=pack_multiple,
        breaks=breaks,
        available=row[13],
        in_stock=row[14],
        hs_code=row[15],
        origin=row[16],
        weight_g=row[17],
        incoterm=row[18],
        handling_days=row[19],
        category_slug=row[20],
    )
