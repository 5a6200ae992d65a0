"""The US tariff as the USITC exports it: CSV. It has no footnotes; rows without a number only group what follows.

Columns: HTS Number, Indent, Description, Unit of Quantity, General Rate of Duty, Special Rate of Duty, Column 2 Rate of
Duty, Quota Quantity, Additional Duties. Published at hts.usitc.gov, "Export".
"""

import json
from collections.abc import Iterator

from karum.official.fields import broken
from karum.official.records import Broken, GoodsCode, Measure
from karum.official.source import BadFile, Source
from karum.official.tables import Row, header, rows
from karum.official.us_hts import SYSTEM, Line, tariff

__all__ = ["KIND", "SYSTEM", "WHOLE", "read", "recognise"]

KIND = "us-hts-csv"
WHOLE = True

_RATES = ("general rate of duty", "special rate of duty", "column 2 rate of duty")
_NEEDED = ("hts number", "indent", "description", *_RATES)
_KNOWN = {*_NEEDED, "unit of quantity", "quota quantity", "additional duties"}


def recognise(source: Source) -> bool:
    return {"hts number", "indent", "general rate of duty"} <= set(header(source))


def read(source: Source) -> Iterator[GoodsCode | Measure | Broken]:
    """The goods and measures, in the order of the schedule. Raises BadFile when a column is missing."""
    if missing := [name for name in _NEEDED if name not in header(source)]:
        raise BadFile(f"{source.name} lacks the columns {', '.join(missing)}.")
    if unknown := [name for name in header(source) if name and name not in _KNOWN]:
        yield Broken("line 1", f"The columns {', '.join(unknown)} are not known and were not read.")
    yield from tariff(map(_line, rows(source)))


def _line(row: Row | Broken) -> Line | Broken:
    if isinstance(row, Broken):
        return row
    try:
        units = _units(row.get("unit of quantity", ""))
    except ValueError:
        return broken(row.place, "The unit of quantity is no list of texts.", row.values())
    return Line(
        row.place,
        row["hts number"].strip(),
        row["indent"].strip() if "indent" in row else "",
        row.get("description", ""),
        units,
        row.get("general rate of duty", ""),
        row.get("special rate of duty", ""),
        row.get("column 2 rate of duty", ""),
        row.get("quota quantity", ""),
        row.get("additional duties", ""),
    )


def _units(said: str) -> tuple[str, ...]:
    """``["doz.","kg"]``, or the units with commas between them."""
    if not said.lstrip().startswith("["):
        return tuple(unit.strip() for unit in said.split(",") if unit.strip())
    units = json.loads(said)
    if not all(isinstance(unit, str) for unit in units):
        raise ValueError(said)
    return tuple(unit.strip() for unit in units if unit.strip())
