"""CSV as offices export it: UTF-8 with or without a mark, or Windows-1252; columns found by name, in any order."""

import csv
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import BinaryIO

from karum.official.records import Broken
from karum.official.source import BadFile, Source

LINE_MAX = 1_000_000  # bytes


class Row(dict[str, str]):
    """A row by the names of its columns, with its place."""

    place: str


def header(source: Source) -> tuple[str, ...]:
    """The names of the columns as the first line has them, tidied; empty for what is no CSV."""
    line = _decoded(source.head.removeprefix(b"\xef\xbb\xbf")).lstrip().partition("\n")[0]
    if "\x00" in line or line[:1] in "<[{":
        return ()
    try:
        return tuple(_name(cell) for cell in next(csv.reader([line]), []))
    except csv.Error:
        return ()


def rows(source: Source) -> Iterator[Row | Broken]:
    """Each row below the first. A row with more cells than columns, or with a cell beyond all size, is Broken.

    Raises BadFile for a line of more than a megabyte.
    """
    with source.open() as stream:
        reader = csv.reader(_lines(stream, source.name))
        names: Sequence[str] = ()
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Broken(f"line {reader.line_num}", f"The line is no CSV: {error}.")
                continue
            if not any(cells):
                continue
            if not names:
                names = tuple(map(_name, cells))
                continue
            place = f"line {reader.line_num}"
            if len(cells) > len(names) and any(cells[len(names) :]):
                yield Broken(place, f"{len(cells)} cells for {len(names)} columns.", ",".join(cells)[:500])
                continue
            row = Row(zip_longest(names, cells[: len(names)], fillvalue=""))
            row.place = place
            yield row


def _name(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _lines(stream: BinaryIO, name: str) -> Iterator[str]:
    number = 0
    while line := stream.readline(LINE_MAX):
        number += 1
        if len(line) == LINE_MAX:
            raise BadFile(f"Line {number} of {name} has more than {LINE_MAX:,} bytes; no official line has.")
        yield _decoded(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)


def _decoded(line: bytes) -> str:
    """A line that is no UTF-8 was written by a Windows office: 0xA2 is the cent sign."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
