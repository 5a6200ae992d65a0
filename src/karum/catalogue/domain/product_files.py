"""Files of products as other programs write them: what their readers have in common. Pure.

A reader (shopify, woocommerce, etsy) turns a file into products of rows whose cells have our names; one import writes
them all.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

BYTES_MAX = 15 * 1024 * 1024  # as Shopify's
ROWS_MAX = 50_000  # half an hour of work for the worker
VARIANT = "Variant"  # the option's name under which variants are written that have a name and no options
_CELL_CHARS_MAX = 100_000


class Broken(StrEnum):
    """Why a file or a row cannot be read."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_UTF8 = "not_utf8"
    NOT_CSV = "not_csv"
    EMPTY = "empty"
    NO_HANDLE_COLUMN = "no_handle_column"
    DOUBLE_COLUMN = "double_column"
    NO_HANDLE = "no_handle"
    WRONG_CELLS = "wrong_cells"
    NOT_WOOCOMMERCE = "not_woocommerce"
    NOT_ETSY = "not_etsy"
    NO_NAME = "no_name"
    NO_PARENT = "no_parent"
    NOT_GOODS = "not_goods"


class BrokenFile(ValueError):
    """The file cannot be read at all. ``row`` counts lines of the table from 1, its header; 0 is the whole file."""

    def __init__(self, why: Broken, row: int = 0, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.row, self.detail = why, row, detail


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (the header is 1) and its cells by our names; absent columns are absent."""

    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def has_variant(self) -> bool:
        return any(self.get(name) for name in ("sku", "price", "option1_value", "grams", "quantity"))

    @property
    def options(self) -> dict[str, str]:
        """What tells variants apart; Shopify's "Title: Default Title" and our "Variant: its name" are no options."""
        found = {}
        for place in "123":
            name, value = self.get(f"option{place}_name"), self.get(f"option{place}_value")
            no_option = name in {"Title", ""} and value == "Default Title"
            if value and not no_option and (name, value) != (VARIANT, self.get("variant_name")):
                found[name or f"Option {place}"] = value
        return found


@dataclass(frozen=True, slots=True)
class ImportedProduct:
    """The rows of one handle."""

    handle: str
    rows: tuple[Row, ...]
    slug: str = ""  # of its address; empty: the handle

    def first(self, name: str) -> str:
        """The product's fact: the first row that has one."""
        return next((row.get(name) for row in self.rows if row.get(name)), "")

    @property
    def images(self) -> list[str]:
        """Addresses of its pictures in order, each once."""
        return list(dict.fromkeys(address for row in self.rows for address in row.get("image").split()))


@dataclass(frozen=True, slots=True)
class ProductFile:
    """A file that was read: its products in order, rows that belong to none, and columns that nobody knows."""

    products: tuple[ImportedProduct, ...]
    broken_rows: tuple[tuple[int, Broken], ...] = ()
    unknown_columns: tuple[str, ...] = field(default=())


def named_rows(
    table: Iterator[tuple[int, list[str]]], columns: Sequence[str], broken: list[tuple[int, Broken]]
) -> Iterator[Row]:
    """The rows below the header by the names of their columns ("": left out); those with too many cells: ``broken``.

    Raises BrokenFile when there are more than ROWS_MAX.
    """
    for count, (number, cells) in enumerate(table, 1):
        if count > ROWS_MAX:
            raise BrokenFile(Broken.TOO_MANY_ROWS, number)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            broken.append((number, Broken.WRONG_CELLS))
            continue
        yield Row(number, {name: unguard(cell.strip()) for name, cell in zip(columns, cells, strict=False) if name})


def read_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with their numbers, the header first. Raises BrokenFile when it is no table."""
    if len(content) > BYTES_MAX:
        raise BrokenFile(Broken.TOO_LARGE)
    text = decode(content)
    if not text.strip():
        raise BrokenFile(Broken.EMPTY)
    return table(text)


def decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:1000]:
        raise BrokenFile(Broken.NOT_UTF8, 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(Broken.NOT_UTF8, content.count(b"\n", 0, error.start) + 1) from None


def table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers. Spreadsheets of some countries write semicolons or tabs: the header tells."""
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(len(cell) > _CELL_CHARS_MAX or "\x00" in cell for cell in cells):
                raise BrokenFile(Broken.NOT_CSV, number)
            yield number, cells
    except csv.Error:
        raise BrokenFile(Broken.NOT_CSV, number + 1) from None


def guard(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula. Source: OWASP, "CSV Injection"."""
    return f"'{cell}" if re.match(r"'*[=+\-@\t\r]", cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell
