"""Shopify's product CSV: read and write it. Pure.

One product is the rows with one handle: the first has the product's facts, each row may have a variant and a picture.
Both generations of column names are read ("Handle" and "URL handle"); the older is written, which more programs know.
Source: Shopify Help Center, "Using CSV files to import and export products" and "Inventory CSV" (HS Code, COO).
What Shopify does not know (smallest order, price breaks, ...) is in columns of the form that it gives to metafields.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

BYTES_MAX = 15 * 1024 * 1024  # as Shopify's
VARIANT = "Variant"  # the option's name under which variants are written that have a name and no options
ROWS_MAX = 5_000  # a minute of work at most; a page waits for it
_CELL_CHARS_MAX = 100_000

# Ours -> the names that it has had, compared without capitals.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "body": ("Body (HTML)", "Description"),
    "vendor": ("Vendor",),
    "category": ("Product Category",),
    "type": ("Type",),
    "tags": ("Tags",),
    "published": ("Published", "Published on online store"),
    "option1_name": ("Option1 Name",),
    "option1_value": ("Option1 Value",),
    "option2_name": ("Option2 Name",),
    "option2_value": ("Option2 Value",),
    "option3_name": ("Option3 Name",),
    "option3_value": ("Option3 Value",),
    "sku": ("Variant SKU", "SKU"),
    "grams": ("Variant Grams", "Weight value (grams)"),
    "quantity": ("Variant Inventory Qty", "Inventory quantity"),
    "policy": ("Variant Inventory Policy", "Continue selling when out of stock"),
    "price": ("Variant Price", "Price"),
    "barcode": ("Variant Barcode", "Barcode", "Barcodes"),
    "image": ("Image Src", "Product image URL"),
    "image_position": ("Image Position",),
    "image_alt": ("Image Alt Text",),
    "status": ("Status",),
    "hs_code": ("HS Code", "Harmonized System Code", "Variant HS Code"),
    "origin": ("COO", "Country of Origin", "Variant Country of Origin"),
}
EXTRAS = (
    "currency", "language", "summary", "materials", "variant_name", "size_mm", "incoterm", "handling_days",
    "quantity_min", "pack_multiple", "breaks", "offer_state", "product_state",
)  # fmt: skip
_KNOWN = {name.casefold(): ours for ours, names in _NAMES.items() for name in names} | {
    f"karum {extra} (product.metafields.karum.{extra})": extra for extra in EXTRAS
}
# Read by Shopify and of no meaning here. Anything else is named in the report.
_SILENT = re.compile(
    r"option\d linked to|variant (inventory tracker|fulfillment service|compare at price|requires shipping|taxable|"
    r"weight unit|tax code|image)|inventory tracker|fulfillment service|compare-at price|requires shipping|charge tax|"
    r"tax code|weight unit for display|gift card|seo (title|description)|google shopping / .*|cost per item|"
    r"variant image url|image position|unit price (total|base) measure( unit)?|(included|price|compare.at price) / .*|"
    r".*\(product\.metafields\..*\)|collection|location|standardized product type|custom product type"
)
_WRITTEN = (
    "handle", "title", "body", "vendor", "category", "type", "tags", "published", "option1_name", "option1_value",
    "option2_name", "option2_value", "option3_name", "option3_value", "sku", "grams", "quantity", "policy", "price",
    "barcode", "image", "image_position", "image_alt", "status", "hs_code", "origin", *EXTRAS,
)  # fmt: skip


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
class ShopifyProduct:
    """The rows of one handle."""

    handle: str
    rows: tuple[Row, ...]

    def first(self, name: str) -> str:
        """The product's fact: the first row that has one."""
        return next((row.get(name) for row in self.rows if row.get(name)), "")

    @property
    def images(self) -> list[str]:
        return [row.get("image") for row in self.rows if row.get("image")]


@dataclass(frozen=True, slots=True)
class ShopifyFile:
    """A file that was read: its products in order, rows that belong to none, and columns that nobody knows."""

    products: tuple[ShopifyProduct, ...]
    broken_rows: tuple[tuple[int, Broken], ...] = ()
    unknown_columns: tuple[str, ...] = field(default=())


def read(content: bytes) -> ShopifyFile:
    """Read a file. Raises BrokenFile when it is no table of this form."""
    if len(content) > BYTES_MAX:
        raise BrokenFile(Broken.TOO_LARGE)
    text = _decode(content)
    if not text.strip():
        raise BrokenFile(Broken.EMPTY)
    table = _table(text)
    _, header = next(table, (1, []))
    columns = [_KNOWN.get(name.strip().casefold(), "") for name in header]
    if "handle" not in columns:
        raise BrokenFile(Broken.NO_HANDLE_COLUMN, 1)
    twice = next((name for name in columns if name and columns.count(name) > 1), "")
    if twice:
        raise BrokenFile(Broken.DOUBLE_COLUMN, 1, header[columns.index(twice)])
    unknown = [name for name, ours in zip(header, columns, strict=True) if not ours and not _silent(name)]
    products: dict[str, list[Row]] = {}
    broken: list[tuple[int, Broken]] = []
    for count, (number, cells) in enumerate(table, 1):
        if count > ROWS_MAX:
            raise BrokenFile(Broken.TOO_MANY_ROWS, number)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            broken.append((number, Broken.WRONG_CELLS))
            continue
        known = {name: unguard(cell.strip()) for name, cell in zip(columns, cells, strict=False) if name}
        handle = known.get("handle", "")
        if not handle:
            broken.append((number, Broken.NO_HANDLE))
            continue
        products.setdefault(handle, []).append(Row(number, known))
    return ShopifyFile(
        tuple(ShopifyProduct(handle, tuple(rows)) for handle, rows in products.items()), tuple(broken), tuple(unknown)
    )


def write(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return a file (UTF-8 with a mark, so that spreadsheets read it right) of rows by our names."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_title(name) for name in _WRITTEN])
    for row in rows:
        writer.writerow([guard(row.get(name, "")) for name in _WRITTEN])
    return out.getvalue().encode()


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:1000]:
        raise BrokenFile(Broken.NOT_UTF8, 1)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile(Broken.NOT_UTF8, content.count(b"\n", 0, error.start) + 1) from None


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
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


def _silent(name: str) -> bool:
    return not name.strip() or bool(_SILENT.fullmatch(name.strip().casefold()))


def _title(ours: str) -> str:
    return _NAMES[ours][0] if ours in _NAMES else f"Karum {ours} (product.metafields.karum.{ours})"


def guard(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula. Source: OWASP, "CSV Injection"."""
    return f"'{cell}" if re.match(r"'*[=+\-@\t\r]", cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell
