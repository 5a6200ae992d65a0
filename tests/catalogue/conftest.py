"""A small shelf to test with."""

import pytest

from karum.catalogue import services
from karum.catalogue.queries.categories import forget_categories
from karum.money import Money


@pytest.fixture(autouse=True)
def _fresh_categories() -> None:
    forget_categories()


@pytest.fixture
def coffee_shelf(db: None) -> int:
    services.save_category("food", {"en": "Food and drink", "fr": "Alimentation", "sw": "Chakula"})
    return services.save_category("coffee", {"en": "Coffee", "fr": "Café", "zh-hans": "咖啡"}, parent="food")


def make_product(seller_id: int = 1, title: str = "Bourbon coffee from Huye", **facts: object) -> int:
    given: dict[str, object] = {
        "category": "coffee", "language": "en", "hs_code": "0901.21", "origin": "RW", "summary": "Washed, roasted light",
    }  # fmt: skip
    return services.create_product(seller_id=seller_id, title=title, **{**given, **facts})  # type: ignore[arg-type]


def make_offer(
    seller_id: int = 1, product_id: int | None = None, sku: str = "HUYE-250", price: str = "12.50", **facts: object
) -> int:
    product_id = product_id or make_product(seller_id)
    variant = services.add_variant(product_id, weight_g=300, name="250 g")
    given: dict[str, object] = {"available": 10, "price": Money(int(float(price) * 100), "USD")}
    return services.set_offer(seller_id=seller_id, variant_id=variant, sku=sku, **{**given, **facts})  # type: ignore[arg-type]
