"""Small makers for tests: a person, a firm that ships, something to sell, an order. All by the real services.

Every argument has a default, so a test names only what it is about.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID

from karum.catalogue import queries as catalogue_read
from karum.catalogue import services as catalogue
from karum.catalogue.domain import OfferSnapshot
from karum.money import Money
from karum.orders import queries as orders_read
from karum.orders.queries import OrderView
from karum.orders.services import settle_group
from karum.parties import services as parties
from karum.parties.domain import PostalAddress
from karum.parties.queries import BusinessCard, Person
from karum.seeds.buying import GOOD_CARD, buy
from karum.seeds.services.rates import seed_rates
from karum.shipping import services as shipping

_numbers = count(1)

LEEDS = PostalAddress("GB", name="Grace Thornton", street="9 Marlborough Grove", city="Leeds", postal_code="LS2 9AZ")
LYON = PostalAddress("FR", name="Chloé Marchand", street="14 rue des Capucins", city="Lyon", postal_code="69001")
NAIROBI = PostalAddress("KE", name="Amina Odhiambo", street="Ngong Road 118", city="Nairobi", postal_code="00100")


def make_person(
    email: str = "",
    full_name: str = "Amina Odhiambo",
    *,
    language: str = "en",
    country: str = "KE",
    operator: bool = False,
) -> Person:
    """A person who has shown that the address is hers."""
    email = email or f"person{next(_numbers)}@people.example"
    return parties.create_person(email, full_name, language=language, country=country, is_operator=operator)


def make_business(
    slug: str = "",
    *,
    name: str = "Huye Hills Coffee",
    country: str = "RW",
    currency: str = "RWF",
    owner: Person | None = None,
    day: datetime | None = None,
    ships: bool = True,
) -> BusinessCard:
    """A firm; with ``ships`` it has zones and rates by post and courier to everywhere."""
    number = next(_numbers)
    made = parties.create_business(
        slug=slug or f"firm-{number}",
        name=name,
        legal_name=f"{name} Ltd",
        country=country,
        currency=currency,
        kind="cooperative",
        story="Grown, washed and roasted on one hill.",
        founded=2009,
        address=PostalAddress(country, name="Claudine Uwimana", street="KN 12 Avenue 4", city="Huye"),
        owner=owner or make_person(f"owner{number}@people.example", "Claudine Uwimana", country=country),
    )
    if ships:
        shipping.set_dispatch(made.id, country=country)
        seed_rates(made.id, country, currency, (day or datetime(2026, 11, 2)).date())  # noqa: DTZ001 - only its date
    return made


def make_shelf(slug: str = "coffee") -> str:
    """A category without a parent; return its slug."""
    catalogue.save_category(slug, {"en": slug.title()})
    return slug


def make_offer(
    seller: BusinessCard,
    *,
    title: str = "Washed bourbon, whole bean",
    category: str = "coffee",
    price: int = 7500,
    available: int = 100,
    variants: Sequence[str] = ("250 g",),
    weight_g: int = 285,
    hs_code: str = "090121",
    origin: str = "",
    breaks: Sequence[tuple[int, int]] = (),
    quantity_min: int = 1,
    pack_multiple: int = 1,
    handling_days: int = 2,
) -> OfferSnapshot:
    """A product with an offer for each variant; return the first one's. price: minor units of the seller's currency."""
    if catalogue_read.category(category, "en") is None:
        make_shelf(category)
    product_id = catalogue.create_product(
        seller_id=seller.id,
        category=category,
        language="en",
        title=title,
        hs_code=hs_code,
        origin=origin or seller.country,
        summary="Red currant and brown sugar.",
        materials=["Arabica coffee"],
    )
    made = []
    for name in variants:
        variant_id = catalogue.add_variant(product_id, name=name, weight_g=weight_g, size_mm=(190, 85, 65))
        made.append(
            catalogue.set_offer(
                seller_id=seller.id,
                variant_id=variant_id,
                sku=f"S{next(_numbers):05}",
                price=Money(price, seller.currency),
                available=available,
                breaks=breaks,
                quantity_min=quantity_min,
                pack_multiple=pack_multiple,
                handling_days=handling_days,
            )
        )
    return catalogue_read.offers(made, "en")[made[0]]


def make_orders(
    goods: Mapping[OfferSnapshot, int] | OfferSnapshot,
    *,
    now: datetime,
    ship_to: PostalAddress = LEEDS,
    buyer: Person | None = None,
    email: str = "grace@people.example",
    paid: bool = True,
) -> list[OrderView]:
    """Buy ``goods`` (or one unit of an offer) as a guest or as ``buyer``; return the orders of the group, by seller."""
    wanted = {goods: 1} if isinstance(goods, OfferSnapshot) else goods
    group_key = buy(
        {offer.id: quantity for offer, quantity in wanted.items()},
        ship_to,
        email=buyer.email if buyer else email,
        at=now,
        buyer=buyer,
        card=GOOD_CARD if paid else None,
    )
    assert isinstance(group_key, UUID), f"these goods cannot be bought for {ship_to.country}"
    if paid:
        settle_group(group_key, now=now)
    return orders_read.group(group_key)
