"""The consolidated list of persons under financial sanctions of the European Union: the FSF file, XML 1.1.

Shape: export/sanctionEntity[euReferenceNumber, logicalId]/{subjectType[code], nameAlias[wholeName, firstName, lastName,
strong], citizenship[countryIso2Code], address[countryIso2Code], birthdate[birthdate, year, circa, yearRangeFrom,
yearRangeTo], regulation[programme, numberTitle], remark}. Countries are ISO codes; "00" stands for none.
"""

from collections.abc import Iterator

from lxml import etree

from karum.official.records import Broken, Span
from karum.official.sanctions import Kind, Listed, births_of, broken, entries, named, root_is, texts
from karum.official.source import Source

KIND = "eu-sanctions"

_KINDS: dict[str, Kind] = {"person": "person", "enterprise": "entity"}
_NO_COUNTRY = {"", "00"}


def recognise(source: Source) -> bool:
    return root_is(source, "export") and b"sanctionEntity" in source.head


def read(source: Source) -> Iterator[Listed | Broken]:
    """Each entry of the list. Raises BadFile for a file that ends too early."""
    for entry, place in entries(source, "sanctionEntity"):
        yield _listed(entry, place)


def _listed(entry: etree._Element, place: str) -> Listed | Broken:
    key = entry.get("euReferenceNumber") or entry.get("logicalId", "")
    if not key:
        return broken(entry, place, "The entry has neither reference nor logicalId.")
    subject = entry.find("{*}subjectType")
    code = subject.get("code", "") if subject is not None else ""
    if code not in _KINDS:
        return broken(entry, place, f"The subject type {code!r} is not known.")
    names = named(*((_name(alias), alias.get("strong") != "false") for alias in entry.iterfind("{*}nameAlias")))
    if not names:
        return broken(entry, place, "The entry has no name.")
    births, unread = [], []
    for item in entry.iterfind("{*}birthdate"):
        span, words = _birth(item)
        if span:
            births.append(span)
        elif words:
            unread.append(f"Born as written: {words}.")
    regulations = [found.get("numberTitle", "") for found in entry.iterfind("{*}regulation")]
    programmes = [found.get("programme", "") for found in entry.iterfind("{*}regulation")]
    said = [*texts(entry, "remark"), *(title for title in dict.fromkeys(regulations) if title), *unread]
    return Listed(
        list=KIND,
        key=key,
        kind=_KINDS[code],
        names=names,
        place=place,
        countries=tuple(
            dict.fromkeys(
                iso
                for tag in ("citizenship", "address")
                for found in entry.iterfind(f"{{*}}{tag}")
                if (iso := found.get("countryIso2Code", "")) not in _NO_COUNTRY
            )
        ),
        births=tuple(births),
        programmes=tuple(name for name in dict.fromkeys(programmes) if name),
        remarks=" ".join(said),
    )


def _name(alias: etree._Element) -> str:
    whole = alias.get("wholeName") or " ".join(alias.get(part, "") for part in ("firstName", "middleName", "lastName"))
    return " ".join(whole.split())


def _birth(item: etree._Element) -> tuple[Span | None, str]:
    """The span of one date of birth, and its words when it cannot be read."""
    first, last = item.get("yearRangeFrom", ""), item.get("yearRangeTo", "")
    words = f"{first} to {last}" if first and last else item.get("birthdate", "") or item.get("year", "")
    if words and item.get("circa") == "true":
        words = f"circa {words}"
    return births_of(words), words
