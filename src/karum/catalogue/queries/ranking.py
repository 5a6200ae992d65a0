"""The rank of a listing in what was found, as SQL. The rule in words: docs/explanation/search.md, "Order"."""

from collections.abc import Sequence
from typing import Any

from karum.catalogue.domain.asking import Term, any_of, neighbours_query, phrase_query
from karum.catalogue.domain.searching import SearchQuery
from karum.catalogue.domain.words import concept_lexeme
from karum.catalogue.queries.categories import with_all_below


def rank_of(query: SearchQuery, asked: Sequence[Term]) -> tuple[str, dict[str, Any]]:
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
