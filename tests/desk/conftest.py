"""A firm with people, a product, shipping and a paid order."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from karum.catalogue import services as catalogue
from karum.money import Money
from karum.orders import services as orders
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.placing import OrderRequest, Placed, RequestLine
from karum.parties import services as parties
from karum.parties.domain import PostalAddress, Role
from karum.parties.queries import BusinessCard, Person
from karum.payments import services as payments
from karum.payments.domain import Card, Instrument
from karum.shipping import services as shipping

HOME = PostalAddress(
    country="GB", name="Ann Potter", street="1 Kiln Lane", city="Stoke-on-Trent", postal_code="ST4 1AA"
)


@dataclass
class Firm:
    """What the tests knock at."""

    card: BusinessCard
    owner: Person
    manager: Person
    packer: Person
    stranger: Person
    product_id: int
    offer_id: int
    zone_id: int

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"desk:{name}", args=[self.card.slug, *args])


def person(name: str) -> Person:
    return parties.create_person(f"{name}@example.org", full_name=name.title())


@pytest.fixture
def firm(db: None) -> Firm:
    people = {name: person(name) for name in ("owner", "manager", "packer", "stranger")}
    card = parties.create_business(
        name="Kiln Lane Pottery", country="GB", currency="GBP", story="Clay.", address=HOME, owner=people["owner"]
    )
    parties.add_member(card.id, people["manager"], Role.MANAGER)
    parties.add_member(card.id, people["packer"], Role.PACKER)
    catalogue.save_category("tableware", {"en": "Tableware"})
    product_id = catalogue.create_product(
        seller_id=card.id, category="tableware", language="en", title="Stoneware mug", hs_code="691200", origin="GB"
    )
    variant_id = catalogue.add_variant(product_id, weight_g=450)
    offer_id = catalogue.set_offer(
        seller_id=card.id, variant_id=variant_id, sku="MUG-1", price=Money(1_800, "GBP"), available=20
    )
    zone_id = shipping.set_zone(card.id, "World")
    assert isinstance(zone_id, int)
    shipping.set_rate(
        card.id, zone_id, name="Airmail", carrier="post", mode="post", currency="GBP",
        weight_bands=[(2_000, 900)], days_min=5, days_max=9,
    )  # fmt: skip
    return Firm(card, **people, product_id=product_id, offer_id=offer_id, zone_id=zone_id)


@pytest.fixture
def signed_in(client: Client, firm: Firm) -> Callable[[str], Client]:
    """``signed_in("packer")``: the client with this person of the firm."""

    def sign_in(name: str) -> Client:
        client.force_login(getattr(firm, name))
        return client

    return sign_in


@pytest.fixture
def owner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("owner")


def buy(
    firm: Firm,
    *,
    quantity: int = 2,
    currency: str = "GBP",
    rate: str = "1",
    destination: str = "KE",
    facts: dict[str, Any] | None = None,
) -> UUID:
    """A paid order of some mugs to Kenya or ``destination``; its key. ``facts``: what else was frozen with it."""
    goods = Money(1_800 * quantity, "GBP")
    settlement = Settlement("GBP", goods.minor, 900, goods.minor // 20)
    charge = Charge(currency, goods.minor, 900, 500, 700, 0)
    frozen = {
        "buyer": {"name": "Amina Otieno", "email": "amina@example.org"},
        "ship_to": {
            "country": "KE", "name": "Amina Otieno", "street": "Moi Avenue 5", "city": "Mombasa",
            "postal_code": "80100", "phone": "+254712345678",
        },
        "option": {"code": "airmail", "name": "Airmail", "carrier": "post", "mode": "post", "tracked": True},
        "incoterm": "DAP",
        "handling_days": 2,
        "earliest": "2026-12-01",
        "latest": "2026-12-07",
    } | (facts or {})  # fmt: skip
    request = OrderRequest(
        key=uuid4(), group_key=uuid4(), seller_id=firm.card.id, buyer_id=None, email="amina@example.org",
        destination=destination, language="en",
        lines=(RequestLine(firm.offer_id, quantity, 1_800, "Stoneware mug", "MUG-1", "691200", "GB", 450),),
        charge=charge, settlement=settlement, facts=json.dumps(frozen), total_seen=charge.total,
    )  # fmt: skip
    now = timezone.now()
    (answer,) = orders.place_orders([request], now=now)
    assert isinstance(answer, Placed)
    instrument = Instrument("card", card=Card("4242424242424242", 12, 2099))
    payments.start(key=uuid4(), group_key=request.group_key, amount=charge.total, instrument=instrument, now=now)
    orders.settle_group(request.group_key, now=now)
    return request.key


@pytest.fixture
def order(firm: Firm) -> UUID:
    return buy(firm)


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    from django.utils import translation

    with translation.override("en"):
        yield


NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
