"""The operator takes cash and sends money back by the hub's own account."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from karum.money import Money
from karum.parties.models import Person
from karum.payments import queries, services
from karum.payments.domain import Instrument, PaymentRecord, PaymentState
from karum.payments.models import MoneyReceipt, Refund
from tests.hostile import NASTY, readable
from tests.hub.test_console import operator

__all__ = ["operator"]
pytestmark = pytest.mark.django_db


def begin(minor: int = 1_002, currency: str = "CHF") -> PaymentRecord:
    return services.start(
        key=uuid4(),
        group_key=uuid4(),
        amount=Money(minor, currency),
        instrument=Instrument("cash"),
        now=timezone.now(),
        provider_code="cash",
    )


def taken(operator: Client, payment: PaymentRecord, amount: str) -> str:
    page = operator.get("/hub/money-in").text
    assert payment.provider_reference in page
    form = {
        name: found[1]
        for name in ("key", "payment")
        if (found := re.search(rf'name="{name}" value="([^"]+)"', page)) is not None
    }
    for _ in range(2):  # pressed twice
        answer = operator.post("/hub/money-in/cash", {**form, "amount": amount})
        assert answer["Location"] == "/hub/money-in"
    return operator.get("/hub/money-in").text


def test_cash_pays_an_order_once(operator: Client) -> None:
    payment = begin()
    assert 'value="10.00"' in operator.get("/hub/money-in").text, "what coins can pay"
    page = taken(operator, payment, "10.00")
    assert payment.provider_reference not in page
    assert queries.payment(payment.id).state is PaymentState.SUCCEEDED
    assert [(r.amount_minor, r.told_by) for r in MoneyReceipt.objects.all()] == [(1_000, "Odile")]


def test_a_part_stays_awaited(operator: Client) -> None:
    payment = begin()
    assert payment.provider_reference in taken(operator, payment, "4.00")
    assert queries.received_for(payment) == Money(400, "CHF")


def test_money_that_goes_back_waits_until_it_has_left(operator: Client) -> None:
    payment = begin()
    services.cash_collected(payment.key, Money(2_500, "CHF"), "desk", key=uuid4(), at=timezone.now())
    refund = Refund.objects.get()
    services.send_refund(refund.id, now=timezone.now() + timedelta(minutes=1))
    assert str(refund.key) in operator.get("/hub/money-in").text
    operator.post("/hub/money-in/refund", {"refund": str(refund.key), "reference": " "})
    assert len(queries.manual_refunds()) == 1
    operator.post("/hub/money-in/refund", {"refund": str(refund.key), "reference": "E2E-7"})
    refund.refresh_from_db()
    assert (refund.state, refund.provider_reference) == ("sent", "E2E-7")
    assert str(refund.key) not in operator.get("/hub/money-in").text


def test_a_refund_by_bank_is_left_to_the_statement(operator: Client) -> None:
    payment = services.start(
        key=uuid4(),
        group_key=uuid4(),
        amount=Money(1_000, "EUR"),
        instrument=Instrument("bank_transfer"),
        now=timezone.now(),
        provider_code="bank_transfer",
    )
    services.bank_receipt(payment.provider_reference, Money(1_100, "EUR"), timezone.now(), uuid4())
    refund = Refund.objects.get()
    services.send_refund(refund.id, now=timezone.now())
    assert str(refund.key) not in operator.get("/hub/money-in").text
    form = {"refund": str(refund.key), "reference": "x"}
    assert operator.post("/hub/money-in/refund", form).status_code == 404
    assert len(queries.manual_refunds()) == 1


def test_nobody_else_takes_money(client: Client) -> None:
    client.force_login(Person.objects.create(email="amina@example.org"))
    assert client.get("/hub/money-in").status_code == 403
    for door in ("cash", "refund"):
        assert client.post(f"/hub/money-in/{door}", {}).status_code == 403


def test_no_form_breaks(operator: Client) -> None:
    payment = begin()
    operator.raise_request_exception = False
    for nasty in NASTY:
        text = readable(nasty)
        for form in (
            {"key": str(uuid4()), "payment": str(payment.key), "amount": text},
            {"key": text, "payment": text, "amount": "1"},
        ):
            assert operator.post("/hub/money-in/cash", form).status_code in (302, 404)
        for refund in (text, str(uuid4())):
            answer = operator.post("/hub/money-in/refund", {"refund": refund, "reference": text})
            assert answer.status_code in (302, 404)
    assert operator.post("/hub/money-in/refund", {"refund": str(payment.key), "reference": "a\x00b"}).status_code == 302
