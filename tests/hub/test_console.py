"""The operator's console: for operators only; every screen has something true to say."""

import csv
import io
from uuid import uuid4

import pytest
from django.test import Client

from karum.orders.domain.states import Action, Role
from karum.orders.models import Order, OrderEvent
from karum.orders.services import Actor, act
from karum.parties.models import Person
from karum.payments.services.bank import BankDetails, save_bank_account
from tests.orders.conftest import NOW
from tests.orders.test_checkout import CARD, coffee, guest, to_review  # noqa: F401  (fixtures)

PAGES = ["", "/orders", "/payouts", "/books", "/books.journal", "/firms", "/health"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True))
    return client


@pytest.fixture
def order(guest: Client, coffee: object) -> Order:  # noqa: F811
    place = guest.post("/checkout/review", {"quote": to_review(guest, coffee)})["Location"]  # type: ignore[arg-type]
    guest.post(place, CARD)
    return Order.objects.get()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_gets_in(page: str, client: Client) -> None:
    assert client.get(f"/hub{page}").status_code == 302
    client.force_login(Person.objects.create(email="amina@example.org"))
    assert client.get(f"/hub{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_every_screen_opens_empty_and_with_an_order(page: str, operator: Client, order: Order) -> None:
    assert operator.get(f"/hub{page}").status_code == 200


def test_the_order_shows_its_trail_and_its_transfers(operator: Client, order: Order) -> None:
    page = operator.get(f"/hub/orders/{order.seller_id}/{order.key}").text
    assert "Payment received" in page
    assert "Held for orders" in page


def test_the_hub_refunds_a_part_with_a_reason(operator: Client, order: Order) -> None:
    address = f"/hub/orders/{order.seller_id}/{order.key}/act"
    refused = operator.post(address, {"action": "refund", "amount": "nothing", "note": ""})
    assert refused.status_code == 422
    assert "Write the amount like 12.50." in refused.text
    assert "Say why" in refused.text
    operator.post(address, {"action": "refund", "amount": "1.00", "note": "late by a week"})
    event = OrderEvent.objects.get(action="refund")
    assert (event.role, event.amount_minor, event.note) == ("hub", 100, "late by a week")


def test_a_payout_run_is_made_once_downloaded_sent_and_confirmed(operator: Client, order: Order) -> None:
    for action, role in ((Action.ACCEPT, Role.SELLER), (Action.SHIP, Role.SELLER), (Action.CONFIRM, Role.BUYER)):
        act(order.seller_id, order.key, action, Actor(role), now=NOW)
    details = BankDetails(holder="Inzozi", country="DE", currency="EUR", iban="DE89370400440532013000")
    assert save_bank_account(order.seller_id, details, now=NOW) == {}
    assert "Inzozi" in operator.get("/hub/payouts").text
    key = str(uuid4())
    for _ in range(2):
        operator.post("/hub/payouts/run", {"key": key})
    page = operator.get("/hub/payouts").text
    assert "No money is due." in page
    run_id = page.split('id="run-')[1].split('"')[0]
    assert "Another operator has to approve it" in page
    assert operator.get(f"/hub/payouts/{run_id}.csv").status_code == 404
    move = {"to": "approved"}
    assert "You prepared this run" in operator.post(f"/hub/payouts/{run_id}/move", move, follow=True).text
    second = Client()
    second.force_login(Person.objects.create(email="second@example.org", full_name="Berta", is_operator=True))
    page = second.post(f"/hub/payouts/{run_id}/move", move, follow=True).text
    assert "approved by Berta" in page
    file = operator.get(page.split('href="/hub/payouts/')[1].split('"')[0].join(["/hub/payouts/", ""])).text
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [(row["iban"], row["currency"]) for row in rows] == [("DE89370400440532013000", "EUR")]
    for to, said in (("sent", "sent to the bank"), ("confirmed", "confirmed by the bank")):
        assert said in operator.post(f"/hub/payouts/{run_id}/move", {"to": to}, follow=True).text
    assert "moved on" in operator.post(f"/hub/payouts/{run_id}/move", {"to": "sent"}, follow=True).text


def test_a_firm_is_verified_by_a_dated_statement_and_it_can_be_withdrawn(operator: Client, order: Order) -> None:
    address = "/hub/firms/inzozi-coffee"
    assert operator.post(address, {"scope": "visit", "statement": ""}).status_code == 422
    operator.post(address, {"scope": "identity", "statement": "Passport seen", "method": "video call"})
    page = operator.get(address).text
    assert "Passport seen" in page
    number = page.split('name="id" value="')[1].split('"')[0]
    assert "Withdrawn on" in operator.post(f"{address}/withdraw", {"id": number, "why": "expired"}, follow=True).text


def test_a_tier_is_raised_with_a_note_of_what_was_seen(operator: Client, order: Order) -> None:
    address = "/hub/firms/inzozi-coffee"
    assert "€2,000.00" in operator.get(address).text
    refused = operator.post(f"{address}/tier", {"tier": "verified", "note": ""}, follow=True).text
    assert "say what you have seen" in refused
    data = {"tier": "identified", "note": "Passport of <the owner>"}
    page = operator.post(f"{address}/tier", data, follow=True).text
    assert "€15,000.00" in page
    assert "Passport of &lt;the owner&gt;" in page
    assert "Odile" in page
