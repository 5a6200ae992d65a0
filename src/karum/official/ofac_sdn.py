"""The SDN list of the United States, as OFAC publishes it: SDN.XML. Its namespace has changed and is ignored.

Shape: sdnList/sdnEntry/{uid, firstName, lastName, sdnType, programList/program, akaList/aka/{type, category,
firstName, lastName}, addressList/address/country, nationalityList, citizenshipList, dateOfBirthList, remarks}.
Source: OFAC, "Specially Designated Nationals and Blocked Persons Data Specification".
"""

from collections.abc import Iterator

from lxml import etree

from karum.official.records import Broken
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

KIND = "ofac-sdn"

_KINDS: dict[str, Kind] = {"individual": "person", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft"}
_COUNTRIES = (
    "nationalityList/nationality/country",
    "citizenshipList/citizenship/country",
    "addressList/address/country",
    "vesselInfo/vesselFlag",
)


def recognise(source: Source) -> bool:
    return root_is(source, "sdnList")


def read(source: Source) -> Iterator[Listed | Broken]:
    """Each entry of the list. Raises BadFile for a file that ends too early."""
    for entry, place in entries(source, "sdnEntry"):
        yield _listed(entry, place)


def _listed(entry: etree._Element, place: str) -> Listed | Broken:
    key, kind = text(entry, "uid"), _KINDS.get(text(entry, "sdnType").lower())
    if not key:
        return broken(entry, place, "The entry has no uid.")
    if kind is None:
        return broken(entry, place, f"The type {text(entry, 'sdnType')!r} is not known.")
    if not text(entry, "lastName"):
        return broken(entry, place, "The entry has no lastName.")
    names = [(_name(entry), True)]
    names += [(_name(aka), text(aka, "category").lower() != "weak") for aka in entry.iterfind("{*}akaList/{*}aka")]
    births, unread = [], []
    for words in texts(entry, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        span = births_of(words)
        if span:
            births.append(span)
        else:
            unread.append(f"Born as written: {words}.")
    countries, unknown = countries_of([word for path in _COUNTRIES for word in texts(entry, path)])
    return Listed(
        list=KIND,
        key=key,
        kind=kind,
        names=named(*names),
        place=place,
        countries=countries,
        births=tuple(births),
        programmes=tuple(texts(entry, "programList/program")),
        remarks=remarks_of(" ".join([text(entry, "title"), text(entry, "remarks"), *unread]).strip(), unknown),
    )


def _name(element: etree._Element) -> str:
    return " ".join(part for part in (text(element, "firstName"), text(element, "lastName")) if part)
