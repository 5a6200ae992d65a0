"""Listings as cards show them: one statement for a page."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from karum.catalogue.queries.pictures import PictureSet, picture_set
from karum.runtime.sql import statement

_cards = statement(Path(__file__).parent.parent / "sql", "cards")


@dataclass(frozen=True, slots=True)
class OfferCard:
    """A listing as a card shows it: the seller's best offer of a product."""

    offer_id: int
    product_id: int
    product_slug: str
    title: str
    title_language: str
    summary: str
    picture: PictureSet | None
    seller_id: int
    currency: str
    price_minor: int  # of one unit at the smallest quantity that can be ordered
    price_from: bool  # other variants cost more
    quantity_min: int
    pack_multiple: int
    breaks: tuple[tuple[int, int], ...]
    available: int
    in_stock: bool
    hs_code: str
    origin: str
    weight_g: int
    incoterm: str
    handling_days: int
    category_slug: str


def cards(listing_ids: tuple[int, ...], language: str) -> tuple[OfferCard, ...]:
    """Return the cards of listings, in the given order."""
    if not listing_ids:
        return ()
    by_id = {row[0]: _card(row) for row in _cards({"listings": list(listing_ids), "language": language})}
    return tuple(by_id[listing_id] for listing_id in listing_ids if listing_id in by_id)


def _card(row: tuple[Any, ...]) -> OfferCard:
    picture = None
    if row[22] is not None:
        picture = picture_set(row[22], row[23], row[24], row[25], row[26], json.loads(row[27]), json.loads(row[28]))
    breaks = tuple((quantity, price) for quantity, price in json.loads(row[12]))
    price, quantity_min, pack_multiple = row[8], row[10], row[11]
    lowest = -(-quantity_min // pack_multiple) * pack_multiple
    for quantity_from, price_minor in breaks:
        if lowest >= quantity_from:
            price = price_minor
    return OfferCard(
        offer_id=row[1],
        product_id=row[2],
        product_slug=row[3],
        title=row[4],
        title_language=row[5],
        summary=row[21],
        picture=picture,
        seller_id=row[6],
        currency=row[7],
        price_minor=price,
        price_from=row[9],
        quantity_min=quantity_min,
        pack_multiple=pack_multiple,
        breaks=breaks,
        available=row[13],
        in_stock=row[14],
        hs_code=row[15],
        origin=row[16],
        weight_g=row[17],
        incoterm=row[18],
        handling_days=row[19],
        category_slug=row[20],
    )
