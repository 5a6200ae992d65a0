"""Spreadsheets (XLSX), row by row; columns found by name. Only the first sheet is read."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import IO, cast

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from karum.official.source import BadFile, Source

UNPACKED_MAX = 2 * 2**30
SHARED_MAX = 256 * 2**20  # the table of texts is held in memory
_TEXTS = "xl/sharedStrings.xml"


class SheetRow(dict[str, object]):
    """A row by the names of its columns, with its place: "row 4203"."""

    place: str


def is_sheet(source: Source) -> bool:
    """Whether the file is a spreadsheet at all."""
    return source.head.startswith(b"PK\x03\x04")


def header(source: Source) -> tuple[str, ...]:
    """The names of the columns, tidied; empty for what is no spreadsheet."""
    if not is_sheet(source):
        return ()
    with _sheet(source) as sheet:
        return next((names for _, names in _filled(sheet)), ())


def rows(source: Source) -> Iterator[SheetRow]:
    """Each row below the header that says anything. Raises BadFile for a spreadsheet that is damaged or a trap."""
    with _sheet(source) as sheet:
        try:
            names: tuple[str, ...] = ()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                if not any(cell not in (None, "") for cell in cells):
                    continue
                if not names:
                    names = tuple(_name(cell) for cell in cells)
                    continue
                row = SheetRow(zip_longest(names, cells[: len(names)]))
                row.place = f"row {number}"
                yield row
        except Exception as error:  # openpyxl raises whatever it stumbles upon
            raise _damaged(source, error) from error


def _filled(sheet: Worksheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=20), 1):
        if any(cell not in (None, "") for cell in cells):
            yield number, tuple(_name(cell) for cell in cells)


@contextmanager
def _sheet(source: Source) -> Iterator[Worksheet]:
    with source.open() as stream:
        try:
            _guard(source, stream)
            book = load_workbook(stream, read_only=True, data_only=True)
            sheet = cast("ReadOnlyWorksheet", book.worksheets[0])
            sheet.reset_dimensions()  # what writers say of a sheet's size is not always true
        except Exception as error:  # openpyxl raises whatever it stumbles upon
            raise _damaged(source, error) from error
        try:
            yield cast("Worksheet", sheet)
        finally:
            book.close()


def _guard(source: Source, stream: IO[bytes]) -> None:
    """Refuse what would swell: too many bytes unpacked, or a DOCTYPE with entities."""
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > UNPACKED_MAX:
            raise BadFile(f"{source.name} unpacks to more than 2 GB; no official file does. It was not read.")
        for part in parts:
            if part.filename == _TEXTS and part.file_size > SHARED_MAX:
                raise BadFile(f"{source.name} holds more text than any official file. It was not read.")
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(4096):
                        raise BadFile(f"{source.name} brings a DOCTYPE, which no spreadsheet has. It was not read.")
    stream.seek(0)


def _damaged(source: Source, error: Exception) -> BadFile:
    if isinstance(error, BadFile):
        return error
    return BadFile(
        f"{source.name} is a damaged spreadsheet ({type(error).__name__}: {str(error)[:100]}). Fetch it again."
    )


def _name(cell: object) -> str:
    return " ".join(str(cell if cell is not None else "").split()).casefold()


def cell_text(cell: object) -> str:
    """What a cell says as text: a whole number without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()
