"""A little shelf to buy from."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from karum.catalogue.models import Category, Offer, Product, Variant
from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.placing import OrderRequest, RequestLine

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
Ask = Callable[..., OrderRequest]


def make_offer(sku: str = "tee-m", available: int = 100, price_minor: int = 500, seller_id: int = 1) -> Offer:
    shelf, _ = Category.objects.get_or_create(slug="clothing")
    product, _ = Product.objects.get_or_create(
        slug=f"tee-{sku}", category=shelf, language="en", hs_code="610910", origin="VN", created_by=seller_id
    )
    variant, _ = Variant.objects.get_or_create(product=product, weight_g=200)
    return Offer.objects.create(
        seller_id=seller_id, variant=variant, sku=sku, currency="EUR", price_minor=price_minor, available=available
    )


@pytest.fixture
def offer(db: None) -> Offer:
    return make_offer()


def ask(
    *offers: Offer,
    quantity: int = 1,
    key: UUID | None = None,
    group: UUID | None = None,
    total: int | None = None,
    buyer_id: int | None = None,
    quoted_until: datetime | None = None,
    unit: int | None = None,
    currency: str = "EUR",
    shipping: int = 300,
    duty: int = 20,
    tax: int = 80,
) -> OrderRequest:
    """An order request for ``quantity`` of each offer, as an honest quote would make it."""
    lines = tuple(RequestLine(o.id, quantity, unit or o.price_minor, o.sku, o.sku, "610910", "VN", 200) for o in offers)
    goods = sum(line.quantity * line.unit_minor for line in lines)
    charge = Charge(currency, goods, shipping, duty, tax, 0)
    return OrderRequest(
        key=key or uuid4(),
        group_key=group or uuid4(),
        seller_id=offers[0].seller_id,
        buyer_id=buyer_id,
        email="amina@example.org",
        destination="KE",
        language="en",
        lines=lines,
        charge=charge,
        settlement=Settlement(offers[0].currency, goods, shipping, goods // 20),
        facts='{"handling_days": 2, "latest": "2026-11-20"}',
        total_seen=charge.total if total is None else Money(total, currency),
        quoted_until=quoted_until,
    )
