"""The columns of WooCommerce's product CSV when its words are not English. Pure.

The exporter translates the names of columns and leaves their order and the kinds of products ("simple", "variation") as
they are. So a column is known by its place, counted from two that are known in any language: the kinds, and the weight
and three sides, whose names end with a unit in brackets.
Where words that nobody translates stand elsewhere, nothing is guessed.
Source: WooCommerce, class WC_Product_CSV_Exporter (low stock came with 3.5, the GTIN with 9.2).
"""

import re
from collections.abc import Sequence

KINDS = frozenset({"simple", "variable", "variation", "grouped", "external", "virtual", "downloadable", "subscription"})
_WEIGHT, _SIDE = re.compile(r".*[(（](kg|g|lbs?|oz)[)）]"), re.compile(r".*[(（](m|cm|mm|in|yd)[)）]")
_UP_TO_STOCK = (
    "name", "published", "is featured?", "visibility in catalog", "short description", "description",
    "date sale price starts", "date sale price ends", "tax status", "tax class", "in stock?", "stock",
)  # fmt: skip
_UP_TO_WEIGHT = ("backorders allowed?", "sold individually?")
_AFTER_SIZE = (
    "allow customer reviews?", "purchase note", "sale price", "regular price", "categories", "tags", "shipping class",
    "images", "download limit", "download expiry days", "parent", "grouped products", "upsells", "cross-sells",
    "external url", "button text", "position",
)  # fmt: skip
_SAID = {
    "visibility in catalog": {"visible", "catalog", "search", "hidden"},
    "tax status": {"taxable", "shipping", "none"},
}
# How many columns lie between the kind and the weight -> those that came with later versions.
_BETWEEN = {
    15: ("sku", *_UP_TO_STOCK, *_UP_TO_WEIGHT),
    16: ("sku", *_UP_TO_STOCK, "low stock amount", *_UP_TO_WEIGHT),
    17: ("sku", "gtin, upc, ean, or isbn", *_UP_TO_STOCK, "low stock amount", *_UP_TO_WEIGHT),
}
_ATTRIBUTE = ("name", "value(s)", "visible", "global", "default")


def in_english(header: Sequence[str], first: Sequence[Sequence[str]]) -> list[str] | None:
    """The English names of a file's columns, small; None when it is no such file. ``first``: some of its rows.

    What stands behind the last known column keeps its own name.
    """
    names = [name.strip().casefold() for name in header]
    kind = _kinds(first)
    weight = next((place for place, name in enumerate(names) if _WEIGHT.fullmatch(name)), None)
    if kind is None or weight is None or not all(_SIDE.fullmatch(name) for name in names[weight + 1 : weight + 4]):
        return None
    between = _BETWEEN.get(weight - kind - 1)
    if between is None or len(names) < weight + 4 + len(_AFTER_SIZE):
        return None
    names[:kind] = ["id", *names[1:kind]] if kind else []
    names[kind] = "type"
    names[kind + 1 : weight] = between
    for place, side in enumerate(("weight", "length", "width", "height"), weight):
        unit = (_SIDE if place > weight else _WEIGHT).fullmatch(names[place])
        assert unit is not None
        names[place] = f"{side} ({unit[1]})"
    if any(
        row[names.index(name)] not in {*known, ""}
        for name, known in _SAID.items()
        for row in first
        if len(row) > weight
    ):
        return None
    last = weight + 4 + len(_AFTER_SIZE)
    names[weight + 4 : last] = _AFTER_SIZE
    return names[:last] + _attributes(names[last:])


def _kinds(rows: Sequence[Sequence[str]]) -> int | None:
    """The column in which every row says what kind of product it is."""
    widest = max((len(row) for row in rows), default=0)
    for place in range(min(widest, 4)):
        cells = [row[place] for row in rows if len(row) > place and any(row)]
        if cells and all({kind.strip().casefold() for kind in cell.split(",")} <= KINDS for cell in cells):
            return place
    return None


def _attributes(names: list[str]) -> list[str]:
    """Four columns or five with one number are an attribute; fewer are a download."""
    found = list(names)
    place = 0
    while place < len(names):
        number = re.search(r"\d+", names[place])
        size = 1
        if number and ":" not in names[place]:
            while place + size < len(names) and _numbered(names[place + size], number[0]):
                size += 1
            if size >= 4:
                for step, what in zip(range(place, place + size), _ATTRIBUTE, strict=False):
                    found[step] = f"attribute {number[0]} {what}"
        place += size
    return found


def _numbered(name: str, number: str) -> bool:
    found = re.search(r"\d+", name)
    return found is not None and found[0] == number and ":" not in name
