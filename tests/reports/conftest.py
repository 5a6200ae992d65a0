"""Orders with frozen receipts: what the IOSS collects, what a seller hands to the carrier, what is refunded."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from karum.catalogue import services as catalogue
from karum.money import Money
from karum.orders import services as orders
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.placing import OrderRequest, Placed, RequestLine
from karum.orders.domain.states import Action, Role
from karum.orders.services import Actor, act
from karum.parties import services as parties
from karum.parties.domain import PostalAddress
from karum.parties.queries import BusinessCard, Person
from karum.payments import services as payments
from karum.payments.domain import Card, Instrument

OCTOBER = datetime(2026, 10, 14, 9, tzinfo=UTC)
HOME = PostalAddress(
    country="GB", name="Ann Potter", street="1 Kiln Lane", city="Stoke-on-Trent", postal_code="ST4 1AA"
)


@dataclass
class Firm:
    """A pottery, its people, and a mug to sell."""

    card: BusinessCard
    owner: Person
    packer: Person
    offer_id: int


def a_firm(name: str, slug: str) -> Firm:
    owner = parties.create_person(f"{slug}-owner@example.org", full_name="Ann Potter")
    packer = parties.create_person(f"{slug}-packer@example.org", full_name="Pat Packer")
    card = parties.create_business(name=name, country="GB", currency="GBP", address=HOME, owner=owner)
    from karum.parties.domain import Role as Member

    parties.add_member(card.id, packer, Member.PACKER)
    catalogue.save_category("tableware", {"en": "Tableware"})
    product_id = catalogue.create_product(
        seller_id=card.id, category="tableware", language="en", title="Stoneware mug", hs_code="691200", origin="GB"
    )
    variant_id = catalogue.add_variant(product_id, weight_g=450)
    offer_id = catalogue.set_offer(
        seller_id=card.id, variant_id=variant_id, sku="MUG-1", price=Money(1_800, "GBP"), available=500
    )
    return Firm(card, owner, packer, offer_id)


@pytest.fixture
def firm(db: None) -> Firm:
    return a_firm("Kiln Lane Pottery", "kiln")


@pytest.fixture
def other_firm(db: None) -> Firm:
    return a_firm("Other Pottery", "other")


def charge_line(kind: str, code: str, amount: str, currency: str, **more: Any) -> dict[str, Any]:
    """A line of a frozen receipt."""
    said = {"code": "of_a_test", "text": "A rate.", "params": {}, "item_index": 0}
    return {
        "kind": kind, "code": code, "item_index": 0, "base_formula": "goods + freight", "base": None, "rate": None,
        "amount": amount, "currency": currency, "local_amount": None, "local_currency": None, "rounding": "half up",
        "payer": "buyer", "collector": "hub", "due": "checkout",
        "source": {"law": "", "file": "", "row": "", "url": ""}, "valid": {"from": None, "to": None},
        "checked": None, "confidence": "A", "unverified": False, "why_applied": said, "why_not": [],
    } | more  # fmt: skip


def receipt(regime: str, currency: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """A frozen answer of the rules with these lines."""
    names = ("goods", "freight", "insurance", "duty", "tax", "fees", "landed", "due_at_checkout", "due_at_border")
    return {
        "status": "allowed", "currency": currency, "as_of": "2026-10-14", "data_versions": {}, "regime": regime,
        "totals": dict.fromkeys(names), "lines": lines, "not_applied": [], "options": [], "screenings": [],
        "missing_facts": [], "documents": [], "assumptions": [],
    }  # fmt: skip


def buy(
    firm: Firm,
    *,
    now: datetime = OCTOBER,
    currency: str = "EUR",
    goods: int = 4_000,
    shipping: int = 1_000,
    duty: int = 300,
    tax: int = 950,
    destination: str = "DE",
    landed: dict[str, Any] | None = None,
    rate: str = "1.15",
) -> UUID:
    """A paid order of two mugs; its key. By default to Germany with VAT at 19 % under IOSS and a flat duty."""
    lines = [
        charge_line("duty", "FLAT", Money(duty, currency).text, currency, collector="carrier"),
        charge_line(
            "tax", "VAT", Money(tax, currency).text, currency, rate="0.19", base=Money(goods + shipping, currency).text
        ),
    ]
    settlement = Settlement("GBP", 3_600, 900, 180)
    charge = Charge(currency, goods, shipping, duty, tax, 0)
    facts = {
        "buyer": {"name": "Clara Meier", "email": "clara@example.org"},
        "ship_to": {
            "country": destination, "name": "Clara Meier", "street": "Weg 5", "city": "Bonn", "postal_code": "53111"
        },
        "option": {"code": "airmail", "name": "Airmail", "carrier": "post", "mode": "post", "tracked": True},
        "incoterm": "DDP", "handling_days": 2, "earliest": "2026-10-20", "latest": "2026-10-27",
        "exchange": {"rate": rate, "source": "European Central Bank", "day": "2026-10-13", "verified": True},
        "landed": landed or receipt("EU-LOW-VALUE-IOSS", currency, lines),
    }  # fmt: skip
    request = OrderRequest(
        key=uuid4(), group_key=uuid4(), seller_id=firm.card.id, buyer_id=None, email="clara@example.org",
        destination=destination, language="de",
        lines=(RequestLine(firm.offer_id, 2, 1_800, "Stoneware mug", "MUG-1", "691200", "GB", 450),),
        charge=charge, settlement=settlement, facts=json.dumps(facts), total_seen=charge.total,
    )  # fmt: skip
    (answer,) = orders.place_orders([request], now=now)
    assert isinstance(answer, Placed), answer
    instrument = Instrument("card", card=Card("4242424242424242", 12, 2099))
    payments.start(key=uuid4(), group_key=request.group_key, amount=charge.total, instrument=instrument, now=now)
    orders.settle_group(request.group_key, now=now)
    return request.key


def deliver(firm: Firm, key: UUID, now: datetime) -> None:
    """The seller ships and the buyer confirms: escrow opens."""
    for action, role in ((Action.ACCEPT, Role.SELLER), (Action.SHIP, Role.SELLER), (Action.CONFIRM, Role.BUYER)):
        done = act(firm.card.id, key, action, Actor(role), now=now)
        assert "NotDone" not in type(done).__name__, done


def give_back(firm: Firm, key: UUID, minor: int, now: datetime, currency: str = "EUR") -> None:
    """The hub refunds a part before release."""
    done = act(firm.card.id, key, Action.REFUND, Actor(Role.HUB), now=now, note="late", amount=Money(minor, currency))
    assert "NotDone" not in type(done).__name__, done


Buy = Callable[..., UUID]
