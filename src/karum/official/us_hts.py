"""The Harmonized Tariff Schedule of the United States, line by line, whether it came as JSON or as CSV.

Source of the columns' meaning: US International Trade Commission, HTS, general notes 1-3. A line states its rates or
none: the lines below an eight-digit number inherit them, and here only what the file states is said.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from karum.official.fields import Unusable, broken, digits, words
from karum.official.records import Broken, GoodsCode, Measure
from karum.official.us_special import split_special

SYSTEM = "US"

GENERAL, SPECIAL, OTHER = "general", "special", "other"  # columns 1 and 2 of the schedule
ADDITIONAL, QUOTA, NOTE = "additional", "quota", "note"
INDENT_MAX = 20


class Note(NamedTuple):
    """A footnote, such as "See 9903.88.15.", and the columns that it stands in."""

    text: str
    columns: tuple[str, ...]


class Line(NamedTuple):
    """One row of the schedule as written. ``place`` counts rows: "record 12", "line 13"."""

    place: str
    number: str
    indent: str
    text: str
    units: tuple[str, ...] = ()
    general: str = ""
    special: str = ""
    other: str = ""
    quota: str = ""
    additional: str = ""
    notes: tuple[Note, ...] = ()


def tariff(lines: Iterable[Line | Broken]) -> Iterator[GoodsCode | Measure | Broken]:
    """The goods and measures of the schedule, in its order; a line that cannot be used is Broken."""
    seen: set[str] = set()
    for line in lines:
        if isinstance(line, Broken):
            yield line
            continue
        place = f"{line.place}, htsno {line.number}" if line.number else line.place
        try:
            yield from _read(line, place, seen)
        except Unusable as error:
            yield broken(place, error, line[1:-1])


def _read(line: Line, place: str, seen: set[str]) -> list[GoodsCode | Measure]:
    code = digits(line.number, 4, 6, 8, 10) if line.number else ""
    if not (line.indent.isascii() and line.indent.isdigit() and int(line.indent) <= INDENT_MAX):
        raise Unusable(f"The indent {line.indent[:20]!r} is none.")
    if code in seen:
        raise Unusable(f"The number {line.number} stands in the file twice.")
    measures = _measures(line, code, place)
    if measures and not code:
        raise Unusable("The line states rates but has no number.")
    text = words(line.text)
    if code:
        seen.add(code)
    return [GoodsCode(code, int(line.indent), text, place, units=line.units), *measures]


def _measures(line: Line, code: str, place: str) -> list[Measure]:
    found: dict[str, Measure] = {}

    def add(type_: str, duty: str | None, symbol: str = "", conditions: tuple[str, ...] = ()) -> None:
        key = f"{code}/{type_}/{symbol}" if symbol else f"{code}/{type_}"
        notes = tuple(dict.fromkeys(note.text for note in line.notes if type_ in note.columns))
        measure = Measure(key, type_, code, place, area=symbol, duty=duty, conditions=conditions, footnotes=notes)
        if found.setdefault(key, measure) != measure:
            raise Unusable(f"The special column gives the programme {symbol or '(none)'} two rates.")

    if general := words(line.general):
        add(GENERAL, general)
    for duty, symbols in split_special(words(line.special)):
        for symbol in symbols or ("",):
            add(SPECIAL, duty, symbol)
    if other := words(line.other):
        add(OTHER, other)
    if additional := words(line.additional):
        add(ADDITIONAL, additional)
    if quota := words(line.quota):
        add(QUOTA, None, conditions=(quota,))
    # A footnote to a column that this line leaves empty, or to its words or units, stands by itself.
    columns = {measure.type for measure in found.values()}
    rest = tuple(dict.fromkeys(note.text for note in line.notes if columns.isdisjoint(note.columns)))
    if rest and code:
        found[NOTE] = Measure(f"{code}/{NOTE}", NOTE, code, place, footnotes=rest)
    return list(found.values())
