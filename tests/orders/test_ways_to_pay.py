"""Deposits and cash on delivery on the pages: said before paying, chosen, frozen, paid, without script."""
# ruff: noqa: F811 - fixtures of another file are parameters here

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from karum.catalogue.models import Offer
from karum.money import Money
from karum.orders import letters
from karum.orders.domain.instalments import SellerTerms
from karum.orders.domain.states import Action, Role
from karum.orders.models import Instalment, Order
from karum.orders.queries import access_order_as_operator
from karum.orders.queries.papers import paper_of
from karum.orders.services import Actor, Done, act, run_clocks, set_payment_terms, settle_group
from karum.payments import services as payments
from karum.payments.models import Payment
from karum.payments.providers import cash
from karum.reports.queries.taxes import sale_of
from karum.runtime.settings import Settings
from karum.seeds.factories import make_business, make_offer
from tests.orders.terms import sound
from tests.orders.test_checkout import ADDRESS, CARD, coffee, guest, mug, put, token  # noqa: F401

pytestmark = pytest.mark.django_db
SELLER = Actor(Role.SELLER, 8)


@pytest.fixture(autouse=True)
def takes_cash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cash, "settings", lambda: Settings(cash_countries=("GB",)))


def allow(offer: Offer, **chosen: object) -> None:
    wanted = {"deposit_bp": 3000, "deposit_from": Money(0, "EUR"), "balance_days": 7} | chosen
    set_payment_terms(offer.seller_id, SellerTerms(**wanted), now=timezone.now())  # type: ignore[arg-type]


def review(client: Client, way: str, *offers: Offer) -> str:
    """The review page, with ``way`` chosen for every parcel that has a choice."""
    for offer in offers:
        put(client, offer)
    client.post("/checkout/address", ADDRESS)
    page = client.get("/checkout/delivery").text
    chosen = dict(re.findall(r'name="(seller_\d+)" value="([^"]+)"', page))
    chosen |= dict.fromkeys(re.findall(r'name="(way_\d+)"', page), way)
    answer = client.post("/checkout/delivery", chosen)
    assert answer.status_code == 302, answer.text
    return client.get("/checkout/review").text


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def step(order: Order, action: Action, actor: Actor = SELLER) -> Order:
    assert isinstance(act(order.seller_id, order.key, action, actor, now=timezone.now()), Done)
    order.refresh_from_db()
    return order


def page_of(client: Client, order: Order) -> str:
    view = access_order_as_operator(order.seller_id, order.key)
    return plain(client.get(f"/o/{view.token}").text)


def test_a_deposit_from_the_product_page_to_the_goods(guest: Client, coffee: Offer) -> None:
    allow(coffee)
    said = plain(review(guest, "deposit", coffee))
    assert "You have 7 days" in said or "you have 7 days" in said
    now, rest = re.search(r"A deposit: £([\d.]+) now, £([\d.]+) before it ships", said).groups()  # type: ignore[union-attr]
    assert f"You pay now £{now}" in said
    place = guest.post("/checkout/review", {"quote": token(guest.get("/checkout/review").text)})["Location"]
    order = Order.objects.get()
    assert (order.way, order.unpaid_minor) == ("deposit", round(float(rest) * 100))
    assert f"Pay £{now}" in plain(guest.get(place).text)
    done = guest.post(place, CARD)["Location"]
    assert f"Balance, before it ships £{rest}" in plain(guest.get(done).text)
    order.refresh_from_db()
    step(order, Action.ACCEPT)
    assert "stays with the seller and the hub" in page_of(guest, order)
    step(order, Action.READY)
    letters.send(order.seller_id, order.key, "ready")
    assert f"£{rest}" in mail.outbox[-1].body
    link = re.search(r"/checkout/pay/\S+", mail.outbox[-1].body)
    assert link
    assert "Pay the balance" in page_of(guest, order)
    assert f"Pay £{rest}" in plain(guest.get(link[0]).text)
    declined = guest.post(link[0], {**CARD, "number": "4000 0000 0000 0002"})
    assert declined["Location"] == link[0]
    paid = guest.post(link[0], CARD)
    assert guest.get(paid["Location"])["Location"].startswith("/o/")
    order.refresh_from_db()
    assert (order.state, order.escrow, order.unpaid_minor) == ("accepted", "held", 0)
    assert "Balance received and held safely" in page_of(guest, order)
    step(order, Action.SHIP)
    step(order, Action.CONFIRM, Actor(Role.BUYER))
    assert (order.state, sound()) == ("completed", [])


def test_the_product_page_says_what_may_be_paid_later(guest: Client) -> None:
    seller = make_business(country="RW", currency="EUR")
    offer = make_offer(seller)
    terms = SellerTerms(2000, Money(0, "EUR"), 10, cash=True)
    set_payment_terms(seller.id, terms, now=timezone.now())
    said = plain(guest.get(f"/p/{offer.product_slug}").text)
    assert "A deposit: £" in said
    assert "On delivery: £" in said
    set_payment_terms(seller.id, replace(terms, deposit_from=Money(900_000, "EUR"), cash=False), now=timezone.now())
    assert "For goods worth €9,000.00 or more a deposit is enough" in plain(guest.get(f"/p/{offer.product_slug}").text)


def test_all_at_once_is_chosen_where_nothing_is(guest: Client, coffee: Offer) -> None:
    allow(coffee)
    page = review(guest, "", coffee)
    assert "A deposit" not in page
    guest.post("/checkout/review", {"quote": token(page)})
    assert Order.objects.get().way == "prepaid"
    assert not Instalment.objects.exists()


@pytest.mark.parametrize("wrong", ["cash", "on credit"])
def test_a_way_that_is_not_offered_is_not_taken(guest: Client, coffee: Offer, wrong: str) -> None:
    allow(coffee)
    put(guest, coffee)
    guest.post("/checkout/address", ADDRESS)
    name = f"seller_{coffee.seller_id}"
    code = re.search(rf'name="{name}" value="([^"]+)"', guest.get("/checkout/delivery").text)
    assert code
    answer = guest.post("/checkout/delivery", {name: code[1], f"way_{coffee.seller_id}": wrong})
    assert answer.status_code == 422


def test_terms_that_change_after_the_quote_do_not_change_it(guest: Client, coffee: Offer) -> None:
    allow(coffee)
    page = review(guest, "deposit", coffee)
    allow(coffee, deposit_bp=0)
    guest.post("/checkout/review", {"quote": token(page)})
    assert Order.objects.get().way == "deposit"


def test_a_small_order_has_no_deposit(guest: Client, coffee: Offer) -> None:
    allow(coffee, deposit_from=Money(500_000, "EUR"))
    put(guest, coffee)
    guest.post("/checkout/address", ADDRESS)
    assert "way_" not in guest.get("/checkout/delivery").text


def test_the_page_of_an_order_that_lost_its_balance_says_what_became_of_the_money(guest: Client, coffee: Offer) -> None:
    allow(coffee)
    place = guest.post("/checkout/review", {"quote": token(review(guest, "deposit", coffee))})["Location"]
    guest.post(place, CARD)
    order = Order.objects.get()
    step(order, Action.ACCEPT)
    step(order, Action.READY)
    run_clocks(now=timezone.now() + timedelta(days=8))
    order.refresh_from_db()
    said = page_of(guest, order)
    assert order.state == "forfeited"
    assert "Ended: the balance was not paid" in said
    assert "Sent back to you" in said
    assert "Pay the balance" not in said
    token_of = access_order_as_operator(order.seller_id, order.key).later
    assert token_of is not None
    assert guest.get(f"/checkout/pay/{token_of.token}").status_code == 410


def test_cash_on_delivery_from_the_cart_to_the_money(guest: Client, coffee: Offer, mug: Offer) -> None:
    allow(coffee, deposit_bp=0, cash=True)
    page = plain(review(guest, "cash", coffee, mug))
    total = re.search(r"On delivery: £([\d.]+) in cash at your door, nothing now", page)
    assert total
    place = guest.post("/checkout/review", {"quote": token(guest.get("/checkout/review").text)})["Location"]
    order = Order.objects.get(seller_id=coffee.seller_id)
    assert (order.state, order.way) == ("promised", "cash")
    done = guest.post(place, CARD)["Location"]
    assert f"Have ready at your door, in cash £{total[1]}" in plain(guest.get(done).text)
    letters.send(order.seller_id, order.key, "go_ahead")
    assert f"£{total[1]}" in mail.outbox[0].body
    step(order, Action.ACCEPT)
    step(order, Action.SHIP)
    said = page_of(guest, order)
    reference = Payment.objects.get(provider="cash").provider_reference
    assert "You pay at your door" in said
    assert reference in said
    assert "Yes, it arrived" not in said
    payment = Payment.objects.get(provider="cash")
    amount = Money(payment.amount_minor, payment.currency)
    payments.cash_collected(payment.key, amount, "Juma", key=uuid4(), at=timezone.now())
    settle_group(payment.group_key, now=timezone.now())
    said = page_of(guest, order)
    assert "Cash taken and held safely" in said
    assert "Yes, it arrived" in said
    assert sound() == []


def test_an_order_of_cash_alone_needs_no_payment_page(guest: Client, coffee: Offer) -> None:
    allow(coffee, deposit_bp=0, cash=True)
    place = guest.post("/checkout/review", {"quote": token(review(guest, "cash", coffee))})["Location"]
    done = guest.get(place)["Location"]
    assert done.startswith("/checkout/done/")
    assert "You ordered" in guest.get(done).text


def test_one_buyer_has_only_some_orders_under_way_that_nobody_paid(guest: Client, coffee: Offer) -> None:
    allow(coffee, deposit_bp=0, cash=True)
    for _number in range(3):
        guest.post("/checkout/review", {"quote": token(review(guest, "cash", coffee))})
    assert Order.objects.filter(way="cash").count() == 3
    assert "way_" not in review(guest, "cash", coffee)
    guest.post("/checkout/review", {"quote": token(guest.get("/checkout/review").text)})
    assert Order.objects.exclude(way="cash").count() == 1


def test_cash_is_offered_up_to_what_a_courier_should_hold(guest: Client, coffee: Offer) -> None:
    allow(coffee, deposit_bp=0, cash=True)
    Offer.objects.filter(id=coffee.id).update(price_minor=60_000)
    put(guest, coffee)
    guest.post("/checkout/address", ADDRESS)
    assert "way_" not in guest.get("/checkout/delivery").text


@pytest.mark.parametrize("way", ["deposit", "cash"])
def test_receipt_and_papers_say_what_was_paid(guest: Client, coffee: Offer, way: str) -> None:
    allow(coffee, cash=True)
    place = guest.post("/checkout/review", {"quote": token(review(guest, way, coffee))})["Location"]
    if way == "deposit":
        guest.post(place, CARD)
    order = Order.objects.get()
    view = access_order_as_operator(order.seller_id, order.key)
    assert guest.get(f"/o/{view.token}/receipt.pdf").status_code == (200 if way == "deposit" else 404)
    assert view.paid_so_far + view.unpaid == view.total
    assert paper_of(view).is_paid is False
    expected = {"deposit": "Deposit at order", "cash": "Cash on delivery"}[way]
    assert expected in paper_of(view).payment_terms
    sale = sale_of(view, timezone.now())
    ledger_says = view.paid_parts if way == "deposit" else (0,) * 5
    assert sale.charged["tax"] - sale.refunded["tax"] == ledger_says[3]
