"""WooCommerce's product CSV, as its own exporter writes it in any language: read it. Pure.

A simple product is one row; a variable one is a row and a row for each variation, which names it in "Parent" by SKU or
as ``id:44``. Pictures, categories and values are lists with commas; a comma inside one is written ``\\,``, a new line
``\\n``. Weights and sizes are in the unit that the column's name says.
Source: WooCommerce, "Product CSV Importer and Exporter" and its "Product CSV Import Schema".
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import chain, islice

from karum.catalogue.domain.product_files import (
    Broken,
    BrokenFile,
    ImportedProduct,
    ProductFile,
    Row,
    named_rows,
    read_rows,
)
from karum.catalogue.domain.woocommerce_columns import in_english

_LOOKED_AT = 50  # rows that tell which column says the kind
_GRAMS: Mapping[str, Decimal] = {
    "kg": Decimal(1000), "g": Decimal(1), "lbs": Decimal("453.59237"), "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}  # fmt: skip
_MM: Mapping[str, Decimal] = {
    "m": Decimal(1000), "cm": Decimal(10), "mm": Decimal(1), "in": Decimal("25.4"), "yd": Decimal("914.4"),
}  # fmt: skip
_NEEDED = {"type", "name", "regular price"}
_ATTRIBUTE = re.compile(r"attribute (\d+) (name|value\(s\))")
_MEASURE = re.compile(r"(weight|length|width|height) \(([a-z]+)\)")
_KNOWN = {
    "id", "type", "sku", "gtin, upc, ean, or isbn", "name", "published", "short description", "description",
    "in stock?", "stock", "sale price", "regular price", "categories", "tags", "images", "parent",
}  # fmt: skip
# Written by WooCommerce and of no meaning here. Anything else is named in the report.
_SILENT = re.compile(
    r"is featured\?|visibility in catalog|date sale price (starts|ends)|tax (status|class)|low stock amount|"
    r"backorders allowed\?|sold individually\?|allow customer reviews\?|purchase note|shipping class|"
    r"download (limit|expiry days|\d+ (id|name|url))|grouped products|upsells|cross-sells|external url|button text|"
    r"position|attribute \d+ (visible|global|default)|meta: .*|brands|swatches attributes|cost of goods"
)


def read(content: bytes) -> ProductFile:
    """Read a file. Raises BrokenFile when it is no table of this form."""
    table = read_rows(content)
    _, header = next(table, (1, []))
    columns = [name.strip().casefold() for name in header]
    if not set(columns) >= _NEEDED:
        first = list(islice(table, _LOOKED_AT))
        translated = in_english(header, [cells for _number, cells in first])
        if translated is None:
            raise BrokenFile(Broken.NOT_WOOCOMMERCE, 1)
        columns, table = translated, chain(first, table)
    broken: list[tuple[int, Broken]] = []
    rows = list(named_rows(table, columns, broken))
    unknown = tuple(
        name
        for name, column in zip(header, columns, strict=True)
        if column and column not in _KNOWN and not any(p.fullmatch(column) for p in (_SILENT, _ATTRIBUTE, _MEASURE))
    )
    products, wrong = _products(rows)
    return ProductFile(tuple(products), tuple(sorted(broken + wrong)), unknown)


def _products(rows: list[Row]) -> tuple[list[ImportedProduct], list[tuple[int, Broken]]]:
    broken: list[tuple[int, Broken]] = []
    families: dict[int, list[Row]] = {}
    by_name: dict[str, int] = {}  # SKU or ``id:44`` -> row of the product
    for row in rows:
        kinds = {kind.strip() for kind in row.get("type").casefold().split(",")}
        if "variation" in kinds:
            continue
        if not kinds & {"simple", "variable"} or kinds & {"virtual", "downloadable", "external", "grouped"}:
            broken.append((row.number, Broken.NOT_GOODS))
        elif not row.get("name"):
            broken.append((row.number, Broken.NO_NAME))
        else:
            families[row.number] = [row]
        by_name |= {name: row.number for name in (row.get("sku"), f"id:{row.get('id')}") if name not in ("", "id:")}
    for row in rows:
        if "variation" not in row.get("type").casefold():
            continue
        parent = by_name.get(row.get("parent"), 0)
        if parent in families:
            families[parent].append(row)
        elif parent == 0:
            broken.append((row.number, Broken.NO_PARENT))
        else:
            broken.append((row.number, Broken.NOT_GOODS))
    return [_product(family) for family in families.values()], broken


def _product(family: list[Row]) -> ImportedProduct:
    first, variations = family[0], family[1:]
    variable = "variable" in first.get("type").casefold()
    head = _facts(first) if variable else _facts(first) | _variant(first, first)
    lines = [Row(first.number, head)] + [Row(row.number, _variant(row, first)) for row in variations]
    name = first.get("name")
    handle = f"woo-{first.get('id')}" if first.get("id") else first.get("sku") or name
    return ImportedProduct(handle[:255], tuple(lines), slug=name)


def _facts(row: Row) -> dict[str, str]:
    """What is said of the whole product, by our names."""
    facts = {
        "title": row.get("name"),
        "status": {"1": "active", "": "active"}.get(row.get("published"), "draft"),
        "image": _pictures(row),
    }
    if "description" in row.cells:
        facts["body"] = _lines(row.get("description"))
    if "short description" in row.cells:
        facts["summary_html"] = _lines(row.get("short description"))
    shelves = _list(row.get("categories"))
    if shelves:
        facts["category"] = max(shelves, key=lambda shelf: shelf.count(">"))
    return facts


def _variant(row: Row, parent: Row) -> dict[str, str]:
    """What is said of one variant; a variation has its product's weight and size where it says none itself."""
    cells = {"sku": row.get("sku"), "price": _amount(row.get("regular price") or row.get("sale price"))}
    cells["grams"] = _grams(row) or _grams(parent)
    size = _size(row) or _size(parent)
    if size:
        cells["size_mm"] = size
    if row.get("stock"):
        cells["quantity"] = row.get("stock").split(".")[0]
    elif row.get("in stock?") == "0":
        cells["quantity"] = "0"
    if row.get("gtin, upc, ean, or isbn"):
        cells["barcode"] = row.get("gtin, upc, ean, or isbn")
    if row is not parent:
        cells["image"] = _pictures(row)
        options = [(name, values) for name, values in _attributes(row) if values]
        for place, (name, value) in enumerate(options[:3], 1):
            cells |= {f"option{place}_name": name, f"option{place}_value": value}
    return cells


def _attributes(row: Row) -> list[tuple[str, str]]:
    numbers = sorted({int(found[1]) for name in row.cells if (found := _ATTRIBUTE.fullmatch(name))})
    return [
        (row.get(f"attribute {number} name"), row.get(f"attribute {number} value(s)"))
        for number in numbers
        if row.get(f"attribute {number} name")
    ]


def _pictures(row: Row) -> str:
    return " ".join(address.replace(" ", "%20") for address in _list(row.get("images")))


def _list(text: str) -> list[str]:
    return [part.strip().replace("\\,", ",") for part in re.split(r"(?<!\\),", text) if part.strip()]


def _lines(text: str) -> str:
    return text.replace("\\r", "").replace("\\n", "\n")


def _amount(text: str) -> str:
    """``12,50`` of shops that write so is ``12.50``."""
    return text.replace(",", ".") if re.fullmatch(r"[0-9]+,[0-9]{1,2}", text) else text


def _grams(row: Row) -> str:
    for name, text in row.cells.items():
        found = _MEASURE.fullmatch(name)
        if found and found[1] == "weight" and text:
            weight = _measured(text, _GRAMS.get(found[2]))
            return text if weight is None else str(max(1, round(weight))) if weight > 0 else "0"
    return ""


def _size(row: Row) -> str:
    sides: dict[str, str] = {}
    for name, text in row.cells.items():
        found = _MEASURE.fullmatch(name)
        if found and found[1] != "weight" and text:
            side = _measured(text, _MM.get(found[2]))
            if side is not None and 0 < side < 100_000:
                sides[found[1]] = str(max(1, round(side)))
    return f"{sides['length']}x{sides['width']}x{sides['height']}" if len(sides) == 3 else ""


def _measured(text: str, unit: Decimal | None) -> Decimal | None:
    """None where it cannot be read: the import then says what is wrong with the cell as it stands."""
    if unit is None or not re.fullmatch(r"[0-9]{0,9}([.,][0-9]{1,9})?", text):
        return None
    try:
        return Decimal(text.replace(",", ".")) * unit
    except InvalidOperation:
        return None
