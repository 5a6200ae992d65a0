"""Facets: what would narrow a search, with counts, out of the rows of find.sql."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from karum.catalogue.domain.searching import Band, Facets, FacetValue, SearchQuery
from karum.catalogue.queries.categories import ancestors, below, slug_of

# Ends of price bands: 1, 2 and 5 of each power of ten, minor units.
DOOR_STEPS = [digit * 10**power for power in range(2, 9) for digit in (1, 2, 5)]
ARRIVALS = (3, 7, 14, 21, 30, 45)
_BANDS_MAX = 5
_MATERIALS_MAX = 20


def facets(query: SearchQuery, rows: list[tuple[Any, ...]], *, exact: bool, small: frozenset[str]) -> Facets:
    """Return the facets of what was found. small: the countries behind "from small countries"."""
    steps = set(below(query.category))
    by_category: Counter[int] = Counter()
    marks = {key: int(number) for kind, key, number in rows if kind == "mark"}
    origins = [(key, number) for kind, key, number in rows if kind == "origin"]
    for kind, key, number in rows:
        if kind == "category":
            step = next((above for above in ancestors(int(key)) if above in steps), None)
            if step is not None:
                by_category[step] += number
    doors = bool(query.deliver_to)
    return Facets(
        categories=_values((slug_of(category_id), number) for category_id, number in by_category.items()),
        origins=_values(origins),
        terms=_values((key, marks[key]) for key in ("retail", "wholesale") if marks.get(key)),
        materials=_values((key, number) for kind, key, number in rows if kind == "material")[:_MATERIALS_MAX],
        verified=marks.get("verified", 0),
        small_countries=sum(number for key, number in origins if key in small),
        in_stock=marks.get("in_stock", 0),
        arrivals=arrivals({int(key): number for kind, key, number in rows if kind == "days"}) if doors else (),
        doors=_bands_of(query, {int(key): number for kind, key, number in rows if kind == "door"}) if doors else (),
        doors_unknown=marks.get("doors_unknown", 0) if doors else 0,
        exact=exact,
    )


def arrivals(by_days: dict[int, int]) -> tuple[FacetValue, ...]:
    """Return the terms that hold anything, each with all before it; the last one that adds something ends the list."""
    found = []
    before = 0
    for days in ARRIVALS:
        count = sum(number for day, number in by_days.items() if day <= days)
        if count > before:
            found.append(FacetValue(str(days), count))
            before = count
    return tuple(found)


def _bands_of(query: SearchQuery, by_step: dict[int, int]) -> tuple[Band, ...]:
    edges = query.door_edges
    if not edges:
        return bands(by_step)
    ends = zip((0, *edges), (*(edge - 1 for edge in edges), None), strict=True)
    return tuple(Band(low, high, by_step.get(place, 0)) for place, (low, high) in enumerate(ends))


def bands(by_step: dict[int, int]) -> tuple[Band, ...]:
    """Return at most five ranges that hold about as many each. by_step: place among DOOR_STEPS -> count."""
    filled = sorted(step for step, count in by_step.items() if count)
    wanted = sum(by_step.values()) / _BANDS_MAX
    groups: list[list[int]] = []
    held = 0.0
    for step in filled:
        if groups and (held < wanted or len(groups) == _BANDS_MAX):
            groups[-1].append(step)
        else:
            groups.append([step])
            held = 0.0
        held += by_step[step]
    found = []
    for place, group in enumerate(groups):
        low = DOOR_STEPS[group[0] - 1] if group[0] and place else 0
        after = groups[place + 1][0] if place + 1 < len(groups) else None
        high = None if after is None else DOOR_STEPS[after - 1] - 1
        found.append(Band(low, high, sum(by_step[step] for step in group)))
    return tuple(found)


def _values(pairs: Iterable[tuple[str, int]]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value, count) for value, count in sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
