"""A list of orders and their tracking numbers, pasted or from a carrier's file. Pure."""

import re
from dataclasses import dataclass

from karum.desk.domain.spreadsheets import NotATable, cells_of, delimiter_of

LINES_MAX = 500
CHARS_MAX = 100_000
_ORDER = re.compile(r"#?K-?([0-9A-Z]{5})-?([0-9A-Z]{5})")
_ALIKE = str.maketrans("OIL", "011")
_CELL_CHARS_MAX = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the order's number as the hub writes it, and what else stands there."""

    row: int
    order: str
    others: tuple[str, ...]


def read_list(text: str) -> tuple[list[Line], list[int]]:
    """Return the lines that name an order, and the rows (from 1) of those that name none; a header is not missed.

    Columns may stand in any order. Without columns, as in a letter, an order's number is followed by the other one.
    """
    mark = delimiter_of(text)
    try:
        rows = cells_of(text, mark) if mark in text else [_parted(line) for line in text.splitlines()]
    except NotATable:
        rows = [_parted(line) for line in text.splitlines()]
    found: list[Line] = []
    lost: list[int] = []
    for row, cells in enumerate(rows[:LINES_MAX], 1):
        named = [(place, number) for place, cell in enumerate(cells) if (number := order_in(cell))]
        if named:
            place, number = named[0]
            others = tuple(cell[:_CELL_CHARS_MAX] for at, cell in enumerate(cells) if cell and at != place)
            found.append(Line(row, number, others))
        elif any(cells) and row > 1:
            lost.append(row)
    return found, lost


def order_in(cell: str) -> str:
    """The order's number as the hub writes it (``K-7F3A9-2QDMX``); empty where the cell is none."""
    found = _ORDER.fullmatch(cell.strip().upper())
    return f"K-{found[1]}-{found[2]}".translate(_ALIKE) if found else ""


def _parted(line: str) -> list[str]:
    words = line.split()
    places = [place for place, word in enumerate(words) if order_in(word)]
    if not places:
        return [line.strip()]
    return [words[places[0]], "".join(word for place, word in enumerate(words) if place != places[0])]
