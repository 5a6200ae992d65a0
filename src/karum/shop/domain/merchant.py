"""Google Merchant feeds: RSS 2.0 with the ``g:`` namespace. Pure.

``price`` and ``shipping`` add up to the price at the buyer's door: what is not shipping (goods, duty, import tax, fees)
is in ``price``, as Google asks for prices with tax in all countries but three. Source: Google Merchant Center Help,
"Product data specification" (answer 7052112) and "RSS 2.0 specification" (answer 14987622), with their limits below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from karum.money import Money

NAMESPACE = "http://base.google.com/ns/1.0"
TITLE_MAX, DESCRIPTION_MAX, TYPE_MAX, ID_MAX, PICTURES_MAX = 150, 5_000, 750, 50, 10
# What XML 1.0 cannot hold, and what a reader could take for markup twice over.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One offer delivered to one country. Days are business days. ``group``: same for the variants of one product.

    ``sent_from``: the first day on which it is sent, where it can be ordered but is not sent today.
    """

    id: str
    title: str
    description: str
    link: str
    pictures: Sequence[str]  # whole addresses, at least one
    in_stock: bool
    price: Money
    shipping: Money
    service: str
    country: str
    handling_days: int
    transit_days: tuple[int, int]
    weight_g: int
    gtin: str = ""
    group: str = ""
    product_type: str = ""
    seller: str = ""
    ships_from: str = ""
    sent_from: date | None = None


def begin(title: str, link: str, says: str, following: str = "") -> str:
    """The head of a feed. ``following``: the address of its next part (RFC 5005)."""
    more = f'<atom:link rel="next" href="{_attribute(following)}"/>\n' if following else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" xmlns:g="{NAMESPACE}" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{_text(title)}</title>\n<link>{_text(link)}</link>\n<description>{_text(says)}</description>\n{more}"
    )


def end() -> str:
    return "</channel>\n</rss>\n"


def item(one: Item) -> str:
    """One ``<item>``. Source of each attribute: the specification above."""
    return "<item>\n" + "".join(f"<{name}>{value}</{name}>\n" for name, value in _attributes(one)) + "</item>\n"


def _attributes(one: Item) -> Iterator[tuple[str, str]]:
    assert len(one.id) <= ID_MAX
    yield "g:id", _text(one.id)
    yield "title", _text(_short(one.title, TITLE_MAX))
    yield "description", _text(_short(one.description, DESCRIPTION_MAX))
    yield "link", _text(one.link)
    yield "g:image_link", _text(one.pictures[0])
    for address in one.pictures[1 : PICTURES_MAX + 1]:
        yield "g:additional_image_link", _text(address)
    yield from _availability(one)
    yield "g:price", price(one.price)
    yield "g:condition", "new"
    if one.gtin:
        yield "g:gtin", one.gtin
    else:  # made by hand or in small numbers: nobody gave it a number
        yield "g:identifier_exists", "no"
    if one.group:
        yield "g:item_group_id", _text(one.group)
    if one.product_type:
        yield "g:product_type", _text(_short(one.product_type, TYPE_MAX))
    yield "g:shipping_weight", f"{one.weight_g} g"
    if one.ships_from:
        yield "g:ships_from_country", one.ships_from
    if one.seller:
        yield "g:external_seller_id", _text(one.seller[:ID_MAX])
    yield "g:shipping", "".join(f"<g:{name}>{value}</g:{name}>" for name, value in _shipping(one))


def _availability(one: Item) -> Iterator[tuple[str, str]]:
    """What can be ordered now and is sent later is a back order, with its day. Source: answers 6324448 and 6324470."""
    if one.in_stock and one.sent_from:
        yield "g:availability", "backorder"
        yield "g:availability_date", f"{one.sent_from.isoformat()}T00:00Z"
    else:
        yield "g:availability", "in_stock" if one.in_stock else "out_of_stock"


def _shipping(one: Item) -> Iterator[tuple[str, object]]:
    least, most = one.transit_days
    yield "country", one.country
    yield "service", _text(one.service)
    yield "price", price(one.shipping)
    yield "min_handling_time", 0
    yield "max_handling_time", one.handling_days
    yield "min_transit_time", least
    yield "max_transit_time", most


def price(amount: Money) -> str:
    """An amount as ISO 4217 wants it written: ``15.00 USD``."""
    return f"{amount.text} {amount.currency}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub(" ", text))


def _attribute(text: str) -> str:
    return escape(_UNWRITABLE.sub(" ", text), {'"': "&quot;"})
