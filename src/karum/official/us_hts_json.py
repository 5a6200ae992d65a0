"""The US tariff as the USITC exports it: JSON, one object a line of the schedule.

Shape: ``[{htsno, indent, description, superior, units[], general, special, other, footnotes[{columns[], value}],
quotaQuantity, additionalDuties}]``. Published at hts.usitc.gov, "Export".
"""

from collections.abc import Iterator
from typing import Any

from karum.official.fields import Unusable, broken, words
from karum.official.json_stream import items
from karum.official.records import Broken, GoodsCode, Measure
from karum.official.source import Source
from karum.official.us_hts import SYSTEM, Line, Note, tariff

__all__ = ["KIND", "SYSTEM", "WHOLE", "read", "recognise"]

KIND = "us-hts-json"
WHOLE = True

_NAMES = frozenset(
    {
        "htsno", "indent", "description", "superior", "units", "general", "special", "other", "footnotes",
        "quotaQuantity", "additionalDuties", "addiitionalDuties",
    }
)  # fmt: skip


def recognise(source: Source) -> bool:
    head = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"[") and b'"htsno"' in head and b'"indent"' in head


def read(source: Source) -> Iterator[GoodsCode | Measure | Broken]:
    """The goods and measures, in the order of the schedule. Raises BadFile for JSON that is not whole."""
    yield from tariff(_line(f"record {number}", said) for number, said in enumerate(items(source, "item"), 1))


def _line(place: str, said: Any) -> Line | Broken:
    if not isinstance(said, dict):
        return broken(place, "The record is no object.", said)
    if unknown := said.keys() - _NAMES:
        return broken(place, f"The record has fields that are not known: {', '.join(sorted(unknown))}.", said)
    try:
        return Line(
            place,
            _text(said, "htsno"),
            _text(said, "indent"),
            _text(said, "description"),
            tuple(_unit(unit) for unit in _list(said, "units") if unit),
            _text(said, "general"),
            _text(said, "special"),
            _text(said, "other"),
            _text(said, "quotaQuantity"),
            _text(said, "additionalDuties") or _text(said, "addiitionalDuties"),  # the export's own spelling
            tuple(_note(note) for note in _list(said, "footnotes")),
        )
    except Unusable as error:
        return broken(place, error, said)


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Unusable(f"The field {name} holds {type(value).__name__}, a text is expected.")


def _list(said: dict[str, Any], name: str) -> list[Any]:
    value = said.get(name) or []
    if not isinstance(value, list):
        raise Unusable(f"The field {name} is no list.")
    return value


def _unit(said: Any) -> str:
    if not isinstance(said, str):
        raise Unusable("A unit is no text.")
    return words(said)


def _note(said: Any) -> Note:
    if not (isinstance(said, dict) and isinstance(said.get("value"), str)):
        raise Unusable("A footnote has no text.")
    columns = said.get("columns") or []
    if not (isinstance(columns, list) and all(isinstance(column, str) for column in columns)):
        raise Unusable("A footnote names no columns.")
    return Note(words(said["value"]), tuple(columns))
