"""The items of a product feed: what is for sale to one country, in the words of one language, at its doors' price.

Left out is what cannot be promised: goods that are not sent there or may not come in, and prices of which a part is not
known. The address of an item shows the same price (``ship_to``). A seller on holiday has nothing in stock, or sends
later what is ordered meanwhile, as she says.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from karum.catalogue.queries import unit_price
from karum.catalogue.queries.categories import path_names
from karum.catalogue.queries.outward import FeedOffer, feed_offers
from karum.orders.queries import DoorLine, DoorPrice, door_prices
from karum.parties.locale import COUNTRY_WORD, LANGUAGE_WORD, currency_of
from karum.parties.queries import BusinessCard, businesses
from karum.runtime.settings import settings
from karum.shipping.domain.promise import holiday_on
from karum.shop.domain.merchant import Item


def feed_items(
    country: str, language: str, *, now: datetime, part: int = 0, seller_id: int | None = None
) -> Iterator[list[Item]]:
    """Items some hundreds at a time: of one part of the hub, or of one seller.

    country: ISO 3166 alpha-2. language: of the hub's. Prices are in the country's currency.
    """
    currency = currency_of(country)
    for batch in feed_offers(language, part=part, seller_id=seller_id):
        sellers = businesses({one.offer.seller_id for one in batch})
        lines = [DoorLine(one.offer, 1, unit_price(one.offer, 1)) for one in batch]
        countries = {seller.id: seller.country for seller in sellers.values()}
        doors = door_prices(lines, country, currency, now=now, countries=countries) if lines else []
        yield [
            item
            for one, door in zip(batch, doors, strict=True)
            if (item := _item(one, door, sellers[one.offer.seller_id], country, language, now)) is not None
        ]


def _item(
    one: FeedOffer, door: DoorPrice, seller: BusinessCard, country: str, language: str, now: datetime
) -> Item | None:
    if not (door.can_buy and door.total and door.shipping is not None and door.option and one.pictures):
        return None
    base, offer = settings().base_url, one.offer
    away = holiday_on(door.option.dispatch, now)
    words = urlencode({"offer": offer.id, LANGUAGE_WORD: language, COUNTRY_WORD: country})
    return Item(
        id=str(offer.id),
        title=f"{one.title}, {offer.variant_name}" if one.variants > 1 and offer.variant_name else one.title,
        description=one.description,
        link=f"{base}/p/{offer.product_slug}?{words}",
        pictures=[base + path for path in one.pictures],
        in_stock=offer.available >= 1 and (away is None or away.sells),
        price=door.total - door.shipping,
        shipping=door.shipping,
        service=door.option.name,
        country=country,
        handling_days=offer.handling_days,
        transit_days=(door.option.days_min, door.option.days_max),
        weight_g=offer.weight_g,
        gtin=one.gtin,
        group=str(offer.product_id) if one.variants > 1 else "",
        product_type=" > ".join(path_names(one.category_id, language)),
        seller=seller.slug,
        ships_from=seller.country,
        sent_from=away.back if away else None,
    )
