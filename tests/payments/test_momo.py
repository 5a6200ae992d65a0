"""Mobile money over real HTTP against an emulator of MTN MoMo's public API."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from django.test import Client

from karum.money import Money
from karum.payments import queries, services
from karum.payments.domain import Instrument, PaymentRecord, PaymentState
from karum.payments.models import Payment, Refund
from karum.payments.providers import BadWebhook, ProviderUnreachable, momo
from karum.payments.providers.http import ask
from karum.payments.providers.momo import Momo
from karum.runtime.settings import Settings
from tests.emulators.momo import KEY, SUBSCRIPTIONS, USER, MomoEmulator

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
PRICE = Money(25_000, "RWF")
pytestmark = pytest.mark.django_db


@pytest.fixture
def mtn(monkeypatch: pytest.MonkeyPatch) -> Iterator[MomoEmulator]:
    with MomoEmulator() as emulator:
        knobs = Settings(
            momo_api_base=emulator.url,
            momo_environment="mtnrwanda",
            momo_country="RW",
            momo_currency="RWF",
            momo_user=USER,
            momo_key=KEY,
            momo_collection_key=SUBSCRIPTIONS["collection"],
            momo_disbursement_key=SUBSCRIPTIONS["disbursement"],
            public_url="https://hub.example",
        )
        monkeypatch.setattr(momo, "settings", lambda: knobs)
        monkeypatch.setattr(momo, "_tokens", {})
        yield emulator


def pay(phone: str = "+250788123456", *, key: UUID | None = None, group: UUID | None = None) -> PaymentRecord:
    return services.start(
        key=key or uuid4(),
        group_key=group or uuid4(),
        amount=PRICE,
        instrument=Instrument("mobile_money", phone=phone),
        now=NOW,
        provider_code="momo",
    )


def state(payment: PaymentRecord) -> PaymentState:
    return queries.payment(payment.id).state


def paid(mtn: MomoEmulator) -> PaymentRecord:
    payment = pay()
    mtn.approve(payment.provider_reference)
    return services.ask(payment.id, now=NOW)


def test_it_is_offered_in_its_country_and_currency(mtn: MomoEmulator) -> None:
    assert next((m.code, m.provider) for m in queries.methods("RW", "RWF", PRICE)) == ("mobile_money", "momo")
    assert ("mobile_money", "sandbox") in [(m.code, m.provider) for m in queries.methods("KE", "KES")]
    assert not Momo().offered("RW", Money(1, "EUR"))


def test_the_buyer_approves_on_her_phone_and_the_callback_makes_us_ask(mtn: MomoEmulator, client: Client) -> None:
    payment = pay()
    assert payment.state is PaymentState.PENDING
    asked = mtn.payments[payment.provider_reference]
    assert (asked["amount"], asked["payer"]["partyId"]) == ("25000", "250788123456")
    assert mtn.callbacks[payment.provider_reference] == "https://hub.example/payments/webhook/momo"
    said = mtn.approve(payment.provider_reference)
    answers = [client.put("/payments/webhook/momo", json.dumps(said), content_type="application/json") for _ in "12"]
    assert [a.json()["result"] for a in answers] == ["applied", "repeated"]
    assert state(payment) is PaymentState.SUCCEEDED


def test_a_forged_callback_moves_nothing(mtn: MomoEmulator, client: Client) -> None:
    payment = pay()
    forged = {"externalId": str(payment.key), "status": "SUCCESSFUL", "amount": "25000", "currency": "RWF"}
    answer = client.post("/payments/webhook/momo", json.dumps(forged), content_type="application/json")
    assert answer.json() == {"result": "no_change"}
    assert state(payment) is PaymentState.PENDING
    for wrong in (b"", b"[]", b"{}", b'{"externalId":"x"}', json.dumps({"externalId": str(uuid4())}).encode()):
        with pytest.raises(BadWebhook):
            Momo().read_webhook(wrong, {}, now=NOW)


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("0001", "no_such_account"),
        ("0002", "account_empty"),
        ("0003", "not_approved_on_phone"),
        ("0004", "not_approved_on_phone"),
    ],
)
def test_a_no_says_why(mtn: MomoEmulator, ending: str, reason: str) -> None:
    payment = pay(f"+25078812{ending}")
    found = services.ask(payment.id, now=NOW)
    assert (found.state, found.reason) == (PaymentState.DECLINED, reason)


@pytest.mark.parametrize("lose", ["before", "after"])
def test_a_lost_answer_asks_for_no_money_twice(mtn: MomoEmulator, lose: str) -> None:
    mtn.lose = lose
    first = pay()
    assert first.state is PaymentState.CREATED
    again = pay(key=first.key, group=first.group_key)
    assert (again.state, len(mtn.payments)) == (PaymentState.PENDING, 1)


def test_a_request_that_never_arrived_is_declined(mtn: MomoEmulator) -> None:
    mtn.lose = "before"
    assert services.ask(pay().id, now=NOW + timedelta(minutes=3)).reason == "not_received"


def test_a_token_is_asked_for_once_and_again_when_it_is_refused(mtn: MomoEmulator) -> None:
    pay()
    pay()
    assert mtn.tokens_given == 1
    mtn.drop_tokens()
    assert pay().state is PaymentState.PENDING
    assert mtn.tokens_given == 2


def test_a_token_that_ends_soon_is_not_kept(mtn: MomoEmulator) -> None:
    mtn.expires_in = 59
    pay()
    pay()
    assert mtn.tokens_given == 2


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_mtn_out_of_order_leaves_the_payment_open(mtn: MomoEmulator, status: int) -> None:
    mtn.status = status
    payment = pay()
    assert payment.state is PaymentState.CREATED
    with pytest.raises(ProviderUnreachable):
        services.ask(payment.id, now=NOW)
    mtn.status = 0
    assert Payment.objects.get(id=payment.id).ask_at == NOW + timedelta(minutes=1)


def test_a_refund_goes_to_the_phone_that_paid_and_moves_money_once(mtn: MomoEmulator) -> None:
    payment = paid(mtn)
    assert payment.state is PaymentState.SUCCEEDED
    services.refund(payment.id, Money(5_000, "RWF"), uuid5(payment.key, "part"), NOW)
    refund = Refund.objects.get()
    mtn.lose = "after"
    with pytest.raises(ProviderUnreachable):
        services.send_refund(refund.id, now=NOW)
    services.send_refund(refund.id, now=NOW)
    assert [r.state for r in queries.refunds_of(payment.id)] == ["sent"]
    (transfer,) = mtn.transfers.values()
    assert (transfer["amount"], transfer["payee"]["partyId"]) == ("5000", "250788123456")


def test_a_refund_counts_only_when_it_arrived(mtn: MomoEmulator) -> None:
    payment = paid(mtn)
    services.refund(payment.id, PRICE, uuid4(), NOW)
    refund, mtn.transfers_wait = Refund.objects.get(), True
    with pytest.raises(ProviderUnreachable, match="not decided"):
        services.send_refund(refund.id, now=NOW)
    for transfer in mtn.transfers.values():
        transfer |= {"status": "FAILED", "reason": {"code": "PAYEE_NOT_ALLOWED_TO_RECEIVE", "message": "limit"}}
    services.send_refund(refund.id, now=NOW)
    refund.refresh_from_db()
    assert (refund.state, refund.reason) == ("manual", "payee_not_allowed_to_receive")
    assert [one.failed for one in queries.manual_refunds()] == ["payee_not_allowed_to_receive"]


def test_another_amount_than_was_asked_for_is_kept_apart(mtn: MomoEmulator) -> None:
    payment = pay()
    mtn.approve(payment.provider_reference)["amount"] = "1"
    body = json.dumps({"externalId": str(payment.key)}).encode()
    assert services.receive_webhook("momo", body, {}, now=NOW) == "wrong_amount"


def test_nobody_at_home_is_unreachable_and_other_schemes_are_not_opened() -> None:
    with pytest.raises(ProviderUnreachable):
        ask("GET", "http://127.0.0.1:1/", {}, timeout_s=1)
    with pytest.raises(ProviderUnreachable, match="no web address"):
        ask("GET", "file:///etc/passwd", {})
