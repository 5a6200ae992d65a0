"""Etsy's listings CSV (Shop Manager, Settings, Options, Download Data): read it. Pure.

A row is a listing with up to ten pictures and two kinds of variations, whose values and SKUs are lists with commas. The
file has one price and one quantity for all variations of a listing, no weight and no number of the listing: a listing
is known by its title. Source: the file's own header; Etsy Help, "How to Download Your Listing Information".
"""

import html
import itertools
import re

from karum.catalogue.domain.product_files import (
    Broken,
    BrokenFile,
    ImportedProduct,
    ProductFile,
    Row,
    named_rows,
    read_rows,
)

VARIANTS_MAX = 100
_NEEDED = {"title", "price", "quantity"}
_KNOWN = re.compile(
    r"title|description|price|currency_code|quantity|tags|materials|image ?\d+|variation \d (type|name|values)|sku"
)


def read(content: bytes) -> ProductFile:
    """Read a file. Raises BrokenFile when it is no table of this form."""
    table = read_rows(content)
    _, header = next(table, (1, []))
    columns = [name.strip().casefold() for name in header]
    if not set(columns) >= _NEEDED:
        raise BrokenFile(Broken.NOT_ETSY, 1)
    products: list[ImportedProduct] = []
    broken: list[tuple[int, Broken]] = []
    seen: dict[str, int] = {}
    for row in named_rows(table, columns, broken):
        title = " ".join(html.unescape(row.get("title")).split())
        if not title:
            broken.append((row.number, Broken.NO_NAME))
            continue
        seen[title.casefold()] = again = seen.get(title.casefold(), 0) + 1
        products.append(_product(row, title, again))
    unknown = tuple(name for name in header if name.strip() and not _KNOWN.fullmatch(name.strip().casefold()))
    return ProductFile(tuple(products), tuple(broken), unknown)


def _product(row: Row, title: str, again: int) -> ImportedProduct:
    options = [_option(row, place) for place in (1, 2)]
    kinds = [(name, values) for name, values in options if values]
    combined = list(itertools.islice(itertools.product(*(values for _name, values in kinds)), VARIANTS_MAX))
    skus = [sku.strip() for sku in row.get("sku").split(",") if sku.strip()]
    head = {
        "title": title,
        "body_text": html.unescape(row.get("description")),
        "materials": row.get("materials").replace("_", " "),
        "image": " ".join(
            text for name, text in sorted(row.cells.items(), key=_place) if name.startswith("image") and text
        ),
    }
    lines = []
    for place, values in enumerate(combined):
        cells = {"price": row.get("price"), "currency": row.get("currency_code").upper()}
        cells["sku"] = skus[place] if len(skus) == len(combined) else ""
        if len(combined) == 1:
            cells["quantity"] = row.get("quantity")
        else:  # one number for all of them together: who divides it would sell what is not there
            cells["shared_stock"] = row.get("quantity") or "0"
        for number, ((name, _values), value) in enumerate(zip(kinds, values, strict=True), 1):
            cells |= {f"option{number}_name": name, f"option{number}_value": value}
        lines.append(Row(row.number, cells | head if place == 0 else cells))
    handle = f"etsy-{title.casefold()}"[:240]
    return ImportedProduct(handle if again == 1 else f"{handle}-{again}", tuple(lines), slug=title)


def _option(row: Row, place: int) -> tuple[str, list[str]]:
    values = [html.unescape(value).strip() for value in row.get(f"variation {place} values").split(",")]
    name = row.get(f"variation {place} name") or row.get(f"variation {place} type") or f"Option {place}"
    return html.unescape(name), list(dict.fromkeys(value for value in values if value))


def _place(cell: tuple[str, str]) -> int:
    digits = re.sub(r"\D", "", cell[0])
    return int(digits) if digits else 0
