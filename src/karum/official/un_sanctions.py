"""The Consolidated List of the United Nations Security Council, as published in XML.

Shape: CONSOLIDATED_LIST/{INDIVIDUALS/INDIVIDUAL, ENTITIES/ENTITY}/{DATAID, FIRST_NAME .. FOURTH_NAME, UN_LIST_TYPE,
REFERENCE_NUMBER, NAME_ORIGINAL_SCRIPT, NATIONALITY/VALUE, INDIVIDUAL_ALIAS/{QUALITY, ALIAS_NAME},
INDIVIDUAL_ADDRESS/COUNTRY, INDIVIDUAL_DATE_OF_BIRTH/{TYPE_OF_DATE, DATE, YEAR, FROM_YEAR, TO_YEAR}, COMMENTS1}.
"""

from collections.abc import Iterator

from lxml import etree

from karum.official.records import Broken, Span
from karum.official.sanctions import (
    Kind,
    Listed,
    births_of,
    broken,
    countries_of,
    entries,
    named,
    remarks_of,
    root_is,
    text,
    texts,
)
from karum.official.source import Source

KIND = "un-sanctions"

_KINDS: dict[str, Kind] = {"INDIVIDUAL": "person", "ENTITY": "entity"}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def recognise(source: Source) -> bool:
    return root_is(source, "CONSOLIDATED_LIST")


def read(source: Source) -> Iterator[Listed | Broken]:
    """Each entry of the list. Raises BadFile for a file that ends too early."""
    for entry, place in entries(source, *_KINDS):
        yield _listed(entry, place, etree.QName(entry).localname)


def _listed(entry: etree._Element, place: str, tag: str) -> Listed | Broken:
    key = text(entry, "REFERENCE_NUMBER") or text(entry, "DATAID")
    if not key:
        return broken(entry, place, "The entry has no reference number.")
    main = " ".join(part for name in _NAME_PARTS if (part := text(entry, name)))
    if not main:
        return broken(entry, place, "The entry has no name.")
    names = [(main, True), (text(entry, "NAME_ORIGINAL_SCRIPT"), True)]
    for alias in entry.iterfind(f"{{*}}{tag}_ALIAS"):
        # The list calls an alias Good or Low; f.k.a. and a.k.a. of firms are names in full.
        strong = text(alias, "QUALITY").lower() != "low"
        names += [(part.strip(), strong) for part in text(alias, "ALIAS_NAME").split(";")]
    births, unread = [], []
    for item in entry.iterfind(f"{{*}}{tag}_DATE_OF_BIRTH"):
        span, words = _birth(item)
        if span:
            births.append(span)
        elif words:
            unread.append(f"Born as written: {words}.")
    places = texts(entry, "NATIONALITY/VALUE") + texts(entry, f"{tag}_ADDRESS/COUNTRY")
    countries, unknown = countries_of(places)
    said = [*texts(entry, "DESIGNATION/VALUE"), text(entry, "COMMENTS1"), *unread]
    return Listed(
        list=KIND,
        key=key,
        kind=_KINDS[tag],
        names=named(*names),
        place=place,
        countries=countries,
        births=tuple(births),
        programmes=tuple(texts(entry, "UN_LIST_TYPE")),
        remarks=remarks_of(" ".join(said).strip(), unknown),
    )


def _birth(item: etree._Element) -> tuple[Span | None, str]:
    """The span of one date of birth, and its words when it cannot be read."""
    first, last = text(item, "FROM_YEAR"), text(item, "TO_YEAR")
    words = f"{first} to {last}" if first and last else text(item, "DATE") or text(item, "YEAR")
    if words and text(item, "TYPE_OF_DATE").upper() == "APPROXIMATELY":
        words = f"circa {words}"
    return births_of(words), words
