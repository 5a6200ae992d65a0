"""Cells of an import: text to values. Pure. Each raises BadCell with what the cell should hold."""

import re
from collections.abc import Collection
from enum import StrEnum

from karum.money import BadAmount, BadCurrency, Money, parse


class Cell(StrEnum):
    """What is wrong with a cell."""

    PRICE = "price"
    CURRENCY = "currency"
    WHOLE = "whole"
    WEIGHT = "weight"
    SIZE = "size"
    BREAKS = "breaks"


class BadCell(ValueError):
    """A cell that cannot be read."""

    def __init__(self, why: Cell, text: str) -> None:
        super().__init__(why)
        self.why, self.text = why, text


def price(text: str, currency: str) -> Money:
    """Read ``12.50``."""
    if not re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,4})?", text):
        raise BadCell(Cell.PRICE, text)
    try:
        return parse(text, currency)
    except BadAmount:
        raise BadCell(Cell.PRICE, text) from None
    except BadCurrency:
        raise BadCell(Cell.CURRENCY, currency) from None


def whole(text: str, *, empty: int | None = None) -> int:
    """Read a whole number of 0 or more, also written ``3.0``; ``empty`` stands for an empty cell."""
    if not text and empty is not None:
        return empty
    if not re.fullmatch(r"[0-9]{1,12}(\.0*)?", text):
        raise BadCell(Cell.WHOLE, text)
    return int(text.split(".")[0])


def stock(text: str) -> int:
    """Read a stock. Shopify lets it fall below zero when more is sold than there is; that is none."""
    return 0 if text.startswith("-") and whole(text[1:]) >= 0 else whole(text, empty=0)


def grams(text: str) -> int:
    """Read a weight of 1 g or more; a fraction of a gram counts as one."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", text):
        raise BadCell(Cell.WEIGHT, text)
    weight = int(text.split(".")[0]) + bool(text.partition(".")[2].strip("0"))
    if weight == 0:
        raise BadCell(Cell.WEIGHT, text)
    return weight


def size_mm(text: str) -> tuple[int, int, int] | None:
    """Read ``200x100x50``; an empty cell is None."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})x([0-9]{1,5})", text)
    if not found:
        raise BadCell(Cell.SIZE, text)
    return int(found[1]), int(found[2]), int(found[3])


def breaks(text: str, currency: str) -> list[tuple[int, int]]:
    """Read ``10:11.00 50:9.50``: from 10 units 11.00 each, from 50 units 9.50."""
    entries = []
    for part in text.split():
        quantity, colon, amount = part.partition(":")
        if not colon:
            raise BadCell(Cell.BREAKS, text)
        try:
            entries.append((whole(quantity), price(amount, currency).minor))
        except BadCell:
            raise BadCell(Cell.BREAKS, text) from None
    return entries


def write_breaks(entries: list[list[int]], currency: str) -> str:
    """Write what ``breaks`` reads."""
    return " ".join(f"{quantity}:{Money(minor, currency).text}" for quantity, minor in entries)


def choice(text: str, known: Collection[str], otherwise: str) -> str:
    """Read one of ``known``; anything else is ``otherwise``."""
    return text if text in known else otherwise


def gtin(text: str) -> str:
    """Read a barcode. Shops also write numbers of their own into this column; only what may be a GTIN is kept."""
    return text if text.isdigit() and len(text) in {8, 12, 13, 14} else ""


def texts(text: str) -> list[str]:
    """Read ``clay, glaze``."""
    return [part.strip() for part in text.split(",") if part.strip()]
