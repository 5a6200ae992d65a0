"""An order's page leads to what is complained of; the page of a zone says what payments from there need."""

from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from karum.disputes.domain.states import Problem, Wanted
from karum.disputes.models import Case
from karum.disputes.services import note_chargeback, open_claim
from karum.orders.domain.states import Action, Role
from karum.orders.queries import access_order_as_operator
from karum.orders.services import Actor, act
from karum.parties.models import Person
from karum.payments import queries as payments
from karum.payments.domain import Happening
from karum.payments.providers import sandbox
from karum.payments.services import receive_webhook
from tests.desk.conftest import Firm


def send(firm: Firm, order: UUID) -> None:
    for action in (Action.ACCEPT, Action.SHIP):
        act(firm.card.id, order, action, Actor(Role.SELLER), now=timezone.now())


def test_an_order_leads_to_its_case_at_the_desk_and_at_the_hub(firm: Firm, order: UUID, owner: Client) -> None:
    assert "What is complained of" not in owner.get(firm.url("order", order)).text
    send(firm, order)
    view, now = access_order_as_operator(firm.card.id, order), timezone.now()
    case = open_claim(view, uuid4(), Problem.DAMAGED, Wanted.FULL_REFUND, None, "Broken.", person_id=None, now=now)
    assert isinstance(case, Case)
    page = owner.get(firm.url("order", order)).text
    assert firm.url("case", case.key) in page
    assert "It is damaged" in page
    owner.force_login(Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True))
    assert f"/hub/disputes/{case.key}" in owner.get(f"/hub/orders/{firm.card.id}/{order}").text


def test_an_order_says_that_the_buyers_bank_took_the_money(firm: Firm, order: UUID, owner: Client) -> None:
    send(firm, order)
    payment, now = payments.payment_of(access_order_as_operator(firm.card.id, order).group_key), timezone.now()
    assert payment is not None
    body, headers = sandbox.webhook(payment.key, Happening.CHARGEBACK_OPENED, payment.amount, now=now)
    receive_webhook("sandbox", body, headers, now=now)
    (record,) = payments.chargebacks(payment_id=payment.id)
    note_chargeback(record, now=now)
    page = owner.get(firm.url("order", order)).text
    assert "£57.00 back" in page
    assert "The bank wants its reply by" in page


def test_a_zone_says_what_payments_from_its_countries_need(firm: Firm, owner: Client) -> None:
    page = owner.get(firm.url("zone", firm.zone_id)).text
    assert "What payments from there need" in page
    assert "Form M" in page, "the rest of the world has Nigeria in it"
    owner.post(firm.url("zone", firm.zone_id), {"name": "Near", "countries": ["KE", "FR"]})
    near = owner.get(firm.url("zone", firm.zone_id)).text
    assert "M-Pesa" in near
    assert "Form M" not in near
    refused = owner.post(firm.url("zone", firm.zone_id), {"name": "", "countries": ["NG", "XX"]})
    assert refused.status_code == 422
    assert "Form M" in refused.text
