"""Find the ids of a page of listings, with totals and facets.

All that is matched exactly (words, stems, synonyms, category, seller, origin, terms ...) is one tsquery on one GIN
index. Where much matches, nobody can rank it all in time: a probe on a high rung of the ladder (domain.standing) tells
how much it is, and a rung is chosen on which some thousand of the best stand. Orders by price, day or delivery then
walk the index of that order instead, which is exact.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from django.db import connection

from karum.catalogue.domain.asking import Term, any_of, match_query, neighbours_query, phrase_query
from karum.catalogue.domain.searching import Facets, Found, SearchQuery, Sort, Terms, Total
from karum.catalogue.domain.standing import RUNGS, rung_lexeme
from karum.catalogue.domain.words import concept_lexeme
from karum.catalogue.queries.categories import category, with_all_below
from karum.catalogue.queries.data import small_countries
from karum.catalogue.queries.facets import DOOR_STEPS, facets

_SQL = Path(__file__).parent.parent / "sql"
_FIND = (_SQL / "find.sql").read_text()
_FIND_PLAINLY = _FIND.partition("-- what narrows it")[0]
_WALK = (_SQL / "walk.sql").read_text()
_LISTINGS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'catalogue_listing'::regclass"
_PROBE = (_SQL / "probe.sql").read_text()
_ANY_FOUND = "SELECT {place}, (SELECT count(*) FROM catalogue_listing WHERE words @@ %(m{place})s::tsquery)"

CANDIDATES = 2_000  # are ranked and counted, about
TOTAL_MAX = 1_000
PAGES_MAX = 40
_SORTED_MAX = 4_000  # are sorted at once; of more, the index of the order is walked
_WALKED_MAX = 20_000  # rows for a first page
_SMALL_HUB = 20_000  # listings: everything is looked at
_PROBED = 1_500  # listings on the rung that is probed
_FEW = 5  # fewer in the probe tell nothing
_SIZE_KEPT_S = 60.0

_ORDERS = {
    Sort.RELEVANCE: "rank DESC, hashint8extended(id, %(draw)s), id DESC",
    Sort.NEWEST: "listed_at DESC, id DESC",
    Sort.PRICE: "reference_minor ASC NULLS LAST, id ASC",
    Sort.PRICE_DOWN: "reference_minor DESC NULLS LAST, id DESC",
    Sort.DOOR: "door_minor ASC NULLS LAST, id ASC",
    Sort.ARRIVAL: "door_days ASC NULLS LAST, id ASC",
}
# The same, in words that an index knows; nulls are walked by nobody.
_LISTED = "catalogue_listing l WHERE reference_minor IS NOT NULL{prices}"
_AT_THE_DOOR = """catalogue_door d JOIN catalogue_listing l ON l.id = d.listing_id
                  WHERE d.country = %(country)s AND d.{column} IS NOT NULL{doors}"""
_WALKS = {
    Sort.NEWEST: ("catalogue_listing l", "l.listed_at DESC, l.id DESC"),
    Sort.PRICE: (_LISTED, "l.reference_minor, l.id"),
    Sort.PRICE_DOWN: (_LISTED, "l.reference_minor DESC, l.id DESC"),
    Sort.DOOR: (_AT_THE_DOOR.replace("{column}", "minor"), "d.minor, d.listing_id"),
    Sort.ARRIVAL: (_AT_THE_DOOR.replace("{column}", "days"), "d.days, d.listing_id"),
}


@dataclass(frozen=True, slots=True)
class _Size:
    """How many listings the hub has, about; the rung that is probed, and how many stand on it."""

    listings: int
    rung: int
    on_rung: int
    read_at: float


_kept: _Size | None = None


def forget_size() -> None:
    """Count again at the next question: between tests."""
    global _kept
    _kept = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """The text of the tsquery, whether it holds everything that matches, and how many that is, about."""

    match: str
    complete: bool
    matches: float
    limit: int


def find(query: SearchQuery, asked: Sequence[Term], *, every: bool = True, with_facets: bool = True) -> Found:
    """Return the page, its total and facets. every: all terms have to occur, or any of them."""
    sort = _sort(query, asked)
    filters = _filters(query)
    plan = _plan(query, asked, filters, sort, every=every)
    conditions, values = _conditions(query)
    rows = _find(query, asked, sort, plan, conditions, values, with_facets)
    count = _count(rows)
    if sort is Sort.RELEVANCE and not plan.complete and conditions and count < TOTAL_MAX:
        # The filters let little through: look at as many again as there is time for.
        plan = _wider(query, asked, filters, plan, every=every)
        rows = _find(query, asked, sort, plan, conditions, values, with_facets)
        count = _count(rows)
    complete = plan.complete and count < plan.limit
    page = [int(key) for kind, key, _ in rows if kind == "hit"]
    if not complete and sort is not Sort.RELEVANCE:
        page = _walk(query, asked, filters, sort, plan, conditions, values, every=every) or page
    return Found(
        listing_ids=tuple(page),
        total=Total(min(count, TOTAL_MAX), exact=complete and count <= TOTAL_MAX),
        facets=facets(query, rows, exact=complete, small=small_countries()) if with_facets else Facets(),
    )


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
    """Everything where that is little; else the rung on which about CANDIDATES stand that match."""
    anywhere = _all([f"({match_query(asked, every=every)})"] * bool(asked) + filters)
    size = _size()
    if size.listings <= _SMALL_HUB or not size.on_rung:
        return _Plan(anywhere, complete=True, matches=0, limit=2 * CANDIDATES)
    titled = _all([f"({match_query(asked, every=every, mark='^')})"] * bool(asked) + filters)
    rung = f"'{rung_lexeme(size.rung)}'"
    probe = {"titled": _all([titled, rung]), "anywhere": _all([anywhere, rung])}
    if not asked:
        probe["titled"] = probe["anywhere"]
    [(in_titles, found)] = _rows(_PROBE, probe)
    matches = found * size.listings / size.on_rung
    if found < _FEW or matches <= CANDIDATES:
        return _Plan(anywhere, complete=True, matches=matches, limit=2 * CANDIDATES)
    if sort is not Sort.RELEVANCE and matches <= _SORTED_MAX:
        return _Plan(anywhere, complete=True, matches=matches, limit=2 * _SORTED_MAX)
    step = _step(size, found)
    if not asked or sort is not Sort.RELEVANCE:
        return _Plan(_all([anywhere, step]), complete=False, matches=matches, limit=2 * CANDIDATES)
    titles = in_titles * size.listings / size.on_rung
    if titles >= 1.25 * PAGES_MAX * query.page_size:
        # Nobody turns so many pages that goods of other names would come: they come after all of these.
        return _Plan(_all([titled, _step(size, in_titles)]), complete=False, matches=matches, limit=2 * CANDIDATES)
    both = f"({titled}) | ({_all([anywhere, _step(size, found, wanted=CANDIDATES // 2)])})"
    return _Plan(both, complete=False, matches=matches, limit=2 * CANDIDATES)


def _wider(query: SearchQuery, asked: Sequence[Term], filters: list[str], plan: _Plan, *, every: bool) -> _Plan:
    """The rung on which twice as many stand that match."""
    size = _size()
    anywhere = _all([f"({match_query(asked, every=every)})"] * bool(asked) + filters)
    step = _step(size, plan.matches * size.on_rung / size.listings, wanted=2 * CANDIDATES)
    return _Plan(_all([anywhere, step]), complete=not step, matches=plan.matches, limit=4 * CANDIDATES)


def _step(size: _Size, found: float, wanted: int = CANDIDATES) -> str:
    """The lexeme of the lowest rung on which about ``wanted`` or fewer match; nothing for the ground."""
    down = int(log2(max(wanted / max(found, 1), 1)))
    height = max(size.rung - down, 0)
    return f"'{rung_lexeme(height)}'" if height else ""


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
    if query.material and query.material.replace("-", "").isalnum():
        filters.append(f"'m:{query.material}'")
    return filters


def _conditions(query: SearchQuery) -> tuple[list[str], dict[str, Any]]:
    """What is looked up on the rows that match. The sums keep the planner from collecting half an index of prices."""
    found = ["l.in_stock"] if query.in_stock else []
    bounds = {
        "price_min": ("(l.reference_minor + 0) >= %(price_min)s", query.price_min_minor),
        "price_max": ("(l.reference_minor + 0) <= %(price_max)s", query.price_max_minor),
    }
    if query.deliver_to:
        bounds |= {
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
    query: SearchQuery,
    asked: Sequence[Term],
    sort: Sort,
    plan: _Plan,
    conditions: list[str],
    values: dict[str, Any],
    with_facets: bool,
) -> list[tuple[Any, ...]]:
    rank, ranked = _rank(query, asked) if sort is Sort.RELEVANCE else ("0", {})
    doors = query.deliver_to != ""
    wanted = ["l.words @@ %(match)s::tsquery"] * bool(plan.match) + conditions
    pieces = {
        "conditions": " AND ".join(wanted) or "true",
        "rank": rank,
        "order": _ORDERS[sort],
        "door": "d.minor" if doors else "NULL::bigint",
        "days": "d.days" if doors else "NULL::smallint",
        # One look-up for each match: never a join that reads all doors of a country.
        "doors": (
            "LEFT JOIN LATERAL (SELECT minor, days FROM catalogue_door"
            " WHERE country = %(country)s AND listing_id = l.id LIMIT 1) AS d ON true"
            if doors
            else ""
        ),
    }
    given = {
        "match": plan.match,
        "candidates": plan.limit,
        "first": (query.page - 1) * query.page_size,
        "size": query.page_size,
        "steps": list(query.door_edges) or DOOR_STEPS,
        "draw": int(time.time() // 86_400),
    }
    return _rows((_FIND if with_facets else _FIND_PLAINLY).format(**pieces), values | ranked | given)


def _rank(query: SearchQuery, asked: Sequence[Term]) -> tuple[str, dict[str, Any]]:
    """Title before kind, material and origin, before seller; words side by side; the buyer's language; stock; merit."""
    parts = []
    values: dict[str, Any] = {}
    for place, term in enumerate(asked):
        titled = [(phrase_query(term.own, weight=":A"), 1.0)]
        titled += [(any_of(f"'{concept_lexeme(name)}':A" for name in term.concepts), 0.9)] if term.concepts else []
        titled += [(phrase_query(term.wide, weight=":A"), 0.7)] if term.wide != term.own else []
        titled += [(any_of(f"'{word}':A" for word in term.unfinished), 0.5)] if term.unfinished else []
        cases = ""
        for number, (text, points) in enumerate(titled):
            values[f"a{place}_{number}"] = text
            cases += f" WHEN l.heading @@ %(a{place}_{number})s::tsquery THEN {points}"
        values |= {
            f"b{place}": phrase_query(term.own, weight=":B"),
            f"c{place}": phrase_query(term.own, weight=":C"),
            f"kinds{place}": [
                below for kind in term.places if kind.startswith("c:") for below in with_all_below(int(kind[2:]))
            ],
            f"origins{place}": [lexeme[2:].upper() for lexeme in term.places if lexeme.startswith("o:")],
        }
        parts.append(
            f"{term.weight} * (CASE{cases} ELSE 0 END"
            f" + CASE WHEN l.category_id = ANY (%(kinds{place})s::bigint[]) THEN 0.6"
            f" WHEN l.origin = ANY (%(origins{place})s::text[])"
            f" OR l.heading @@ %(b{place})s::tsquery THEN 0.3 ELSE 0 END"
            f" + CASE WHEN l.heading @@ %(c{place})s::tsquery THEN 0.1 ELSE 0 END)"
        )
    rank = f"({' + '.join(parts)}) / {max(len(parts), 1)}.0"
    neighbours = neighbours_query(asked)
    if neighbours:
        values["neighbours"] = neighbours
        rank += " + CASE WHEN l.heading @@ %(neighbours)s::tsquery THEN 0.3 ELSE 0 END"
    values["spoken"] = f"'l:{query.language}'"
    rank += " + CASE WHEN l.heading @@ %(spoken)s::tsquery THEN 0.05 ELSE 0 END"
    return f"{rank} - CASE WHEN l.in_stock THEN 0 ELSE 0.4 END + l.merit * 0.01", values


def _walk(
    query: SearchQuery, asked: Sequence[Term], filters: list[str], sort: Sort, plan: _Plan, conditions: list[str],
    values: dict[str, Any], *, every: bool,
) -> list[int]:  # fmt: skip
    """The page by the index of its order, exactly; nothing where that would take too long."""
    anywhere = _all([f"({match_query(asked, every=every)})"] * bool(asked) + filters)
    walked, order = _WALKS[sort]
    of_doors = sort in (Sort.DOOR, Sort.ARRIVAL)
    # Bounds of the order itself go into the walk, so that it begins and ends where they say.
    ranges = [text.replace("+ 0", "") for text in conditions]
    prices = "".join(f" AND {text}" for text in ranges if "reference_minor" in text)
    doors = "".join(f" AND {text}" for text in ranges if of_doors and "(d." in text)
    rest = [text for text in conditions if not (of_doors and "(d." in text)]
    if any("(d." in text for text in rest):
        lookup = "(SELECT {} FROM catalogue_door x WHERE x.country = %(country)s AND x.listing_id = l.id)"
        rest = [
            text.replace("d.minor", lookup.format("x.minor")).replace("d.days", lookup.format("x.days"))
            for text in rest
        ]
    needed = query.page * query.page_size
    density = plan.matches / max(_size().listings, 1)
    steps = min(200_000, max(_WALKED_MAX, int(3 * needed / density))) if density else _WALKED_MAX
    pieces = {
        "walked": walked.format(prices=prices, doors=doors),
        "order": order,
        "order_of_rows": order.replace("d.listing_id", "l.id").replace("d.", "l.door_"),
        "more": ", d.minor AS door_minor, d.days AS door_days" if of_doors else "",
        "conditions": " AND ".join(["l.words @@ %(match)s::tsquery"] * bool(anywhere) + rest) or "true",
    }
    given = {
        "match": anywhere,
        "steps_max": steps,
        "first": (query.page - 1) * query.page_size,
        "size": query.page_size,
    }
    return [row[0] for row in _rows(_WALK.format(**pieces), values | given)]


def _size() -> _Size:
    global _kept
    size = _kept
    if size is not None and time.monotonic() - size.read_at < _SIZE_KEPT_S:
        return size
    [(listings,)] = _rows(_LISTINGS)
    height = min(max(int(log2(max(listings, 1) / _PROBED)), 0), RUNGS)
    on_rung = 0
    if height and listings > _SMALL_HUB:
        probe = {"match": f"'{rung_lexeme(height)}'"}
        [(on_rung,)] = _rows("SELECT count(*) FROM catalogue_listing WHERE words @@ %(match)s::tsquery", probe)
    _kept = _Size(listings, height, on_rung, time.monotonic())
    return _kept


def _count(rows: list[tuple[Any, ...]]) -> int:
    return next(int(number) for kind, _, number in rows if kind == "total")


def _rows(sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    # Values are bound by the client, so that the planner sees them: how rare a word is decides the plan.
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
