"""When stock runs low, and the file that a stocktaking comes back in. Pure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from karum.desk.domain.spreadsheets import NotATable, decoded, delimiter_of

LOW_UNITS = 3
LOW_DAYS = 14
SOLD_DAYS = 30
ROWS_MAX = 20_000
COLUMNS = ("sku", "available")


def days_left(available: int, sold: int) -> int | None:
    """For how many days it lasts when it goes on selling as in the last 30 days; None: nothing was sold."""
    return available * SOLD_DAYS // sold if sold > 0 else None


def is_low(available: int, quantity_min: int, sold: int) -> bool:
    """Few units, or few days; what is sold out is not low but gone."""
    if available < quantity_min:
        return False
    days = days_left(available, sold)
    return available <= LOW_UNITS or (days is not None and days < LOW_DAYS)


class NotAStockFile(ValueError):
    """The file has no columns ``sku`` and ``available``, or is not a table at all."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a file says: ``wanted`` by article number as it was written, and numbers that nobody knows."""

    wanted: Mapping[str, str]
    unknown: tuple[str, ...]


def read_counts(content: bytes, known: Mapping[str, int]) -> Counted:
    """Read a CSV with the columns ``sku`` and ``available`` (others are left alone). ``known``: the firm's numbers.

    An empty count changes nothing. Raises NotAStockFile.
    """
    try:
        text = decoded(content)
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter_of(text.split("\n", 1)[0])))[:ROWS_MAX]
    except (NotATable, csv.Error):
        raise NotAStockFile from None
    names = {str(name).strip().casefold(): name for name in (rows[0] if rows else {})}
    if not all(column in names for column in COLUMNS):
        raise NotAStockFile
    wanted, unknown = {}, []
    for row in rows:
        sku, count = (str(row[names[column]] or "").strip() for column in COLUMNS)
        if not sku or not count:
            continue
        if sku in known:
            wanted[sku] = count[:20]
        else:
            unknown.append(sku[:64])
    return Counted(wanted, tuple(unknown))
