"""Checkout as a guest, with Django's client: five steps, no script, nothing charged but what was shown."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from karum.catalogue.models import Offer, ProductText
from karum.orders.models import Cart, Order, Quote
from karum.parties.domain import PostalAddress
from karum.parties.models import Person
from karum.parties.queries import BusinessCard
from karum.parties.services import create_business, set_active
from karum.shipping.services import set_rate, set_zone
from tests.orders.conftest import make_offer

ADDRESS = {
    "country": "GB",
    "name": "Grace Okafor",
    "street": "4 Canal Street",
    "city": "Leeds",
    "postal_code": "LS1 4AP",
    "email": "grace@example.org",
}
CARD = {"method": "card", "number": "4242 4242 4242 4242", "expiry": "12/40", "code": "123"}


def make_seller(name: str, country: str = "RW", currency: str = "EUR") -> BusinessCard:
    place = PostalAddress(country, name=name, street="Road 1", city="Town", postal_code="")
    seller = create_business(name=name, country=country, currency=currency, address=place)
    zone = set_zone(seller.id, "Everywhere")
    assert isinstance(zone, int)
    set_rate(
        seller.id,
        zone,
        name="Post",
        carrier="Post",
        mode="post",
        currency=currency,
        weight_bands=[(2_000, 900), (20_000, 4_000)],
        days_min=5,
        days_max=9,
    )
    return seller


def make_goods(seller: BusinessCard, title: str, **facts: int) -> Offer:
    offer = make_offer(sku=title, seller_id=seller.id, **facts)
    ProductText.objects.create(product=offer.variant.product, language="en", title=title)
    return offer


@pytest.fixture
def coffee(db: None) -> Offer:
    return make_goods(make_seller("Inzozi Coffee"), "Red Bourbon", price_minor=1_250)


@pytest.fixture
def mug(db: None) -> Offer:
    return make_goods(make_seller("Kiln Lane", "VN"), "Blue mug", price_minor=2_000)


@pytest.fixture
def guest(db: None) -> Client:
    cache.clear()
    client = Client(headers={"accept-language": "en-GB"})
    client.cookies["locale"] = "GB.en.GBP"
    return client


def put(client: Client, offer: Offer, quantity: int = 1) -> None:
    answer = client.post("/cart/add", {"offer_id": offer.id, "quantity": quantity})
    assert (answer.status_code, answer["Location"]) == (302, "/cart")


def to_review(client: Client, *offers: Offer) -> str:
    """Walk to the review page and return the token of its quote."""
    for offer in offers:
        put(client, offer)
    assert client.post("/checkout/address", ADDRESS)["Location"] == "/checkout/delivery"
    codes = dict(re.findall(r'name="(seller_\d+)" value="([^"]+)"', client.get("/checkout/delivery").text))
    assert client.post("/checkout/delivery", codes)["Location"] == "/checkout/review"
    return token(client.get("/checkout/review").text)


def token(page: str) -> str:
    found = re.search(r'name="quote" value="([^"]+)"', page)
    assert found, page
    return found[1]


def test_a_guest_buys_from_two_sellers_and_gets_one_order_each(guest: Client, coffee: Offer, mug: Offer) -> None:
    quote = to_review(guest, coffee, mug)
    total = sum(Quote.objects.values_list("total_minor", flat=True))
    placed = guest.post("/checkout/review", {"quote": quote})
    assert placed.status_code == 302
    orders = list(Order.objects.all())
    assert len({o.group_key for o in orders}) == 1
    assert sorted(o.seller_id for o in orders) == sorted([coffee.seller_id, mug.seller_id])
    paid = guest.post(placed["Location"], CARD)
    assert paid["Location"].startswith("/checkout/done/")
    done = guest.get(paid["Location"])
    assert done.status_code == 200
    assert {o.state for o in Order.objects.all()} == {"paid"}
    charged = sum(
        o.goods_minor + o.shipping_minor + o.duty_minor + o.tax_minor + o.fees_minor for o in Order.objects.all()
    )
    assert charged == total
    followed = re.findall(r'href="(/o/[^"]+)"', done.text)
    assert len(followed) == 2
    page = guest.get(followed[0])
    assert page.status_code == 200
    assert "Payment received" in page.text
    assert "nothing in your cart" in guest.get("/cart").text


def test_pressing_order_twice_places_once(guest: Client, coffee: Offer) -> None:
    quote = to_review(guest, coffee)
    first = guest.post("/checkout/review", {"quote": quote})
    second = guest.post("/checkout/review", {"quote": quote})
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_pressing_pay_twice_pays_once(guest: Client, coffee: Offer) -> None:
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]
    key = re.search(r'name="payment_key" value="([^"]+)"', guest.get(place).text)
    assert key
    for _ in range(2):
        assert guest.post(place, {**CARD, "payment_key": key[1]}).status_code == 302
    assert Order.objects.get().state == "paid"


def test_the_last_item_goes_to_one_of_two_buyers_and_the_other_is_told_at_once(guest: Client, coffee: Offer) -> None:
    Offer.objects.filter(id=coffee.id).update(available=1)
    other = Client()
    other.cookies["locale"] = "GB.en.GBP"
    mine, theirs = to_review(guest, coffee), to_review(other, coffee)
    assert guest.post("/checkout/review", {"quote": mine}).status_code == 302
    late = other.post("/checkout/review", {"quote": theirs}, follow=True)
    assert "Somebody was quicker: “Red Bourbon”" in late.text
    assert Order.objects.count() == 1


def test_the_price_that_was_shown_stands_for_thirty_minutes(guest: Client, coffee: Offer) -> None:
    quote = to_review(guest, coffee)
    shown = Quote.objects.get().total_minor
    Offer.objects.filter(id=coffee.id).update(price_minor=9_900)
    guest.post("/checkout/review", {"quote": quote})
    row = Order.objects.get()
    assert row.goods_minor + row.shipping_minor + row.duty_minor + row.tax_minor + row.fees_minor == shown


def test_a_stale_price_is_shown_again_and_never_charged(guest: Client, coffee: Offer) -> None:
    quote = to_review(guest, coffee)
    Quote.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Offer.objects.filter(id=coffee.id).update(price_minor=1_500)
    again = guest.post("/checkout/review", {"quote": quote})
    assert (again.status_code, Order.objects.count()) == (409, 0)
    assert "The price has changed" in again.text
    assert guest.post("/checkout/review", {"quote": token(again.text)}).status_code == 302
    assert Order.objects.count() == 1


@pytest.mark.parametrize("forged", ["", "nonsense", "WyJhIl0:1abc:def"])
def test_a_forged_quote_places_nothing(guest: Client, coffee: Offer, forged: str) -> None:
    to_review(guest, coffee)
    assert guest.post("/checkout/review", {"quote": forged}).status_code == 409
    assert Order.objects.count() == 0


def test_a_wrong_address_is_said_at_its_field_and_keeps_what_was_typed(guest: Client, coffee: Offer) -> None:
    put(guest, coffee)
    page = guest.post("/checkout/address", {**ADDRESS, "postal_code": "banana", "email": "grace"})
    assert page.status_code == 422
    assert 'value="Grace Okafor"' in page.text
    assert "It should look like" in page.text
    assert "This is not an e-mail address" in page.text


def test_a_seller_who_does_not_ship_there_stands_in_the_way(guest: Client, coffee: Offer) -> None:
    from karum.shipping.models import Zone

    Zone.objects.update(countries=["DE"])
    put(guest, coffee)
    page = guest.get("/cart").text
    assert "does not ship this to United Kingdom" in page
    assert "Go to checkout" not in page


def test_a_declined_card_may_be_tried_again(guest: Client, coffee: Offer) -> None:
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]
    declined = guest.post(place, {**CARD, "number": "4000000000000002"}, follow=True)
    assert 'role="alert"' in declined.text
    assert guest.post(place, CARD)["Location"].startswith("/checkout/done/")


def test_a_late_confirmation_is_waited_for(guest: Client, coffee: Offer) -> None:
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]
    waiting = guest.post(place, {**CARD, "number": "4000000000003220"}, follow=True)
    assert "on its way" in waiting.text
    assert waiting["Refresh"]
    assert Order.objects.get().state == "placed"


def test_the_buyers_page_is_the_buyers_only(guest: Client, coffee: Offer) -> None:
    guest.post("/checkout/review", {"quote": to_review(guest, coffee)})
    row = Order.objects.get()
    assert guest.get(f"/o/{row.seller_id}-{row.key.hex}").status_code == 404
    assert guest.get(f"/o/{row.seller_id}-{row.key.hex}~AAAA").status_code == 404
    assert guest.get(f"/checkout/pay/{row.group_key.hex}").status_code == 404
    assert guest.get("/me/orders").status_code == 302


def test_the_buyer_cancels_before_shipping(guest: Client, coffee: Offer) -> None:
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]
    done = guest.post(place, CARD)["Location"]
    page = re.findall(r'href="(/o/[^"]+)"', guest.get(done).text)[0]
    assert "is cancelled" in guest.post(f"{page}/cancel", {"note": "too slow"}, follow=True).text
    assert Order.objects.get().state == "cancelled"


def test_a_guests_cart_comes_along_when_she_signs_in(guest: Client, coffee: Offer, mug: Offer) -> None:
    person = Person.objects.create(email="grace@example.org")
    own = Cart.objects.create(person=person)
    own.lines.create(offer_id=mug.id, quantity=3)
    put(guest, coffee, 2)
    guest.force_login(person)
    page = guest.get("/cart").text
    assert "Red Bourbon" in page
    assert "Blue mug" in page
    assert Cart.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"quantity": "0"}, None),
        ({"quantity": "-1"}, "whole number"),
        ({"quantity": "many"}, "whole number"),
        ({"quantity": "101"}, "100"),
        ({"offer_id": "999999"}, "no longer there"),
    ],
)
def test_a_wrong_quantity_is_said_and_changes_nothing(
    guest: Client, coffee: Offer, posted: dict[str, str], said: str | None
) -> None:
    page = guest.post("/cart/add", {"offer_id": coffee.id, "quantity": "1", **posted}, follow=True).text
    assert said is None or said in page
    assert not Cart.objects.filter(lines__isnull=False).exists()


def test_a_cart_cookie_of_somebody_else_cannot_be_made_up(guest: Client, coffee: Offer) -> None:
    put(guest, coffee)
    victim = Cart.objects.get()
    thief = Client()
    thief.cookies["cart"] = UUID(str(victim.id)).hex
    assert "nothing in your cart" in thief.get("/cart").text


def test_a_shop_that_closes_meanwhile_sells_nothing_and_says_so(guest: Client, coffee: Offer, mug: Offer) -> None:
    quote = to_review(guest, coffee, mug)
    set_active(coffee.seller_id, active=False)
    answer = guest.post("/checkout/review", {"quote": quote}, follow=True)
    assert "This shop is closed. Nothing was charged." in answer.text
    assert (Order.objects.count(), answer.redirect_chain[-1][0]) == (0, "/cart")
    assert "This shop is closed." in guest.get("/cart").text
    assert "This shop is closed." in guest.post("/cart/add", {"offer_id": coffee.id, "quantity": 1}, follow=True).text


def test_a_closed_shop_can_be_taken_out_of_the_cart_and_the_rest_is_bought(
    guest: Client, coffee: Offer, mug: Offer
) -> None:
    to_review(guest, coffee, mug)
    set_active(coffee.seller_id, active=False)
    guest.post("/cart/change", {"offer_id": coffee.id, "quantity": 0})
    answer = guest.post("/checkout/review", {"quote": token(guest.get("/checkout/review").text)})
    assert (answer.status_code, Order.objects.get().seller_id) == (302, mug.seller_id)


def test_an_order_whose_answer_was_lost_waits_in_the_cart_for_its_payment(guest: Client, coffee: Offer) -> None:
    quote = to_review(guest, coffee)
    lost = guest.post("/checkout/review", {"quote": quote})["Location"]
    back = guest.get("/checkout/review", follow=True)  # what a person does: she goes back
    assert back.redirect_chain[-1][0] == "/cart"
    assert "waits to be paid until" in back.text
    assert f'href="{lost}"' in back.text
    guest.post(lost, CARD)
    assert "waits to be paid" not in guest.get("/cart").text


def test_nobody_elses_unpaid_order_is_in_the_cart(guest: Client, coffee: Offer) -> None:
    guest.post("/checkout/review", {"quote": to_review(guest, coffee)})
    other = Client(headers={"accept-language": "en-GB"})
    other.cookies["locale"] = "GB.en.GBP"
    put(other, coffee)
    assert "waits to be paid" not in other.get("/cart").text


def test_two_windows_order_the_same_goods_once(guest: Client, coffee: Offer) -> None:
    first = to_review(guest, coffee)
    second = token(guest.get("/checkout/review").text)
    assert guest.post("/checkout/review", {"quote": first})["Location"].startswith("/checkout/pay/")
    late = guest.post("/checkout/review", {"quote": second}, follow=True)
    assert "waits to be paid until" in late.text
    assert Order.objects.count() == 1


def test_what_was_changed_in_another_window_is_shown_again(guest: Client, coffee: Offer) -> None:
    seen = to_review(guest, coffee)
    guest.post("/cart/change", {"offer_id": coffee.id, "quantity": 3})
    answer = guest.post("/checkout/review", {"quote": seen})
    assert answer.status_code == 409
    assert Order.objects.count() == 0
    assert guest.post("/checkout/review", {"quote": token(answer.text)}).status_code == 302
    assert Order.objects.count() == 1
