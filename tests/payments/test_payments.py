"""Payments on a real PostgreSQL: outcomes, webhooks, refunds."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.money import Money
from karum.payments import checks, queries, services, tasks
from karum.payments.domain import Card, Happening, Instrument, PaymentRecord, PaymentState, RefundRecord, read_card
from karum.payments.forms import PayForm
from karum.payments.models import Payment, Refund, WebhookReceipt
from karum.payments.providers import BadWebhook
from karum.payments.providers.sandbox import SIGNATURE_HEADER, webhook
from karum.payments.services import KeyReused, RefundRefused

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PRICE = Money(4_250, "EUR")
SUCCEEDS, DECLINED, LATE, ASKS, NEVER = (
    "4242424242424242",
    "4000000000000002",
    "4000000000003220",
    "4000000000003063",
    "4000000000009995",
)
pytestmark = pytest.mark.django_db


def card(number: str) -> Instrument:
    found = read_card(number, "12/30", "123", today=NOW.date())
    assert isinstance(found, Card)
    return Instrument("card", card=found)


def pay(number: str, *, group: UUID | None = None, key: UUID | None = None, amount: Money = PRICE) -> PaymentRecord:
    return services.start(
        key=key or uuid4(), group_key=group or uuid4(), amount=amount, instrument=card(number), now=NOW
    )


def tell(payment: PaymentRecord, happening: Happening, *, event_id: str = "", now: datetime = NOW) -> str:
    body, headers = webhook(payment.key, happening, payment.amount, now=now, event_id=event_id or str(uuid4()))
    return services.receive_webhook("sandbox", body, headers, now=now)


def state(payment: PaymentRecord) -> PaymentState:
    return queries.payment(payment.id).state


def jobs(name: str) -> int:
    return ProcrastinateJob.objects.filter(task_name=name).count()


def test_a_good_card_pays_at_once() -> None:
    payment = pay(SUCCEEDS)
    assert payment.state is PaymentState.SUCCEEDED
    assert (payment.last4, payment.brand) == ("4242", "visa")


def test_no_column_holds_the_card_number() -> None:
    payment = pay(SUCCEEDS)
    stored = " ".join(str(value) for value in Payment.objects.filter(id=payment.id).values_list().get())
    assert SUCCEEDS not in stored
    assert "42424" not in stored


def test_after_a_decline_another_card_pays() -> None:
    group = uuid4()
    first = pay(DECLINED, group=group)
    assert (first.state, first.reason) == (PaymentState.DECLINED, "card_declined")
    second = pay(SUCCEEDS, group=group)
    found = queries.payment_of(group)
    assert found is not None
    assert found.id == second.id
    assert found.is_paid
    assert [p.id for p in queries.payments_of(group)] == [first.id, second.id]


def test_the_same_key_asks_once() -> None:
    key, group = uuid4(), uuid4()
    assert pay(SUCCEEDS, key=key, group=group) == pay(SUCCEEDS, key=key, group=group)
    with pytest.raises(KeyReused):
        pay(SUCCEEDS, key=key, group=group, amount=Money(1, "EUR"))


def test_a_late_confirmation_comes_by_a_signed_webhook() -> None:
    payment = pay(LATE)
    assert payment.state is PaymentState.PENDING
    job = ProcrastinateJob.objects.get(task_name="payments.sandbox_confirms")
    assert job.scheduled_at is not None
    assert job.scheduled_at > datetime.now(UTC) - timedelta(seconds=1)
    tasks.sandbox_confirms(**job.args)
    assert state(payment) is PaymentState.SUCCEEDED
    assert WebhookReceipt.objects.get(payment_key=payment.key).result == "applied"


def test_a_payment_that_is_never_confirmed_expires_and_late_money_goes_back() -> None:
    payment = pay(NEVER)
    assert services.expire(payment.group_key, now=NOW) == 1
    assert state(payment) is PaymentState.EXPIRED
    assert tell(payment, Happening.SUCCEEDED) == "applied"
    assert state(payment) is PaymentState.SURPLUS
    refund = Refund.objects.get(payment_id=payment.id)
    services.send_refund(refund.id, now=NOW)
    assert state(payment) is PaymentState.RETURNED
    assert jobs("payments.send_refund") == 1


def test_a_paid_group_does_not_expire() -> None:
    payment = pay(SUCCEEDS)
    assert services.expire(payment.group_key, now=NOW) == 0
    assert state(payment) is PaymentState.SUCCEEDED


def test_of_two_successes_in_one_group_the_second_goes_back() -> None:
    group = uuid4()
    slow, quick = pay(NEVER, group=group), pay(SUCCEEDS, group=group)
    assert tell(slow, Happening.SUCCEEDED) == "applied"
    assert (state(slow), state(quick)) == (PaymentState.SURPLUS, PaymentState.SUCCEEDED)
    assert [r.amount for r in queries.refunds_of(slow.id)] == [PRICE]


def test_the_database_itself_allows_one_paid_payment_per_group() -> None:
    payment = pay(SUCCEEDS)
    twin = Payment.objects.get(id=payment.id)
    twin.pk, twin.key = None, uuid4()
    with pytest.raises(IntegrityError, match="payment_one_paid_in_group"), transaction.atomic():
        twin.save()


def test_the_bank_asks_and_the_buyer_approves(client: Client) -> None:
    payment = pay(ASKS)
    assert payment.state is PaymentState.PENDING
    assert payment.action_url.startswith(f"/payments/sandbox/{payment.key}")
    assert "Card that ends in 3063" in client.get(payment.action_url).content.decode()
    answer = client.post(payment.action_url, {"answer": "approve"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert state(payment) is PaymentState.SUCCEEDED


def test_the_bank_asks_and_the_buyer_refuses(client: Client) -> None:
    payment = pay(ASKS)
    client.post(f"/payments/sandbox/{payment.key}?next=https://evil.example/", {"answer": "refuse"})
    found = queries.payment(payment.id)
    assert (found.state, found.reason) == (PaymentState.DECLINED, "not_approved")


def test_the_sandbox_bank_never_sends_people_to_another_site(client: Client) -> None:
    payment = pay(SUCCEEDS)
    answer = client.get(f"/payments/sandbox/{payment.key}?next=https://evil.example/")
    assert answer.headers["Location"] == "/"


def test_a_webhook_is_taken_once(client: Client) -> None:
    payment = pay(NEVER)
    body, headers = webhook(payment.key, Happening.SUCCEEDED, payment.amount, now=datetime.now(UTC))
    answers = [
        client.post("/payments/webhook/sandbox", body, content_type="application/json", headers=headers).json()
        for _ in range(3)
    ]
    assert [a["result"] for a in answers] == ["applied", "repeated", "repeated"]
    assert state(payment) is PaymentState.SUCCEEDED


def test_a_webhook_without_the_right_signature_is_refused(client: Client) -> None:
    payment = pay(NEVER)
    body, headers = webhook(payment.key, Happening.SUCCEEDED, payment.amount, now=datetime.now(UTC))
    for wrong in ({}, {SIGNATURE_HEADER: headers[SIGNATURE_HEADER][:-1] + "0"}, {SIGNATURE_HEADER: "t=1,v1=00"}):
        answer = client.post("/payments/webhook/sandbox", body + b" ", content_type="application/json", headers=wrong)
        assert answer.status_code == 400
    assert client.post("/payments/webhook/nobody", b"{}", content_type="application/json").status_code == 404
    assert client.get("/payments/webhook/sandbox").status_code == 405
    assert client.post("/payments/webhook/sandbox", b"x" * 70_000, content_type="text/plain").status_code == 413
    assert state(payment) is PaymentState.PENDING


def test_an_old_webhook_cannot_be_played_again() -> None:
    payment = pay(NEVER)
    body, headers = webhook(payment.key, Happening.SUCCEEDED, payment.amount, now=NOW)
    with pytest.raises(BadWebhook, match="300 seconds"):
        services.receive_webhook("sandbox", body, headers, now=NOW + timedelta(seconds=301))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"id":1}', b"\xff", b'{"amount_minor":"x","currency":"EUR"}'])
def test_a_signed_message_that_cannot_be_read_is_refused(body: bytes) -> None:
    from karum.payments.domain.signing import sign
    from karum.payments.providers import sandbox

    headers = {SIGNATURE_HEADER: sign(body, sandbox._secret(), unix_s=int(NOW.timestamp()))}
    with pytest.raises(BadWebhook, match="cannot be read"):
        services.receive_webhook("sandbox", body, headers, now=NOW)


def test_another_amount_than_asked_for_is_kept_apart() -> None:
    payment = pay(NEVER)
    body, headers = webhook(payment.key, Happening.SUCCEEDED, Money(1, "EUR"), now=NOW)
    assert services.receive_webhook("sandbox", body, headers, now=NOW) == "wrong_amount"
    assert state(payment) is PaymentState.PENDING
    body, headers = webhook(uuid4(), Happening.SUCCEEDED, PRICE, now=NOW)
    assert services.receive_webhook("sandbox", body, headers, now=NOW) == "unknown_payment"
    assert json.loads(body)["type"] == "payment.succeeded"


def test_the_doctor_sees_money_without_a_payment_and_refunds_that_wait() -> None:
    assert checks.payments().ok
    paid = pay(SUCCEEDS)
    services.refund(paid.id, Money(100, "EUR"), uuid4(), NOW - timedelta(days=400))
    assert "1 refund(s) wait" in checks.payments().said
    body, headers = webhook(uuid4(), Happening.SUCCEEDED, PRICE, now=NOW)
    services.receive_webhook("sandbox", body, headers, now=NOW)
    assert "fit no payment" in checks.payments().said


def test_refunds_in_parts_sum_to_the_whole_and_no_further() -> None:
    payment = pay(SUCCEEDS)
    key = uuid4()
    first = services.refund(payment.id, Money(1_000, "EUR"), key, NOW)
    assert isinstance(first, RefundRecord)
    assert services.refund(payment.id, Money(1_000, "EUR"), key, NOW) == first
    assert state(payment) is PaymentState.PARTLY_REFUNDED
    assert services.refund(payment.id, Money(3_251, "EUR"), uuid4(), NOW) == RefundRefused(
        "too_much", Money(3_250, "EUR")
    )
    assert isinstance(services.refund(payment.id, Money(3_250, "EUR"), uuid4(), NOW), RefundRecord)
    assert state(payment) is PaymentState.REFUNDED
    for refund in Refund.objects.all():
        services.send_refund(refund.id, now=NOW)
        services.send_refund(refund.id, now=NOW)
    assert [r.state for r in queries.refunds_of(payment.id)] == ["sent", "sent"]
    assert sum(r.amount.minor for r in queries.refunds_of(payment.id)) == PRICE.minor


@pytest.mark.parametrize(
    ("amount", "reason"),
    [(Money(0, "EUR"), "too_much"), (Money(-5, "EUR"), "too_much"), (Money(5, "USD"), "wrong_currency")],
)
def test_an_impossible_refund_is_refused(amount: Money, reason: str) -> None:
    answer = services.refund(pay(SUCCEEDS).id, amount, uuid4(), NOW)
    assert isinstance(answer, RefundRefused)
    assert answer.reason == reason
    unpaid = services.refund(pay(DECLINED).id, amount, uuid4(), NOW)
    assert isinstance(unpaid, RefundRefused)
    assert unpaid.reason == "not_paid"


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(Happening), st.integers(0, 3)), max_size=14))
@hypothesis_settings(max_examples=40, deadline=None)
def test_any_order_of_webhooks_and_repeats_keeps_the_group_sound(said: list[tuple[int, Happening, int]]) -> None:
    with transaction.atomic():
        group = uuid4()
        attempts = [pay(NEVER, group=group) for _ in range(3)]
        spoken = {Happening.PENDING, Happening.SUCCEEDED, Happening.DECLINED}
        for index, happening, number in said:
            if happening in spoken:
                tell(attempts[index], happening, event_id=f"{attempts[index].key}:{happening}:{number}")
            elif happening is Happening.EXPIRED:
                services.expire(group, now=NOW)
            elif happening is Happening.REFUNDED_PARTLY:
                services.refund(attempts[index].id, Money(1_000, "EUR"), uuid4(), NOW)
        rows = queries.payments_of(group)
        assert sum(r.is_paid for r in rows) <= 1
        for row in rows:
            succeeded = WebhookReceipt.objects.filter(
                payment_key=row.key, happening=Happening.SUCCEEDED, result="applied"
            ).count()
            assert succeeded <= 1
            in_hand = row.is_paid or row.state in (PaymentState.SURPLUS, PaymentState.RETURNED)
            assert in_hand == (succeeded == 1)
            assert sum(r.amount.minor for r in queries.refunds_of(row.id)) == row.refunded.minor <= row.amount.minor
            if row.state is PaymentState.SURPLUS:
                assert row.refunded == row.amount
        transaction.set_rollback(True)


def test_mobile_money_comes_first_where_it_is_usual() -> None:
    assert [m.code for m in queries.methods("KE", "KES")] == ["mobile_money", "card"]
    assert [m.code for m in queries.methods("DE", "EUR")] == ["card"]


def form(data: dict[str, str], country: str = "KE") -> PayForm:
    return PayForm(data, offered=queries.methods(country, "EUR"), country=country, today=date(2026, 11, 21))


def test_the_pay_form_reads_a_card_and_a_phone() -> None:
    good = form({"method": "card", "number": "4242 4242 4242 4242", "expiry": "04/29", "code": "123"})
    assert good.is_valid(), good.errors
    assert good.instrument().last4 == "4242"
    phone = form({"method": "mobile_money", "phone": "0712 345 678"})
    assert phone.is_valid(), phone.errors
    assert phone.instrument().phone == "+254712345678"


def test_the_pay_form_says_what_is_wrong_at_the_field() -> None:
    wrong = form({"method": "card", "number": "4242 4242 4242 4241", "expiry": "1/20", "code": ""})
    assert not wrong.is_valid()
    assert set(wrong.errors) == {"number", "expiry", "code"}
    assert "a digit is wrong" in str(wrong.errors["number"])
    assert not form({"method": "mobile_money", "phone": "hello"}).is_valid()
    assert not form({"method": "mobile_money", "phone": "0712345678"}, country="DE").is_valid()
    assert not form({}).is_valid()
