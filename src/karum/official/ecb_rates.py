"""The euro's reference rates of the European Central Bank: of a day, of 90 days, of all; as XML or as CSV in a zip.

Shape: ``gesmes:Envelope/Cube/Cube[@time]/Cube[@currency, @rate]``; the CSV has a column Date and one for each currency.
A rate says how much of the currency one euro buys. Published at ecb.europa.eu/stats/eurofxref.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from karum.official.fields import Unusable, broken, day, number
from karum.official.records import Broken
from karum.official.source import Source
from karum.official.tables import Row, header, rows
from karum.official.xml import elements_at, first_name, shown

KIND = "ecb-rates"
SYSTEM = "EU"
WHOLE = False

DAY_LEVEL = 2  # of a day's Cube below the Envelope
_NOT_QUOTED = {"", "N/A"}
_RATE_MAX = Decimal(10) ** 9


class Rate(NamedTuple):
    """What one euro bought on a day. ``currency``: ISO 4217."""

    day: date
    currency: str
    rate: Decimal
    place: str


def recognise(source: Source) -> bool:
    if first_name(source) == "Envelope":
        return b"eurofxref" in source.head
    names = header(source)
    return bool(names) and names[0] == "date" and {"usd", "jpy"} <= set(names)


def read(source: Source) -> Iterator[Rate | Broken]:
    """Every rate, in the order of the file. Raises BadFile for a file that breaks off."""
    yield from _xml(source) if first_name(source) else _csv(source)


def _xml(source: Source) -> Iterator[Rate | Broken]:
    for cube in elements_at(source, DAY_LEVEL):
        if not (said := cube.get("time")):
            continue  # who sends it
        place = f"day {said}"
        try:
            when = day(said)
        except Unusable as error:
            yield broken(place, error, shown(cube))
            continue
        for rate in cube:
            yield _rate(when, rate.get("currency", ""), rate.get("rate", ""), place)


def _csv(source: Source) -> Iterator[Rate | Broken]:
    for row in rows(source):
        if isinstance(row, Broken):
            yield row
            continue
        yield from _csv_row(row)


def _csv_row(row: Row) -> Iterator[Rate | Broken]:
    try:
        when = day(row["date"])
    except Unusable as error:
        yield broken(row.place, error, row.values())
        return
    for name, said in row.items():
        if name not in ("", "date") and said.strip() not in _NOT_QUOTED:
            yield _rate(when, name.upper(), said, row.place)


def _rate(when: date | None, currency: str, said: str, place: str) -> Rate | Broken:
    try:
        if when is None:
            raise Unusable("The rate has no day.")
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
            raise Unusable(f"{currency[:20]!r} is no currency.")
        rate = number(said)
        if not 0 < rate < _RATE_MAX:
            raise Unusable(f"{said[:40]} is no rate.")
        return Rate(when, currency, rate, place)
    except Unusable as error:
        return broken(f"{place}, {currency[:20]}", error, said)
