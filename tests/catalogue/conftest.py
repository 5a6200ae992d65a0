"""A small shelf to test with."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from karum.catalogue import services
from karum.catalogue.queries.categories import forget_categories
from karum.money import Money, parse


@pytest.fixture(autouse=True)
def _fresh_categories() -> None:
    forget_categories()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For tests with several connections: what is written is committed, and the catalogue is emptied afterwards.

    Django's own flush would empty every table, and the audit trail and the ledger rightly refuse that.
    """
    with django_db_blocker.unblock():
        yield
        tables = ", ".join(model._meta.db_table for model in apps.get_app_config("catalogue").get_models())
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
        connection.close()


@pytest.fixture
def coffee_shelf(db: None) -> int:
    services.save_category("food", {"en": "Food and drink", "fr": "Alimentation", "sw": "Chakula"})
    return services.save_category("coffee", {"en": "Coffee", "fr": "Café", "zh-hans": "咖啡"}, parent="food")


def make_product(seller_id: int = 1, title: str = "Bourbon coffee from Huye", **facts: object) -> int:
    given: dict[str, object] = {
        "category": "coffee", "language": "en", "hs_code": "0901.21", "origin": "RW", "summary": "Washed, light roast",
    }  # fmt: skip
    return services.create_product(seller_id=seller_id, title=title, **{**given, **facts})  # type: ignore[arg-type]


def make_offer(
    seller_id: int = 1,
    product_id: int | None = None,
    sku: str = "HUYE-250",
    price: str | Money = "12.50",
    **facts: object,
) -> int:
    product_id = product_id or make_product(seller_id)
    variant = services.add_variant(product_id, weight_g=300, name="250 g")
    given: dict[str, object] = {"available": 10, "price": parse(price, "USD") if isinstance(price, str) else price}
    return services.set_offer(seller_id=seller_id, variant_id=variant, sku=sku, **{**given, **facts})  # type: ignore[arg-type]
