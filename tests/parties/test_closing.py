"""What the hub knows of a person, in a file; and closing her account."""

import json
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.catalogue.queries import OfferSnapshot
from karum.notices.queries import Wanted
from karum.notices.services import Kind
from karum.notices.services.switches import choose
from karum.notices.tasks import person_closed as notices_forget
from karum.orders.models import Order
from karum.orders.services.carts import add, open_cart
from karum.orders.tasks import person_closed as orders_forget
from karum.parties import services
from karum.parties.domain import PostalAddress, Role
from karum.parties.events import PersonClosed
from karum.parties.locale import Locale
from karum.parties.models import Address, Membership, Person
from karum.parties.queries import BusinessCard
from karum.parties.services.people import person_at_the_door
from karum.runtime.events import _subscribers
from karum.saved import services as saved
from karum.saved.tasks import person_closed as saved_forget
from karum.seeds.factories import make_business, make_offer, make_orders
from karum.talk.domain.saying import Side
from karum.talk.models import Conversation, Message

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def fresh(client: Client, person: Person) -> Client:
    """Signed in, and recognised a moment ago."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def offer(db: None) -> OfferSnapshot:
    return make_offer(make_business(day=NOW))


def lived(person: Person, offer: OfferSnapshot) -> None:
    """She kept, saved, followed, chose and bought."""
    services.save_address(person, PostalAddress("KE", person.full_name, street="Moi Avenue 12", city="Nairobi"))
    keeper = saved.open_keeper(person.pk, None, now=NOW)
    saved.save_wish(keeper, offer.id, Locale("KE", "en", "KES"), now=NOW)
    saved.follow(keeper, offer.seller_id, now=NOW)
    choose(person, {Kind.TALK: Wanted(False, False)}, now=NOW)
    add(open_cart(person.pk, None), offer.id, 1, "en")
    Message.objects.create(
        conversation=Conversation.objects.create(
            key=uuid4(), seller_id=offer.seller_id, person_id=person.pk, email=person.email, language="en",
            opened_at=NOW, last_at=NOW, last_side=Side.ASKER,
        ),
        step=1, side=Side.ASKER, language="en", words="Is it whole bean?", at=NOW,
    )  # fmt: skip
    (order,) = make_orders(offer, now=NOW, email=person.email)
    Order.objects.filter(seller_id=order.seller_id, key=order.key).update(buyer_id=person.pk)


def test_the_file_holds_what_each_package_knows_and_nothing_of_others(
    client: Client, wanjiru: Person, immaculee: Person, offer: OfferSnapshot
) -> None:
    lived(wanjiru, offer)
    lived(immaculee, offer)
    client.force_login(wanjiru)
    answer = client.get("/me/data")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found = json.loads(answer.content)
    assert found["account"]["email"] == wanjiru.email
    assert found["addresses"][0]["city"] == "Nairobi"
    assert [order["shop"] for order in found["orders"]] == ["Huye Hills Coffee"]
    assert found["orders"][0]["lines"][0]["title"].startswith(offer.title)
    assert found["saved"]["wishes"][0]["title"] == offer.title
    assert found["saved"]["follows"][0]["shop"] == "Huye Hills Coffee"
    assert {"kind": "talk", "by_email": False, "by_push": False} in found["notices"]["switches"]
    assert len(found["cart"]["lines"]) == 1
    assert found["reviews"] == []
    assert [one["words"] for talk in found["conversations"] for one in talk["messages"]] == ["Is it whole bean?"]
    assert immaculee.email not in answer.content.decode()
    assert immaculee.full_name not in answer.content.decode()


def test_closing_forgets_who_she_was_and_keeps_the_books(client: Client, wanjiru: Person, offer: OfferSnapshot) -> None:
    lived(wanjiru, offer)
    fresh(client, wanjiru)
    assert client.post("/me/close", {"sure": "yes"}).headers["Location"] == "/me/closed"
    wanjiru.refresh_from_db()
    assert (wanjiru.full_name, wanjiru.phone, wanjiru.country, wanjiru.is_active) == ("", "", "", False)
    assert wanjiru.email == f"closed-{wanjiru.pk}@account.invalid"
    assert not Address.objects.exists()
    assert not EmailAddress.objects.filter(user=wanjiru).exists()
    assert client.get("/me").headers["Location"].startswith("/account/login/")
    assert Order.objects.filter(buyer_id=wanjiru.pk).count() == 1
    again = person_at_the_door("wanjiru@example.org", language="en", country="KE")
    assert again is not None
    assert again.pk != wanjiru.pk


def test_the_other_packages_hear_of_it_and_forget_their_part(wanjiru: Person, offer: OfferSnapshot) -> None:
    lived(wanjiru, offer)
    assert services.close_account(wanjiru, now=NOW) is None
    heard = {"notices.person_closed", "orders.person_closed", "saved.person_closed"}
    assert heard <= set(_subscribers[PersonClosed])
    assert heard <= set(ProcrastinateJob.objects.values_list("task_name", flat=True))
    for forget in (notices_forget, orders_forget, saved_forget):
        forget(wanjiru.pk)
    from karum.notices.models import Choice
    from karum.orders.models import Cart
    from karum.saved.models import Keeper

    for table in (Choice, Cart, Keeper):
        assert not table.objects.filter(person_id=wanjiru.pk).exists()


def test_nothing_is_closed_by_mistake(client: Client, wanjiru: Person) -> None:
    fresh(client, wanjiru)
    assert client.get("/me/close").status_code == 200
    assert client.post("/me/close").status_code == 422
    wanjiru.refresh_from_db()
    assert wanjiru.is_active


def test_she_says_again_who_she_is_before(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    assert client.post("/me/close", {"sure": "yes"}).headers["Location"].startswith("/account/reauthenticate/")
    wanjiru.refresh_from_db()
    assert wanjiru.is_active


def test_the_only_owner_stays_until_there_is_another(client: Client, immaculee: Person, coop: BusinessCard) -> None:
    fresh(client, immaculee)
    answer = client.post("/me/close", {"sure": "yes"})
    assert answer.status_code == 409
    assert "only owner of Kopakama" in answer.content.decode()
    other = services.create_person("other@example.org", "Other")
    services.add_member(coop.id, other, Role.OWNER)
    assert client.post("/me/close", {"sure": "yes"}).status_code == 302
    assert list(Membership.objects.values_list("person_id", flat=True)) == [other.pk]


@pytest.mark.parametrize("who", [{"demo": True}, {"is_operator": True}])
def test_people_of_the_demo_and_operators_stay(db: None, who: dict[str, bool]) -> None:
    person = services.create_person("she@example.org", **who)
    assert services.close_account(person, now=NOW) is not None
    person.refresh_from_db()
    assert person.is_active


def test_country_and_currency_go_with_her_to_a_new_device(client: Client, wanjiru: Person) -> None:
    client.force_login(wanjiru)
    given = {"full_name": "W", "language": "en", "country": "FR", "currency": "CHF", "phone": ""}
    assert client.post("/me", given).status_code == 302
    assert client.cookies["locale"].value == "FR.en.CHF"
    wanjiru.refresh_from_db()
    assert wanjiru.currency == "CHF"
    Person.objects.filter(pk=wanjiru.pk).update(is_demo=True)
    other = Client()
    assert other.post("/demo", {"email": wanjiru.email}).status_code == 302
    assert other.get("/me").wsgi_request.karum_locale == Locale("FR", "en", "CHF")
