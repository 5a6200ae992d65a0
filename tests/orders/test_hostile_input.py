"""No input of a buyer, however strange, breaks cart, checkout or payment."""

import pytest
from django.test import Client

from karum.catalogue.models import Offer
from karum.orders.models import Order
from tests.hostile import NASTY, broken_forms, broken_queries
from tests.orders.test_checkout import CARD, coffee, guest, put, to_review  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/cart", "/checkout/address", "/checkout/delivery", "/checkout/review"])
def test_no_form_of_checkout_breaks(page: str, guest: Client, coffee: Offer) -> None:  # noqa: F811
    to_review(guest, coffee)
    assert broken_forms(guest, page) == []


def test_no_form_of_the_product_page_breaks(guest: Client, coffee: Offer) -> None:  # noqa: F811
    assert broken_forms(guest, f"/p/{coffee.variant.product.slug}") == []


def test_no_form_of_payment_and_order_breaks(guest: Client, coffee: Offer) -> None:  # noqa: F811
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]
    assert broken_forms(guest, place) == []
    asks = guest.post(place, {**CARD, "number": "4000 0000 0000 3063"})["Location"]
    assert broken_queries(guest, asks.partition("?")[0], "next") == []
    guest.post(asks, {"answer": "approve"})
    guest.get(place)
    assert Order.objects.get().state == "paid"


@pytest.mark.parametrize("cookie", ["cart", "locale", "cart_count", "sessionid", "csrftoken", "messages"])
def test_no_cookie_breaks_a_page(cookie: str, guest: Client, coffee: Offer) -> None:  # noqa: F811
    put(guest, coffee)
    for nasty in NASTY:
        guest.cookies[cookie] = (
            nasty.encode("latin-1", "ignore").decode("latin-1").replace("\r\n", "").replace("\0", "")
        )
        for page in ("/cart", "/", "/locale"):
            assert guest.get(page).status_code < 500


@pytest.mark.parametrize(
    "page", ["/o/{}", "/checkout/pay/{}", "/checkout/done/{}", "/payments/sandbox/{}", "/p/{}", "/s/{}"]
)
def test_no_made_up_token_opens_a_page(page: str, guest: Client) -> None:  # noqa: F811
    for nasty in ("x", "~", "1~2", "a%00b", "%ed%a0%80", "9" * 300, "1-zz~abc", "..%2f..", "0" * 32 + "~x"):
        assert guest.get(page.format(nasty)).status_code == 404
