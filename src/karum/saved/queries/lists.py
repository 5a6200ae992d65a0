"""The wish list and the followed shops as screens show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from karum.catalogue.queries import OfferSnapshot, PictureSet, lowest_quantity, offers, unit_price
from karum.catalogue.queries.fresh import fresh_offers
from karum.catalogue.queries.products import first_pictures
from karum.money import Money
from karum.orders.queries import DoorLine, DoorPrice, door_prices
from karum.parties.locale import Locale
from karum.parties.queries import BusinessCard, businesses
from karum.saved.domain.changes import Compared, compare
from karum.saved.models import Follow, Keeper, Wish

NEW_DAYS = 30
"""So long goods count as new on the page of followed shops."""


@dataclass(frozen=True, slots=True)
class WishCard:
    """One wish today. ``offer`` is None when it is no longer for sale; ``door`` is None while the country is unknown.

    price: of the smallest order, in the seller's currency. compared: its door price then and now, at the same door.
    """

    id: int
    offer_id: int
    saved_at: datetime
    offer: OfferSnapshot | None
    seller: BusinessCard | None
    picture: PictureSet | None
    price: Money | None
    quantity: int
    door: DoorPrice | None
    compared: Compared
    then_country: str

    @property
    def known(self) -> Money | None:
        """The part of the door price that is known: goods and, where she ships, shipping; else the seller's price."""
        if self.door is None or self.door.goods is None:
            return self.price
        return self.door.goods + self.door.shipping if self.door.shipping else self.door.goods

    @property
    def can_buy(self) -> bool:
        """Whether it can go into the cart now."""
        if self.offer is None or self.seller is None or not self.seller.active:
            return False
        return self.in_stock and (self.door is None or self.door.can_buy)

    @property
    def in_stock(self) -> bool:
        """Whether the smallest order is there."""
        return self.offer is not None and self.offer.state == "active" and self.offer.available >= self.quantity


@dataclass(frozen=True, slots=True)
class FollowedShop:
    """A shop that somebody follows, and how many goods came new in the last 30 days."""

    seller: BusinessCard
    since: datetime
    fresh: int


def wish_count(keeper: Keeper) -> int:
    """How many wishes stand on the list."""
    return Wish.objects.filter(keeper=keeper).count()


def wish_cards(keeper: Keeper, locale: Locale, *, now: datetime, start: int = 0, most: int = 200) -> list[WishCard]:
    """Her wishes with today's door prices, the newest first; a few queries for all of them."""
    rows = list(Wish.objects.filter(keeper=keeper).order_by("-saved_at", "-id")[start : start + most])
    found = offers([row.offer_id for row in rows], locale.language)
    pictures = first_pictures({offer.product_id for offer in found.values()})
    sellers = businesses({offer.seller_id for offer in found.values()})
    doors = doors_of(list(found.values()), sellers, locale.country, locale.currency, now=now)
    return [_card(row, found.get(row.offer_id), sellers, pictures, doors, locale) for row in rows]


def doors_of(
    found: Sequence[OfferSnapshot], sellers: Mapping[int, BusinessCard], country: str, currency: str, *, now: datetime
) -> dict[int, DoorPrice]:
    """The door price of the smallest order of each offer, by offer; nothing while the country is unknown."""
    sold = [offer for offer in found if offer.seller_id in sellers]
    if not country or not sold:
        return {}
    lines = [DoorLine(offer, least := lowest_quantity(offer), unit_price(offer, least)) for offer in sold]
    countries = {seller_id: card.country for seller_id, card in sellers.items()}
    doors = door_prices(lines, country, currency, now=now, countries=countries)
    return {offer.id: door for offer, door in zip(sold, doors, strict=True)}


def _card(
    row: Wish,
    offer: OfferSnapshot | None,
    sellers: Mapping[int, BusinessCard],
    pictures: Mapping[int, PictureSet],
    doors: Mapping[int, DoorPrice],
    locale: Locale,
) -> WishCard:
    least = lowest_quantity(offer) if offer else 1
    door = doors.get(row.offer_id)
    then = Money(row.door_minor, row.currency) if row.door_minor and row.country == locale.country else None
    return WishCard(
        id=row.id,
        offer_id=row.offer_id,
        saved_at=row.saved_at,
        offer=offer,
        seller=sellers.get(offer.seller_id) if offer else None,
        picture=pictures.get(offer.product_id) if offer else None,
        price=unit_price(offer, least) * least if offer else None,
        quantity=least,
        door=door,
        compared=compare(then, door.total if door else None),
        then_country=row.country,
    )


def followed_shops(keeper: Keeper, *, since: datetime, now: datetime) -> list[FollowedShop]:
    """The shops that she follows and that are open, those followed last on top; ``fresh`` counts from ``since``."""
    rows = list(Follow.objects.filter(keeper=keeper).order_by("-since", "-id"))
    sellers = businesses({row.seller_id for row in rows})
    fresh = fresh_offers(sellers, since=since, until=now)
    counts = {seller_id: sum(one.seller_id == seller_id for one in fresh) for seller_id in sellers}
    return [
        FollowedShop(sellers[row.seller_id], row.since, counts[row.seller_id])
        for row in rows
        if row.seller_id in sellers and sellers[row.seller_id].active
    ]


def has_wish(keeper: Keeper, offer_id: int) -> bool:
    """Whether the offer stands on her list."""
    return Wish.objects.filter(keeper=keeper, offer_id=offer_id).exists()


def follows(keeper: Keeper, seller_id: int) -> bool:
    """Whether she follows the shop."""
    return Follow.objects.filter(keeper=keeper, seller_id=seller_id).exists()
