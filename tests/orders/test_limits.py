"""What a machine may do without paying: little. And sums that are too small or too large to be charged."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from karum.catalogue.models import Offer, Variant
from karum.orders.models import Order
from karum.orders.views import checkout, pay
from karum.payments.models import Payment
from tests.orders.test_checkout import CARD, coffee, guest, make_goods, make_seller, put, to_review  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db
DECLINED = {**CARD, "number": "4000 0000 0000 0002"}


def test_nobody_holds_all_the_stock_with_orders_that_are_never_paid(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkout, "UNPAID_MAX", 2)
    for _ in range(2):
        assert guest.post("/checkout/review", {"quote": to_review(guest, coffee)}).status_code == 302
    refused = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})
    assert refused.status_code == 429
    assert "<h1" in refused.text
    other = Client(REMOTE_ADDR="2001:db8::1")
    other.cookies["locale"] = "GB.en.GBP"
    assert other.post("/checkout/review", {"quote": to_review(other, coffee)}).status_code == 302
    assert Order.objects.count() == 3


def test_who_pays_may_order_again(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checkout, "UNPAID_MAX", 1)
    for _ in range(3):
        placed = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})
        assert placed.status_code == 302
        guest.post(placed["Location"], CARD)


def test_nobody_tries_out_many_cards_on_one_order(
    guest: Client,  # noqa: F811
    coffee: Offer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pay, "ATTEMPTS_MAX", 2)
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]
    for _ in range(2):
        assert re.search("declined", guest.post(place, {**DECLINED, "payment_key": str(uuid4())}, follow=True).text)
    assert guest.post(place, {**CARD, "payment_key": str(uuid4())}).status_code == 429
    assert Payment.objects.count() == 2


def test_a_price_that_comes_to_nothing_in_the_buyers_money_is_said_in_the_cart(guest: Client) -> None:  # noqa: F811
    bead = make_goods(make_seller("Hanoi Beads", "VN", "VND"), "Bead", price_minor=1, available=900)
    Offer.objects.filter(id=bead.id).update(currency="VND", pack_multiple=10)
    Variant.objects.filter(id=bead.variant_id).update(weight_g=1)
    put(guest, bead, 10)
    page = guest.get("/cart").text
    found = re.search(r"The smallest order is (\d+)\.", page)
    assert found, page
    assert "Go to checkout" not in page
    guest.post("/cart/change", {"offer_id": bead.id, "quantity": int(found[1]) - 10})
    assert "Go to checkout" not in guest.get("/cart").text
    guest.post("/cart/change", {"offer_id": bead.id, "quantity": found[1]})
    assert "Go to checkout" in guest.get("/cart").text


def test_a_sum_that_no_book_can_hold_is_said_in_the_cart(guest: Client) -> None:  # noqa: F811
    stone = make_goods(make_seller("Inzozi Stones"), "Diamond", price_minor=10**15, available=10**9)
    Variant.objects.filter(id=stone.variant_id).update(weight_g=1)
    assert guest.get(f"/p/{stone.variant.product.slug}?quantity=1000000").status_code == 200
    put(guest, stone, 20_000)
    page = guest.get("/cart").text
    assert "That is too large" in page
    assert "Go to checkout" not in page
    for address in ("/checkout/delivery", "/checkout/review"):
        assert guest.get(address, follow=True).status_code == 200
