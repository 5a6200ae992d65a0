"""Which measures stand on goods on a day."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from karum.official.records import Span
from karum.runtime.sql import Row, statement
from karum.tariffs.domain.codes import lines_above, stem
from karum.tariffs.domain.rows import MeasureRow

_measures_on = statement(Path(__file__).parent.parent / "sql", "measures_on")


def measures_on(system: str, codes: Iterable[str], day: date, *, known: datetime | None = None) -> list[MeasureRow]:
    """Measures of ``system`` on ``day`` for goods of ``codes`` (6 to 10 digits, no dots), by one query for all.

    They stand on the codes, on the lines above them (and on all goods, code ""), and on the lines that divide them
    further: ``domain.codes.stands_on`` and ``divides`` tell them apart. known: what the hub knew at that moment; None
    is now. Empty when nothing was loaded for the system.
    """
    asked = {code for code in codes if code}
    if not asked:
        return []
    stems = _widest(stem(code) for code in asked)
    rows = _measures_on(
        {
            "system": system,
            "above": sorted({line for code in asked for line in lines_above(code)}),
            "stems": stems,
            "ends": [one + ":" for one in stems],  # ":" comes after "9"
            "day": day,
            "known": known,
        }
    )
    return [_measure(row) for row in rows]


def _widest(stems: Iterable[str]) -> list[str]:
    """Leave out stems that begin with another one: each line is found once."""
    kept: list[str] = []
    for one in sorted(set(stems)):
        if not kept or not one.startswith(kept[-1]):
            kept.append(one)
    return kept


def _measure(row: Row) -> MeasureRow:
    return MeasureRow(
        row[0],
        row[1],
        row[2],
        tuple(row[3]),
        row[4],
        row[5],
        row[6],
        row[7],
        tuple(row[8]),
        tuple(row[9]),
        Span(row[10], row[11]),
        *row[12:],
    )
