"""What a card says beside the price: what buyers think of the goods, and that the seller is away."""

from collections.abc import Callable, Sequence

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from karum.catalogue import services as catalogue
from karum.money import Money
from karum.reviews.models import ProductRating
from tests.shop.conftest import Hub, holiday, words_of

PAGES = ("/", "/search?q=bourbon", "/c/coffee", "/s/huye-hills-coffee")
Rate = Callable[[Sequence[int]], None]


@pytest.fixture
def rate(hub: Hub) -> Rate:
    """Say that the coffee has so many reviews with 1 to 5 stars."""

    def rate(counts: Sequence[int]) -> None:
        stars = {f"n{stars}": count for stars, count in enumerate(counts, 1)}
        ProductRating.objects.update_or_create(product_id=hub.product_id, defaults=stars)

    return rate


@pytest.mark.parametrize("address", PAGES)
def test_a_card_says_what_buyers_think_in_words_too(rate: Rate, buyer: Client, address: str) -> None:
    assert "of 5 stars" not in buyer.get(address).text
    rate([0, 0, 1, 9, 40])
    card = words_of(buyer.get(address)).split('class="goods"', 1)[1]
    assert '<b class="number">4.8</b><span class="hush"> of 5 stars</span>' in card
    assert "50 reviews" in card


def test_two_reviews_are_counted_and_have_no_average_yet(rate: Rate, buyer: Client) -> None:
    rate([0, 0, 0, 0, 2])
    page = buyer.get("/c/coffee").text
    assert "2 reviews" in page
    assert "of 5 stars" not in page


@pytest.mark.parametrize("place", ["KE.en.KES", ""])
@pytest.mark.parametrize("sells", [True, False])
def test_a_card_says_until_when_the_shop_is_on_holiday(hub: Hub, client: Client, place: str, sells: bool) -> None:
    client.cookies["locale"] = place
    assert "On holiday until" not in client.get("/c/ceramics").text
    holiday(hub.pottery, sells=sells)
    assert words_of(client.get("/c/ceramics")).count("On holiday until") == 1
    catalogue.set_stock(hub.pottery.id, hub.mug_offer_id, 0)
    page = client.get("/c/ceramics").text
    assert "Sold out" in page
    assert "On holiday until" not in page, "one reason is enough"


def test_more_cards_ask_the_database_no_more(hub: Hub, rate: Rate, buyer: Client) -> None:
    rate([0, 0, 1, 9, 40])
    buyer.get("/c/coffee")
    with CaptureQueriesContext(connection) as few:
        buyer.get("/c/coffee")
    for number in range(8):
        product = catalogue.create_product(
            seller_id=hub.pottery.id, category="coffee", language="en", title=f"Lot {number}", hs_code="090121",
            origin="RW",
        )  # fmt: skip
        variant = catalogue.add_variant(product, weight_g=285)
        catalogue.set_offer(
            seller_id=hub.pottery.id, variant_id=variant, sku=f"L{number}", price=Money(900, "GBP"), available=9
        )
        ProductRating.objects.create(product_id=product, n5=3)
    with CaptureQueriesContext(connection) as many:
        page = buyer.get("/c/coffee").text
    assert page.count('class="goods"') == 10
    assert len(many) <= len(few)
