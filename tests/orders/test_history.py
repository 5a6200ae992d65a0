"""What somebody bought: found again, bought again, and brought into her account from a time without one."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from karum.catalogue.domain import OfferSnapshot
from karum.orders.domain.states import Action, Role
from karum.orders.models import CartLine, Order
from karum.orders.queries import OrderView
from karum.orders.queries.history import Which, history, open_count
from karum.orders.services import Actor, act
from karum.orders.services.claim import claim_all
from karum.orders.tasks import signed_in
from karum.parties.queries import BusinessCard, Person, addresses_of
from karum.parties.services import Refused, save_address
from karum.seeds.factories import LYON, NAIROBI, make_business, make_offer, make_orders, make_person
from tests.hostile import broken_queries
from tests.parties.conftest import newest_code

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def amina(db: None) -> Person:
    return make_person("amina@people.example")


@pytest.fixture
def shop(db: None) -> BusinessCard:
    return make_business(name="Huye Hills Coffee")


def buy(offer: OfferSnapshot, buyer: Person | None, *, days: int = 0, email: str = "") -> OrderView:
    (order,) = make_orders(
        offer, now=NOW + timedelta(days=days), email=email or (buyer.email if buyer else "g@x.example")
    )
    Order.objects.filter(seller_id=order.seller_id, key=order.key).update(buyer_id=buyer.pk if buyer else None)
    return order


def test_orders_are_found_by_number_shop_and_goods_whatever_the_accents(amina: Person, shop: BusinessCard) -> None:
    tea = make_offer(make_business(name="Thé du Kivu"), title="Thé noir")
    first, second = buy(make_offer(shop), amina), buy(tea, amina, days=1)
    buy(tea, make_person("other@people.example"))

    def found(words: str) -> list[str]:
        return [order.number for order in history(amina.pk, words=words).orders]

    assert found("") == [second.number, first.number]
    assert found(first.number) == found(first.number.lower().replace("-", "")) == [first.number]
    assert found("the du KIVU") == found("noir") == [second.number]
    assert found("bourbon huye") == [first.number]
    assert found("bourbon kivu") == []
    page = history(amina.pk, words="nothing")
    assert (page.count, page.has_any) == (0, True)


def test_orders_are_chosen_by_where_they_stand(amina: Person, shop: BusinessCard) -> None:
    offer = make_offer(shop)
    going, ended = buy(offer, amina), buy(offer, amina, days=1)
    act(ended.seller_id, ended.key, Action.REFUSE, Actor(Role.SELLER, None), now=NOW, note="None left")
    assert [one.number for one in history(amina.pk, which=Which.OPEN).orders] == [going.number]
    assert [one.number for one in history(amina.pk, which=Which.ENDED).orders] == [ended.number]
    assert history(amina.pk, which=Which.DONE).count == 0
    assert open_count(amina.pk) == 1


def test_many_orders_come_in_pages(amina: Person, shop: BusinessCard, client: Client) -> None:
    offer = make_offer(shop, available=1_000)
    numbers = [buy(offer, amina, days=day).number for day in range(12)]
    first, second = history(amina.pk), history(amina.pk, page=2)
    assert [order.number for order in (*first.orders, *second.orders)] == numbers[::-1]
    assert history(amina.pk, page=99).page == 2
    client.force_login(amina)
    page = client.get("/me/orders?page=2&q=huye").content.decode()
    assert numbers[0] in page
    assert numbers[11] not in page
    assert "q=huye&amp;page=1" in page
    assert broken_queries(client, "/me/orders", "q", "which", "page") == []


def test_what_was_bought_goes_into_the_cart_again(amina: Person, shop: BusinessCard, client: Client) -> None:
    offer = make_offer(shop, quantity_min=1)
    order = buy(offer, amina)
    client.force_login(amina)
    assert client.post(f"/o/{order.token}/again").headers["Location"] == "/cart"
    assert CartLine.objects.get().offer_id == offer.id


def test_what_is_no_longer_for_sale_is_said(amina: Person, shop: BusinessCard, client: Client) -> None:
    order = buy(make_offer(shop, available=1), amina)
    client.force_login(amina)
    answer = client.post(f"/o/{order.token}/again", follow=True)
    assert answer.redirect_chain[0][0] == f"/o/{order.token}"
    assert "not for sale now: Washed bourbon" in answer.content.decode()
    assert not CartLine.objects.exists()


def test_a_guests_order_joins_the_account_of_the_same_address_only(
    amina: Person, shop: BusinessCard, client: Client
) -> None:
    order = buy(make_offer(shop), None, email="Amina@People.example")
    other = make_person("other@people.example")
    client.force_login(other)
    client.get(f"/o/{order.token}")
    assert history(other.pk).count == 0
    assert Order.objects.get(key=order.key).buyer_id is None
    client.force_login(amina)
    client.get(f"/o/{order.token}")
    assert [one.number for one in history(amina.pk).orders] == [order.number]
    client.force_login(other)
    client.get(f"/o/{order.token}")
    assert Order.objects.get(key=order.key).buyer_id == amina.pk


def test_all_orders_of_an_address_join_the_account_once_it_is_shown_by_a_code(
    amina: Person, shop: BusinessCard, client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "karum.parties.mailbox.Backend"
    offer = make_offer(shop, available=9)
    mine = {buy(offer, None, days=day, email=email).number for day, email in enumerate(("Amina@People.example",) * 2)}
    buy(offer, None, days=3, email="somebody@else.example")
    client.post("/account/login/", {"email": amina.email})
    assert not ProcrastinateJob.objects.filter(task_name="orders.signed_in").exists(), "a code is asked for, not shown"
    assert client.post("/account/login/code/", {"code": newest_code(amina.email)}).status_code == 302
    job = ProcrastinateJob.objects.get(task_name="orders.signed_in")
    signed_in(**job.args)
    assert {one.number for one in history(amina.pk).orders} == mine


def test_an_address_that_is_only_claimed_brings_no_orders(amina: Person, shop: BusinessCard) -> None:
    buy(make_offer(shop), None, email="victim@people.example")
    claimed = EmailAddress.objects.create(user=amina, email="Victim@people.example", verified=False, primary=False)
    assert claim_all(amina.pk) == 0
    EmailAddress.objects.filter(pk=claimed.pk).update(verified=True)
    assert claim_all(amina.pk) == 1
    assert claim_all(amina.pk) == 0


def test_an_address_that_only_looks_the_same_brings_no_orders(amina: Person, shop: BusinessCard) -> None:
    buy(make_offer(shop), None, email="victim@people.example")
    EmailAddress.objects.create(user=amina, email="vıctim@people.example", verified=True, primary=False)
    assert Order.objects.filter(email__iexact="vıctim@people.example").exists(), "a database takes one for the other"
    assert claim_all(amina.pk) == 0


def test_orders_of_another_account_and_a_closed_account_stay_where_they_are(amina: Person, shop: BusinessCard) -> None:
    other = make_person("other@people.example")
    order = buy(make_offer(shop, available=2), other, email=amina.email)
    assert claim_all(amina.pk) == 0
    assert Order.objects.get(key=order.key).buyer_id == other.pk
    buy(make_offer(shop), None, email=amina.email)
    Person.objects.filter(pk=amina.pk).update(is_active=False)
    assert claim_all(amina.pk) == 0


def test_checkout_offers_kept_addresses_and_keeps_a_new_one_when_asked(
    amina: Person, shop: BusinessCard, client: Client
) -> None:
    offer = make_offer(shop)
    client.cookies["locale"] = "KE.en.KES"
    client.force_login(amina)
    client.post("/cart/add", {"offer_id": offer.id, "quantity": 1})
    nairobi = {"country": "KE", "name": "Amina", "street": "Ngong Road 118", "city": "Nairobi", "email": amina.email}
    assert client.post("/checkout/address", nairobi).status_code == 302
    assert addresses_of(amina) == []
    assert client.post("/checkout/address", {**nairobi, "keep": "yes"}).status_code == 302
    (kept,) = addresses_of(amina)
    save_address(amina, LYON)
    lyon = next(card for card in addresses_of(amina) if card.id != kept.id)
    page = client.get(f"/checkout/address?use={lyon.id}").content.decode()
    assert LYON.street in page
    assert 'value="FR" selected' in page
    other = make_person("other@people.example")
    client.force_login(other)
    client.post("/cart/add", {"offer_id": offer.id, "quantity": 1})
    assert LYON.street not in client.get(f"/checkout/address?use={lyon.id}").content.decode()


def test_nobody_keeps_addresses_without_end(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.parties.services.addresses.ADDRESSES_MAX", 1)
    assert not isinstance(save_address(amina, NAIROBI), Refused)
    assert not isinstance(save_address(amina, NAIROBI), Refused)  # it is kept already
    assert isinstance(save_address(amina, LYON), Refused)
