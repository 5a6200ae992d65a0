"""Orders by date, price, price at the door and day, exact where only a sample was looked at.

The sample says where to look: it is in the wanted order, too, and where its first one stands, a hundred of what matches
are before it. By date and price all that matches up to that edge is read, through the indexes of words and of the order
together, and sorted; where nearly everything matches, the index of the order is walked instead. Prices at the door, and
days, are walked in the table of doors. What has to be read is counted before: where it is too much, because what is
asked for stands far down the order, the sample's own order is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from typing import Any

from django.db import connection

from karum.catalogue.domain.reference import Worth, units_between
from karum.catalogue.domain.searching import SearchQuery, Sort, Terms
from karum.catalogue.queries.categories import category, with_all_below
from karum.catalogue.queries.data import small_countries
from karum.catalogue.queries.worths import worths

_SQL = Path(__file__).parent.parent / "sql"
_BEYOND = (_SQL / "beyond.sql").read_text()
_WALK = (_SQL / "walk.sql").read_text()
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM {rows} WHERE {conditions} LIMIT {most}) AS r"
_PRICED = "(SELECT 1 FROM catalogue_listing l WHERE {range} LIMIT {most})"

_WALKED = 2_500  # rows that may be passed on the way to a page,
_WALKED_MORE = 500  # and for each page that was turned
_LOOKED_UP_MAX = 6_000  # matches whose doors are looked up
_DENSE = 0.02  # share of all listings from which on few are passed over on the way
_READ_MAX = 20_000  # matches that may be read without an edge

ORDERS: Mapping[Sort, str] = {
    Sort.RELEVANCE: "rank DESC, hashint8extended(id, %(draw)s), id DESC",
    Sort.NEWEST: "listed_at DESC, id DESC",
    Sort.PRICE: "reference_minor ASC NULLS LAST, id ASC",
    Sort.PRICE_DOWN: "reference_minor DESC NULLS LAST, id DESC",
    Sort.DOOR: "door_minor ASC NULLS LAST, id ASC",
    Sort.ARRIVAL: "door_days ASC NULLS LAST, id ASC",
}
# What the sample has at the first, second, fourth ... place of the order.
_EDGE = """UNION ALL SELECT 'edge', key::text, place
            FROM (SELECT {key} AS key, row_number() OVER (ORDER BY {order}) AS place FROM found) AS e
           WHERE key IS NOT NULL AND place IN (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)"""
_KEYS = {
    Sort.NEWEST: "listed_at",
    Sort.PRICE: "reference_minor",
    Sort.PRICE_DOWN: "reference_minor",
    Sort.DOOR: "door_minor",
    Sort.ARRIVAL: "door_days",
}
EDGES: Mapping[Sort, str] = {sort: _EDGE.format(key=key, order=ORDERS[sort]) for sort, key in _KEYS.items()}

# One look-up for each match: never a join that reads all doors of a country.
DOORS = """LEFT JOIN LATERAL (SELECT minor, days FROM catalogue_door
                               WHERE country = %(country)s AND listing_id = l.id LIMIT 1) AS d ON true"""
PRICES = """LEFT JOIN unnest(%(currencies)s::text[], %(factors)s::numeric[], %(lows)s::bigint[], %(highs)s::bigint[])
                   AS r (currency, factor, low_minor, high_minor) ON r.currency = l.currency"""
REFERENCE = "round(l.unit_minor * r.factor)::bigint"
_DOOR_WALKS = {
    Sort.DOOR: ("minor", "d.minor, d.listing_id", "door_minor, id"),
    Sort.ARRIVAL: ("days", "d.days, d.listing_id", "door_days, id"),
}


@dataclass(frozen=True, slots=True)
class Prices:
    """What currencies are worth, and the range of prices that is asked for, in the hub's currency."""

    worths: tuple[Worth, ...]
    low_minor: int | None
    high_minor: int | None

    def columns(self) -> dict[str, list[Any]]:
        """The values of PRICES."""
        ranges = [units_between(worth, self.low_minor, self.high_minor) for worth in self.worths]
        return {
            "currencies": [worth.currency for worth in self.worths],
            "factors": [worth.factor for worth in self.worths],
            "lows": [low for low, _ in ranges],
            "highs": [high for _, high in ranges],
        }

    def each(self) -> list[str]:
        """The range in each currency, in words that the index of prices knows."""
        found = []
        for worth in self.worths:
            low, high = units_between(worth, self.low_minor, self.high_minor)
            if low <= high:
                found.append(f"(l.currency = '{worth.currency}' AND l.unit_minor BETWEEN {low} AND {high})")
        return found

    def ranges(self) -> str:
        """All of these ranges."""
        return f"({' OR '.join(self.each())})" if self.each() else "false"


@dataclass(frozen=True, slots=True)
class Many:
    """What is asked for where more matches than was looked at.

    words, filters: texts of tsqueries. conditions, values: SQL on l, r (PRICES) and d (DOORS). matches: of the tsquery,
    about. fraction: of them are in the sample. sampled: of those, how many the conditions let through. edges: (place in
    the sample, key of the order as a text).
    """

    words: str
    filters: tuple[str, ...]
    conditions: tuple[str, ...]
    values: Mapping[str, Any]
    prices: Prices | None
    matches: float
    fraction: float
    sampled: int
    listings: int
    edges: tuple[tuple[int, str], ...]

    @property
    def density(self) -> float:
        """How much of all listings is wanted, about."""
        return self.sampled / self.fraction / max(self.listings, 1)


def prices_of(query: SearchQuery, sort: Sort) -> Prices | None:
    """What a question needs to know of prices; None where they do not matter."""
    low, high = query.price_min_minor, query.price_max_minor
    if sort not in (Sort.PRICE, Sort.PRICE_DOWN) and low is None and high is None:
        return None
    return Prices(tuple(worths()), low, high)


def is_material(text: str) -> bool:
    """Whether a text can be the key of a material."""
    return bool(text) and text.replace("-", "").isalnum()


def in_order(query: SearchQuery, sort: Sort, many: Many) -> list[int]:
    """Return the ids of the page; an empty list where too much would have to be read for it."""
    return _at_doors(query, sort, many) if sort in _DOOR_WALKS else _up_to_an_edge(query, sort, many)


def _may_pass(query: SearchQuery) -> int:
    return _WALKED + _WALKED_MORE * query.page


def _enough(query: SearchQuery, many: Many) -> list[str]:
    """The edges of the sample before which the whole page stands, about."""
    needed = query.page * query.page_size * many.fraction  # stand in the sample, about
    return [edge for place, edge in sorted(many.edges) if place >= needed + 2 * sqrt(needed)]


def _up_to_an_edge(query: SearchQuery, sort: Sort, many: Many) -> list[int]:
    best: list[int] = []
    enough = _enough(query, many)
    for edge in [*_nearer(query, sort, enough[0]), *enough] if enough else []:
        if _is_far(query, sort, many, edge):
            return best
        best = _beyond(query, sort, many, edge)
        if len(best) == query.page_size:
            return best
    left = many.sampled / many.fraction
    return (_beyond(query, sort, many, None) if left <= _READ_MAX else []) or best


def _nearer(query: SearchQuery, sort: Sort, edge: str) -> list[str]:
    """Edges before that of the sample: the cheapest are few, and far fewer lie below half the price."""
    if sort is Sort.NEWEST:
        return []
    price, low, high = int(edge), query.price_min_minor or 0, query.price_max_minor
    if sort is Sort.PRICE:
        return [str(low + (price - low) // part) for part in (4, 2)]
    return [str(price * part if high is None else high - (high - price) // part) for part in (4, 2)]


def _up_to(sort: Sort, prices: Prices, edge: str | None) -> Prices:
    if edge is None:
        return prices
    return replace(prices, high_minor=int(edge)) if sort is Sort.PRICE else replace(prices, low_minor=int(edge))


def _is_far(query: SearchQuery, sort: Sort, many: Many, edge: str) -> bool:
    """Whether too many rows lie before an edge, where they would be read one after the other."""
    if many.density <= _DENSE or many.prices is None or sort is Sort.NEWEST:
        return False
    ranges, most = _up_to(sort, many.prices, edge).each(), _may_pass(query)
    rows = " UNION ALL ".join(_PRICED.format(range=text, most=most + 1) for text in ranges)
    return bool(ranges) and _count(f"({rows}) AS u", ["true"], {}, most) == most + 1


def _beyond(query: SearchQuery, sort: Sort, many: Many, edge: str | None) -> list[int]:
    # So much matches that the index of words is the longer way: read in order, and look at each row.
    dense = many.density > _DENSE and (sort is Sort.NEWEST or edge is not None)
    match = " & ".join(part for part in (many.words, *(() if dense else many.filters)) if part)
    columns, values = _columns(query) if dense else ([], {})
    words = "(l.words @@ %(match)s::tsquery) IS TRUE" if dense else "l.words @@ %(match)s::tsquery"
    conditions = [*columns, *many.conditions, *[words] * bool(match)]
    prices = many.prices
    if sort is Sort.NEWEST:
        conditions += ["l.listed_at >= %(edge)s::timestamptz"] * (edge is not None)
        conditions += [prices.ranges()] if prices is not None and not dense else []
    elif prices is not None:
        conditions.append(_up_to(sort, prices, edge).ranges())
    doors = sort in _DOOR_WALKS
    pieces = {
        "materialized": "" if dense else "MATERIALIZED",
        "reference": REFERENCE if many.prices else "NULL::bigint",
        "prices": PRICES if many.prices else "",
        "door": "d.minor" if doors else "NULL::bigint",
        "days": "d.days" if doors else "NULL::smallint",
        "doors": DOORS if doors or any("(d." in text for text in many.conditions) else "",
        "conditions": " AND ".join(conditions) or "true",
        "order": ORDERS[sort],
    }
    given: dict[str, Any] = {
        "match": match,
        "edge": edge,
        "first": (query.page - 1) * query.page_size,
        "size": query.page_size,
    }
    given |= many.prices.columns() if many.prices else {}
    return _ids(_BEYOND.format(**pieces), {**many.values, **values, **given})


def _columns(query: SearchQuery) -> tuple[list[str], dict[str, Any]]:
    """The filters as conditions on columns: what is walked past is not unpacked."""
    chosen = category(query.category, query.language) if query.category else None
    wanted: dict[str, tuple[str, Any]] = {
        "kinds": ("l.category_id = ANY (%(kinds)s)", with_all_below(chosen.id) if chosen else None),
        "seller": ("l.seller_id = %(seller)s", query.seller_id),
        "origin": ("l.origin = %(origin)s", query.origin.upper() if query.origin.isalpha() else None),
        "material": ("%(material)s = ANY (l.materials)", query.material if is_material(query.material) else None),
        "retail": ("l.retail", True if query.terms is Terms.RETAIL else None),
        "wholesale": ("l.wholesale", True if query.terms is Terms.WHOLESALE else None),
        "verified": ("l.verified", query.verified or None),
        "small": ("l.origin = ANY (%(small)s)", sorted(small_countries()) if query.small_countries else None),
    }
    given = {name: (text, value) for name, (text, value) in wanted.items() if value is not None}
    conditions = [text for text, _ in given.values()]
    return conditions, {name: value for name, (_, value) in given.items()}


def _at_doors(query: SearchQuery, sort: Sort, many: Many) -> list[int]:
    """The page by the price at the door or the day: by the doors' index, or by the doors of all that matches."""
    column, _, _ = _DOOR_WALKS[sort]
    # Bounds of the order itself go into the walk, so that it begins and ends where they say.
    inside = [text.replace(" + 0", "") for text in many.conditions if "(d." in text]
    edge = next(iter(_enough(query, many)), None)
    on_the_way = [*inside, f"d.{column} < %(edge)s"] if edge is not None else inside
    doors = ["d.country = %(country)s", f"d.{column} IS NOT NULL", *on_the_way]
    passed = _count("catalogue_door d", doors, {**many.values, "edge": int(edge or 0)}, _may_pass(query))
    # Many doors may share the edge itself: days are few.
    at_the_edge = 3 * query.page * query.page_size / max(many.density, 1e-6) if edge is not None else 0
    if passed + at_the_edge <= _may_pass(query):
        page = _walk(query, sort, many, inside)
        if len(page) == query.page_size or edge is None:
            return page
    return _beyond(query, sort, many, None) if many.matches <= _LOOKED_UP_MAX else []


def _walk(query: SearchQuery, sort: Sort, many: Many, inside: Sequence[str]) -> list[int]:
    column, order, order_of_rows = _DOOR_WALKS[sort]
    match = " & ".join(part for part in (many.words, *many.filters) if part)
    rest = [text for text in many.conditions if "(d." not in text]
    matched = ["l.words @@ %(match)s::tsquery"] * bool(match)
    pieces = {
        "column": column,
        "doors": "".join(f" AND {text}" for text in inside),
        "order": order,
        "order_of_rows": order_of_rows,
        "prices": PRICES if many.prices else "",
        "conditions": " AND ".join([*rest, *matched]) or "true",
    }
    given: dict[str, Any] = {
        "match": match,
        "steps_max": _may_pass(query),
        "first": (query.page - 1) * query.page_size,
        "size": query.page_size,
    }
    given |= many.prices.columns() if many.prices else {}
    return _ids(_WALK.format(**pieces), {**many.values, **given})


def _count(rows: str, conditions: Sequence[str], values: Mapping[str, Any], most: int) -> int:
    """How many rows there are; ``most`` + 1 where there are more."""
    return _ids(_COUNT.format(rows=rows, conditions=" AND ".join(conditions), most=most + 1), values)[0]


def _ids(sql: str, values: Mapping[str, Any]) -> list[int]:
    # Values are bound by the client, as in queries.matching.
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
