"""Find the ids of a page of listings, with totals and facets.

All that is matched exactly (words, stems, synonyms, category, seller, origin, terms ...) is one tsquery on one GIN
index. Where much matches, nobody can rank it all in time: a probe on a high rung of the ladder (domain.standing) tells
how much it is, and a rung is chosen on which some hundred of the best stand. Orders by price, day or delivery are exact
all the same: queries.ordering.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, log2
from pathlib import Path
from typing import Any

from django.db import connection

from karum.catalogue.domain.asking import Term, match_query
from karum.catalogue.domain.searching import Facets, Found, SearchQuery, Sort, Terms, Total
from karum.catalogue.domain.standing import RUNGS, rung_lexeme
from karum.catalogue.queries.categories import category
from karum.catalogue.queries.data import small_countries
from karum.catalogue.queries.facets import DOOR_STEPS, facets
from karum.catalogue.queries.ordering import (
    DOORS,
    EDGES,
    ORDERS,
    PRICES,
    REFERENCE,
    Many,
    Prices,
    in_order,
    is_material,
    prices_of,
)
from karum.catalogue.queries.ranking import rank_of

_SQL = Path(__file__).parent.parent / "sql"
_FIND = (_SQL / "find.sql").read_text()
_FIND_PLAINLY = _FIND.partition("-- what narrows it")[0]
_LISTINGS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'catalogue_listing'::regclass"
_PROBE = (_SQL / "probe.sql").read_text()
_ANY_FOUND = "SELECT {place}, (SELECT count(*) FROM catalogue_listing WHERE words @@ %(m{place})s::tsquery)"

CANDIDATES = 2_000  # are ranked and counted, about; half of it for the first pages
TOTAL_MAX = 1_000
PAGES_MAX = 40
_SORTED_MAX = 2_000  # are sorted at once; of more, those up to an edge
_SMALL_HUB = 20_000  # listings: everything is looked at
_PROBED = 1_500  # listings on the rung that is probed
_FEW = 5  # fewer in the probe tell nothing
_PLENTY = 16  # so many two rungs above tell enough
_NEAR = 12  # pages; who goes on is shown more
_SIZE_KEPT_S = 60.0


@dataclass(frozen=True, slots=True)
class _Size:
    """How many listings the hub has, about; the rung that is probed, and how many stand on it.

    on_high: how many stand two rungs above, where what is common is seen at a quarter of the cost; 0: too few.
    """

    listings: int
    rung: int
    on_rung: int
    read_at: float
    on_high: int = 0


_kept: _Size | None = None


def forget_size() -> None:
    """Count again at the next question: between tests."""
    global _kept
    _kept = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """The text of the tsquery, whether it holds everything that matches, and how many that is, about.

    fraction: how much of what matches stands on the chosen rung, about. in_titles: only what has all words there was
    probed and is looked for.
    """

    match: str
    complete: bool
    matches: float
    limit: int
    fraction: float = 1.0
    in_titles: bool = False


def find(query: SearchQuery, asked: Sequence[Term], *, every: bool = True, with_facets: bool = True) -> Found:
    """Return the page, its total and facets. every: all terms have to occur, or any of them."""
    sort = _sort(query, asked)
    filters = _filters(query)
    plan = _plan(query, asked, filters, sort, every=every)
    prices = prices_of(query, sort)
    conditions, values = _conditions(query)
    rows = _find(query, asked, sort, plan, prices, conditions, values, with_facets)
    count = _count(rows)
    if sort is Sort.RELEVANCE and not plan.complete and conditions and count <= query.page * query.page_size:
        # The filters let little through: look at as many again as there is time for.
        plan = _wider(asked, filters, plan, every=every)
        rows = _find(query, asked, sort, plan, prices, conditions, values, with_facets)
        count = _count(rows)
    complete = plan.complete and count < plan.limit
    page = [int(key) for kind, key, _ in rows if kind == "hit"]
    if not complete and sort is not Sort.RELEVANCE:
        many = Many(
            words=f"({match_query(asked, every=every)})" if asked else "",
            filters=tuple(filters),
            conditions=tuple(conditions),
            values=values,
            prices=prices,
            matches=plan.matches,
            fraction=plan.fraction,
            sampled=count,
            listings=_size().listings,
            edges=tuple((int(place), key) for kind, key, place in rows if kind == "edge"),
        )
        page = in_order(query, sort, many) or page
    return Found(
        listing_ids=tuple(page),
        total=_total(count, plan, complete=complete),
        facets=facets(query, rows, exact=complete, small=small_countries()) if with_facets else Facets(),
    )


def _total(count: int, plan: _Plan, *, complete: bool) -> Total:
    """Exact, or "more than": of what the sample says, half is sure."""
    if complete:
        return Total(min(count, TOTAL_MAX), exact=count <= TOTAL_MAX)
    return Total(min(max(count, int(count / plan.fraction / 2)), TOTAL_MAX), exact=False)


def any_found(asked: Sequence[Sequence[Term]], filters: Sequence[str] = ()) -> list[bool]:
    """Whether some listing has all terms of each question; then whether some has each lexeme of ``filters``.

    Most are answered on the rung that is probed; only what nobody there has is looked for everywhere.
    """
    matches = [*(match_query(terms) for terms in asked), *(f"'{lexeme}'" for lexeme in filters)]
    size = _size()
    found = [False] * len(matches)
    for rung in [f" & '{rung_lexeme(size.rung)}'"] * bool(size.on_rung) + [""]:
        left = [place for place, there in enumerate(found) if not there and matches[place]]
        values = {f"m{place}": f"({matches[place]}){rung}" for place in left}
        counts = " UNION ALL ".join(_ANY_FOUND.format(place=place) for place in left)
        for place, count in _rows(counts, values) if left else ():
            found[place] = count > 0
    return found


def _sort(query: SearchQuery, asked: Sequence[Term]) -> Sort:
    if query.sort in (Sort.DOOR, Sort.ARRIVAL) and not query.deliver_to:
        return Sort.RELEVANCE if asked else Sort.NEWEST
    return Sort.NEWEST if query.sort is Sort.RELEVANCE and not asked else query.sort


def _plan(query: SearchQuery, asked: Sequence[Term], filters: list[str], sort: Sort, *, every: bool) -> _Plan:
    """Everything where that is little; else the rung on which about as many match as are looked at."""
    anywhere = _all([f"({match_query(asked, every=every)})"] * bool(asked) + filters)
    size = _size()
    if size.listings <= _SMALL_HUB or not size.on_rung:
        return _Plan(anywhere, complete=True, matches=0, limit=2 * CANDIDATES)
    wanted = CANDIDATES if query.page > _NEAR else CANDIDATES // 2
    by_rank = asked and sort is Sort.RELEVANCE
    titled = _all([f"({match_query(asked, every=every, mark='^')})", *filters]) if by_rank else ""
    in_titles = _standing(titled, size.rung) if by_rank else 0
    titles = in_titles * size.listings / size.on_rung
    if in_titles >= _FEW and titles >= 1.25 * PAGES_MAX * query.page_size:
        # Nobody turns so many pages that goods of other names would come: they come after all of these.
        return replace(_on_rung(titled, titles, wanted), in_titles=True)
    found = _probed(anywhere)
    matches = found * size.listings / size.on_rung
    if found < _FEW or matches <= (CANDIDATES if by_rank else _SORTED_MAX):
        return _Plan(anywhere, complete=True, matches=matches, limit=2 * CANDIDATES)
    plan = _on_rung(anywhere, matches, wanted)
    if not by_rank or titles >= matches:
        return plan
    return replace(plan, match=f"({titled}) | ({_on_rung(anywhere, matches, wanted // 2).match})", fraction=1.0)


def _probed(match: str) -> float:
    """How many on the rung that is probed match, about."""
    size = _size()
    above = _standing(match, size.rung + 2) if size.on_high else 0
    if above >= _PLENTY:
        return above * size.on_rung / size.on_high
    return _standing(match, size.rung)


def _wider(asked: Sequence[Term], filters: list[str], plan: _Plan, *, every: bool) -> _Plan:
    """The rung on which more stand that match, wherever they have the words."""
    anywhere = _all([f"({match_query(asked, every=every)})"] * bool(asked) + filters)
    size = _size()
    matches = _probed(anywhere) * size.listings / size.on_rung if plan.in_titles else plan.matches
    return _on_rung(anywhere, matches, CANDIDATES)


def _on_rung(match: str, matches: float, wanted: int) -> _Plan:
    """The lowest rung on which about ``wanted`` or fewer match; the ground where that is all."""
    size = _size()
    ground = size.on_rung * 2**size.rung / size.listings  # good listings climb more often: about one
    height = min(ceil(log2(matches * ground / wanted)), RUNGS) if matches > wanted else 0
    limit = max(2 * wanted, CANDIDATES)
    if height <= 0:
        return _Plan(match, complete=True, matches=matches, limit=limit)
    step = _all([match, f"'{rung_lexeme(height)}'"])
    return _Plan(step, complete=False, matches=matches, limit=limit, fraction=min(ground / 2**height, 1.0))


def _all(parts: Sequence[str]) -> str:
    return " & ".join(part for part in parts if part)


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
    if query.verified:
        filters.append("'k:verified'")
    if query.small_countries:
        filters.append("'k:small'")
    if is_material(query.material):
        filters.append(f"'m:{query.material}'")
    return filters


def _conditions(query: SearchQuery) -> tuple[list[str], dict[str, Any]]:
    """What is looked up on the rows that match. The sums keep the planner from collecting half an index of doors."""
    found = ["l.in_stock"] if query.in_stock else []
    if query.price_min_minor is not None or query.price_max_minor is not None:
        found.append("l.unit_minor BETWEEN r.low_minor AND r.high_minor")
    bounds: dict[str, tuple[str, int | None]] = {}
    if query.deliver_to:
        bounds = {
            "door_min": ("(d.minor + 0) >= %(door_min)s", query.door_min_minor),
            "door_max": ("(d.minor + 0) <= %(door_max)s", query.door_max_minor),
            "days_max": ("(d.days + 0) <= %(days_max)s", query.arrives_within_days),
        }
    given = {name: (text, value) for name, (text, value) in bounds.items() if value is not None}
    return (
        [*found, *(text for text, _ in given.values())],
        {"country": query.deliver_to, **{name: value for name, (_, value) in given.items()}},
    )


def _find(
    query: SearchQuery, asked: Sequence[Term], sort: Sort, plan: _Plan, prices: Prices | None, conditions: list[str],
    values: dict[str, Any], with_facets: bool,
) -> list[tuple[Any, ...]]:  # fmt: skip
    rank, ranked = rank_of(query, asked) if sort is Sort.RELEVANCE else ("0", {})
    doors = query.deliver_to != ""
    wanted = ["l.words @@ %(match)s::tsquery"] * bool(plan.match) + conditions
    pieces = {
        "conditions": " AND ".join(wanted) or "true",
        "rank": rank,
        "order": ORDERS[sort],
        "door": "d.minor" if doors else "NULL::bigint",
        "days": "d.days" if doors else "NULL::smallint",
        "doors": DOORS if doors else "",
        "reference": REFERENCE if prices else "NULL::bigint",
        "prices": PRICES if prices else "",
        "edges": "" if plan.complete or sort not in EDGES else EDGES[sort],
    }
    given = {
        "match": plan.match,
        "candidates": plan.limit,
        "first": (query.page - 1) * query.page_size,
        "size": query.page_size,
        "steps": list(query.door_edges) or DOOR_STEPS,
        "draw": int(time.time() // 86_400),
    }
    given |= prices.columns() if prices else {}
    return _rows((_FIND if with_facets else _FIND_PLAINLY).format(**pieces), values | ranked | given)


def _size() -> _Size:
    global _kept
    size = _kept
    if size is not None and time.monotonic() - size.read_at < _SIZE_KEPT_S:
        return size
    [(listings,)] = _rows(_LISTINGS)
    height = min(max(int(log2(max(listings, 1) / _PROBED)), 0), RUNGS - 2)
    on_rung = on_high = 0
    if height and listings > _SMALL_HUB:
        on_rung, on_high = (_standing("", step) for step in (height, height + 2))
    _kept = _Size(listings, height, on_rung, time.monotonic(), on_high)
    return _kept


def _standing(match: str, height: int) -> int:
    """How many on a rung match."""
    [(count,)] = _rows(_PROBE, {"match": _all([match, f"'{rung_lexeme(height)}'"])})
    return int(count)


def _count(rows: list[tuple[Any, ...]]) -> int:
    return next(int(number) for kind, _, number in rows if kind == "total")


def _rows(sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    # Values are bound by the client, so that the planner sees them: how rare a word is decides the plan.
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
