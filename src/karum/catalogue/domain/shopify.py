"""Shopify's product CSV: read and write it. Pure.

One product is the rows with one handle: the first has the product's facts, each row may have a variant and a picture.
Both generations of column names are read ("Handle" and "URL handle"); the older is written, which more programs know.
Source: Shopify Help Center, "Using CSV files to import and export products" and "Inventory CSV" (HS Code, COO).
What Shopify does not know (smallest order, price breaks, ...) is in columns of the form that it gives to metafields.
"""

import csv
import io
import re
from collections.abc import Container, Iterable, Mapping

from karum.catalogue.domain.product_files import (
    Broken,
    BrokenFile,
    ImportedProduct,
    ProductFile,
    Row,
    guard,
    named_rows,
    read_rows,
)

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


def read(content: bytes) -> ProductFile:
    """Read a file. Raises BrokenFile when it is no table of this form."""
    table = read_rows(content)
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
    for row in named_rows(table, columns, broken):
        if row.get("handle"):
            products.setdefault(row.get("handle"), []).append(row)
        else:
            broken.append((row.number, Broken.NO_HANDLE))
    return ProductFile(
        tuple(ImportedProduct(handle, tuple(rows)) for handle, rows in products.items()), tuple(broken), tuple(unknown)
    )


def write(rows: Iterable[Mapping[str, str]], names: Container[str] = _WRITTEN) -> bytes:
    """Return a file (UTF-8 with a mark, so that spreadsheets read it right) of rows by our names; only ``names``."""
    written = [name for name in _WRITTEN if name in names]
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_title(name) for name in written])
    for row in rows:
        writer.writerow([guard(row.get(name, "")) for name in written])
    return out.getvalue().encode()


def _silent(name: str) -> bool:
    return not name.strip() or bool(_SILENT.fullmatch(name.strip().casefold()))


def _title(ours: str) -> str:
    return _NAMES[ours][0] if ours in _NAMES else f"Karum {ours} (product.metafields.karum.{ours})"
