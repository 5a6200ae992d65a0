"""Stripe over real HTTP against an emulator of our own, with the official library on our side."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from karum.money import Money
from karum.payments import queries, services
from karum.payments.domain import ChargebackState, Instrument, PaymentRecord, PaymentState, RefundOutcome
from karum.payments.models import Payment, Refund
from karum.payments.providers import BadWebhook, ProviderUnreachable, known, stripe_cards
from karum.payments.providers.stripe_cards import StripeCards
from karum.runtime.settings import Settings
from tests.emulators.stripe import SECRET, SIGNING, StripeEmulator

NOW = datetime.now(UTC)
AT = int(NOW.timestamp())
PRICE = Money(4_250, "EUR")
pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeEmulator]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with StripeEmulator() as emulator:
        knobs = Settings(
            stripe_secret_key=SECRET,
            stripe_webhook_secret=SIGNING,
            stripe_api_base=emulator.url,
            public_url="https://hub.example/",
        )
        monkeypatch.setattr(stripe_cards, "settings", lambda: knobs)
        yield emulator


def pay(*, amount: Money = PRICE, key: UUID | None = None, group: UUID | None = None) -> PaymentRecord:
    return services.start(
        key=key or uuid4(),
        group_key=group or uuid4(),
        amount=amount,
        instrument=Instrument("card"),
        now=NOW,
        return_path="/checkout/pay/abc",
        provider_code="stripe",
    )


def tell(stripe: StripeEmulator, kind: str, what: dict[str, Any]) -> str:
    body, headers = stripe.event(kind, what, at=AT)
    return services.receive_webhook("stripe", body, headers, now=NOW)


def paid(stripe: StripeEmulator) -> PaymentRecord:
    payment = pay()
    tell(stripe, "checkout.session.completed", stripe.pay(payment.provider_reference))
    return queries.payment(payment.id)


def test_cards_go_to_stripe_where_it_is_set_up(stripe: StripeEmulator) -> None:
    assert [(m.code, m.provider, m.asks) for m in queries.methods("DE", "EUR", PRICE)] == [("card", "stripe", "")]
    assert queries.methods("KW", "KWD", Money(1_234, "KWD"))[0].provider == "sandbox"


def test_the_buyer_pays_on_stripes_page(stripe: StripeEmulator) -> None:
    payment = pay()
    assert payment.state is PaymentState.PENDING
    assert payment.action_url.startswith("https://checkout.stripe.com/")
    session = stripe.sessions[payment.provider_reference]
    assert session["amount_total"] == 4_250
    assert session["success_url"] == "https://hub.example/checkout/pay/abc"
    assert tell(stripe, "checkout.session.completed", stripe.pay(payment.provider_reference)) == "applied"
    found = queries.payment(payment.id)
    assert (found.state, found.provider_reference[:3]) == (PaymentState.SUCCEEDED, "pi_")


def test_the_same_key_makes_one_session(stripe: StripeEmulator) -> None:
    key = uuid4()
    one, two = (StripeCards().start(key, PRICE, Instrument("card"), return_path="/") for _ in range(2))
    assert one == two
    assert len(stripe.sessions) == 1


def test_a_slow_way_to_pay_is_waited_for(stripe: StripeEmulator) -> None:
    payment = pay()
    session = stripe.pay(payment.provider_reference, now=False)
    assert tell(stripe, "checkout.session.completed", session) == "no_change"
    assert queries.payment(payment.id).is_open
    assert tell(stripe, "checkout.session.async_payment_succeeded", session | {"payment_status": "paid"}) == "applied"
    assert queries.payment(payment.id).is_paid


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("checkout.session.expired", "session_expired"), ("checkout.session.async_payment_failed", "card_declined")],
)
def test_a_session_that_ends_unpaid_is_declined(stripe: StripeEmulator, kind: str, reason: str) -> None:
    payment = pay()
    tell(stripe, kind, stripe.sessions[payment.provider_reference])
    found = queries.payment(payment.id)
    assert (found.state, found.reason) == (PaymentState.DECLINED, reason)


def test_an_amount_that_stripe_does_not_take_is_declined(stripe: StripeEmulator) -> None:
    assert pay(amount=Money(1, "EUR")).reason == "amount_too_small"


@pytest.mark.parametrize("lose", ["before", "after"])
def test_a_lost_answer_is_asked_for_and_the_same_call_makes_no_second_session(
    stripe: StripeEmulator, lose: str
) -> None:
    stripe.lose = lose
    first = pay()
    assert first.state is PaymentState.CREATED
    again = pay(key=first.key, group=first.group_key)
    assert (again.id, again.state, len(stripe.sessions)) == (first.id, PaymentState.PENDING, 1)


def test_a_payment_whose_session_nobody_saw_is_declined_when_asked_for(stripe: StripeEmulator) -> None:
    stripe.lose = "after"
    payment = pay()
    assert services.ask(payment.id, now=NOW + timedelta(minutes=3)).reason == "not_received"


def test_a_lost_message_is_made_up_for_by_asking(stripe: StripeEmulator) -> None:
    payment = pay()
    assert services.ask(payment.id, now=NOW).state is PaymentState.PENDING
    stripe.pay(payment.provider_reference)
    assert services.ask(payment.id, now=NOW).state is PaymentState.SUCCEEDED
    assert StripeCards().look(uuid4(), "cs_nowhere") is None
    assert StripeCards().look(payment.key, "") is not None, "found by our key in its metadata"


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_stripe_out_of_order_leaves_the_payment_open(stripe: StripeEmulator, status: int) -> None:
    stripe.status = status
    payment = pay()
    assert payment.state is PaymentState.CREATED
    with pytest.raises(ProviderUnreachable):
        services.ask(payment.id, now=NOW)
    asked = Payment.objects.get(id=payment.id).ask_at
    assert asked is not None
    assert asked > NOW


def test_refunds_carry_our_key_and_go_back_once_even_after_a_day(stripe: StripeEmulator) -> None:
    payment = paid(stripe)
    services.refund(payment.id, Money(1_000, "EUR"), uuid4(), NOW)
    refund = Refund.objects.get()
    stripe.lose = "after"
    with pytest.raises(ProviderUnreachable):
        services.send_refund(refund.id, now=NOW)
    stripe.forget_keys()
    services.send_refund(refund.id, now=NOW)
    assert [r.state for r in queries.refunds_of(payment.id)] == ["sent"]
    assert [r["amount"] for r in stripe.refunds.values()] == [1_000]


def test_a_refund_that_stripe_refuses_says_why(stripe: StripeEmulator) -> None:
    payment = paid(stripe)
    answer = StripeCards().refund(uuid4(), payment.provider_reference, Money(4_251, "EUR"))
    assert answer == RefundOutcome("", "charge_already_refunded")


def test_a_dispute_becomes_a_chargeback_with_its_last_day(stripe: StripeEmulator) -> None:
    payment = paid(stripe)
    due = NOW + timedelta(days=7)
    opened = stripe.dispute(payment.provider_reference, "needs_response", due_by=int(due.timestamp()))
    assert tell(stripe, "charge.dispute.created", opened) == "applied"
    assert tell(stripe, "charge.dispute.funds_withdrawn", opened) == "no_change"
    (found,) = queries.chargebacks(payment_id=payment.id)
    assert (found.state, found.amount, found.reason) == (ChargebackState.OPENED, PRICE, "product_not_received")
    assert found.reply_by == due.replace(microsecond=0)
    closed = stripe.dispute(payment.provider_reference, "won")
    assert tell(stripe, "charge.dispute.closed", closed) == "applied"
    assert tell(stripe, "charge.dispute.funds_reinstated", closed) == "no_change"
    assert queries.chargebacks()[0].state is ChargebackState.WON


def test_a_lost_dispute_and_an_inquiry(stripe: StripeEmulator) -> None:
    payment = paid(stripe)
    asked = stripe.dispute(payment.provider_reference, "warning_needs_response")
    assert tell(stripe, "charge.dispute.created", asked) == "ignored"
    lost = stripe.dispute(payment.provider_reference, "lost", amount=2_000)
    assert tell(stripe, "charge.dispute.closed", lost) == "applied"
    assert queries.payment(payment.id).charged_back == Money(2_000, "EUR")


def test_a_message_that_cannot_be_checked_is_asked_for_again(stripe: StripeEmulator, client: Client) -> None:
    payment = paid(stripe)
    body, headers = stripe.event(
        "charge.dispute.created", stripe.dispute(payment.provider_reference, "needs_response"), at=int(time.time())
    )
    stripe.status = 503
    answer = client.post("/payments/webhook/stripe", body, content_type="application/json", headers=headers)
    assert answer.status_code == 503
    stripe.status = 200
    answer = client.post("/payments/webhook/stripe", body, content_type="application/json", headers=headers)
    assert answer.json() == {"result": "applied"}


def test_a_message_signed_by_another_or_long_ago_is_refused(stripe: StripeEmulator) -> None:
    payment = pay()
    what = stripe.sessions[payment.provider_reference]
    body, headers = stripe.event("checkout.session.completed", what, at=AT)
    provider = known.provider("stripe")
    for wrong in ({}, {"Stripe-Signature": "t=1,v1=00"}, {"Stripe-Signature": headers["Stripe-Signature"][:-1] + "g"}):
        with pytest.raises(BadWebhook, match="not Stripe's"):
            provider.read_webhook(body, wrong, now=NOW)
    with pytest.raises(BadWebhook, match="not Stripe's"):
        provider.read_webhook(body + b" ", headers, now=NOW)
    with pytest.raises(BadWebhook, match="300 seconds"):
        provider.read_webhook(body, headers, now=NOW + timedelta(seconds=301))
    body, headers = stripe.event("charge.updated", {}, at=AT)
    assert provider.read_webhook(body, headers, now=NOW) is None
    body, headers = stripe.event("checkout.session.completed", {"metadata": {"karum_key": "x"}}, at=AT)
    with pytest.raises(BadWebhook, match="cannot be read"):
        provider.read_webhook(body, headers, now=NOW)


@pytest.mark.parametrize(("amount", "units"), [(Money(500, "JPY"), 500), (Money(500, "UGX"), 50_000)])
def test_amounts_are_in_the_units_that_stripe_counts_in(stripe: StripeEmulator, amount: Money, units: int) -> None:
    payment = pay(amount=amount)
    session = stripe.pay(payment.provider_reference)
    assert session["amount_total"] == units
    assert tell(stripe, "checkout.session.completed", session) == "applied"


def test_a_session_of_another_amount_is_kept_apart(stripe: StripeEmulator) -> None:
    payment = pay()
    session = stripe.pay(payment.provider_reference) | {"amount_total": 4_249}
    assert tell(stripe, "checkout.session.completed", session) == "wrong_amount"


def test_stripe_is_not_asked_while_it_is_not_set_up() -> None:
    assert not StripeCards().offered("DE", PRICE)
