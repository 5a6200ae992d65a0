"""The UK's preference schemes: which countries, since when, with which proofs of origin.

Shape: ``{"schemes": [{scheme_code, title, validity_start_date, validity_end_date, countries[], proofs[{summary}],
links[{url}], ...}]}``. Source: HMRC, trade-tariff-backend, ``roo_schemes_uk.json`` (MIT).
"""

from collections.abc import Iterator
from typing import Any

from karum.official.fields import Unusable, broken, day, plain, span, words
from karum.official.json_stream import items
from karum.official.records import Broken, OriginScheme
from karum.official.source import Source

KIND = "uk-origin-schemes"
SYSTEM = "GB"
WHOLE = True

_READ = {"scheme_code", "title", "validity_start_date", "validity_end_date", "countries", "proofs", "links"}
# Where HMRC keeps its articles and notes, and how origin cumulates between countries.
SKIPPED = {
    "articles", "cumulation_methods", "explainers", "features", "footnote", "fta_intro_file", "introductory_notes_file",
    "ord", "proof_codes", "show_proofs_for_geographical_areas", "unilateral",
}  # fmt: skip


def recognise(source: Source) -> bool:
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and b'"schemes"' in head and b'"scheme_code"' in head


def read(source: Source) -> Iterator[OriginScheme | Broken]:
    """Every scheme. Raises BadFile for JSON that is not whole."""
    for number, said in enumerate(items(source, "schemes.item"), 1):
        place = f"scheme {number}"
        try:
            if not isinstance(said, dict):
                raise Unusable("The scheme is no object.")
            place = f"scheme {number}, {said.get('scheme_code')}"
            if unknown := said.keys() - _READ - SKIPPED:
                yield broken(place, f"The fields {', '.join(sorted(unknown))} are not known and were not read.")
            yield _scheme(said, place)
        except Unusable as error:
            yield broken(place, error, said)


def _scheme(said: dict[str, Any], place: str) -> OriginScheme:
    code, title = words(_text(said, "scheme_code")), plain(_text(said, "title"))
    if not code or not title:
        raise Unusable("The scheme has no code or no title.")
    countries = said.get("countries")
    if not (isinstance(countries, list) and countries and all(isinstance(country, str) for country in countries)):
        raise Unusable("The scheme names no countries.")
    return OriginScheme(
        code,
        title,
        tuple(dict.fromkeys(words(country) for country in countries)),
        tuple(plain(_text(proof, "summary")) for proof in _objects(said, "proofs")),
        place,
        valid=span(day(_text(said, "validity_start_date")), day(_text(said, "validity_end_date"))),
        links=tuple(words(_text(link, "url")) for link in _objects(said, "links")),
    )


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise Unusable(f"The field {name} is no text.")
    return value or ""


def _objects(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = said.get(name) or []
    if not (isinstance(value, list) and all(isinstance(item, dict) for item in value)):
        raise Unusable(f"The field {name} is no list of objects.")
    return value
