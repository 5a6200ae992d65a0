"""What a machine may do without paying: little."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from karum.catalogue.models import Offer
from karum.orders.models import Order
from karum.orders.views import checkout, pay
from karum.payments.models import Payment
from tests.orders.test_checkout import CARD, coffee, guest, to_review  # noqa: F401  (fixtures)

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
