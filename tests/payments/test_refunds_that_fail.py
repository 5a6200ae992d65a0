"""A refund that did not reach the buyer: its money is booked, owed to her, and sent in another way. Never lost."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.ledger import queries as ledger
from karum.ledger.domain import AccountKey, Purpose
from karum.money import Money
from karum.parties import services as parties
from karum.payments import queries, services, tasks
from karum.payments.domain import Card, Instrument, PaymentRecord, PaymentState
from karum.payments.models import Refund, WebhookReceipt
from karum.payments.providers import BadWebhook, sandbox, stripe_cards
from karum.payments.queries.statements import bank_entry, entries_to_decide
from karum.payments.services.bank_queue import Decision, decide_entry
from karum.payments.services.statements import load_statement
from karum.reports.queries.watch import anomalies
from karum.runtime import events
from karum.runtime.settings import Settings
from tests.banking.files import OWN, camt053, entry
from tests.emulators.stripe import SECRET, SIGNING, StripeEmulator

NOW = datetime.now(UTC).replace(microsecond=0)
PRICE = Money(4_250, "EUR")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))


def net(purpose: Purpose) -> int:
    return ledger.balance(AccountKey(0, purpose, "EUR")).net.minor


def refunded(ending: str = "5126", amount: Money = PRICE) -> Refund:
    """A sandbox payment of which ``amount`` was given back; the provider took the refund on."""
    payment = services.start(
        key=uuid4(),
        group_key=uuid4(),
        amount=PRICE,
        instrument=Instrument("card", card=Card(f"400000000000{ending}", 12, 2030)),
        now=NOW,
    )
    assert payment.is_paid
    services.refund(payment.id, amount, uuid4(), NOW)
    row = Refund.objects.get()
    services.send_refund(row.id, now=NOW)
    row.refresh_from_db()
    return row


def fails(row: Refund, key: UUID | None = None, event_id: str = "") -> str:
    amount = Money(row.amount_minor, "EUR")
    body, headers = sandbox.refund_webhook(key or row.key, amount, now=NOW, event_id=event_id)
    return services.receive_webhook("sandbox", body, headers, now=NOW)


def test_the_sandbox_says_later_that_a_refund_failed_and_it_waits_for_the_operator() -> None:
    row = refunded()
    assert row.state == "sent"
    job = ProcrastinateJob.objects.get(task_name="payments.sandbox_refund_fails")
    for _ in "twice":
        tasks.sandbox_refund_fails(**job.args)
    row.refresh_from_db()
    assert (row.state, row.reason, row.in_suspense, row.sent_at) == ("manual", "expired_or_canceled_card", True, None)
    assert (net(Purpose.CLEARING), net(Purpose.SUSPENSE)) == (4_250, 4_250)
    (waiting,) = queries.manual_refunds()
    assert (waiting.amount, waiting.failed) == (PRICE, "expired_or_canceled_card")
    assert queries.failed_refunds() == {"EUR": PRICE}
    assert [a.kind for a in anomalies(NOW)] == ["refunds_failed"]


def test_the_same_news_under_other_names_and_after_it_was_paid_moves_nothing() -> None:
    row = refunded()
    assert [fails(row, event_id=name) for name in ("a", "a", "b")] == ["applied", "repeated", "no_change"]
    assert services.refund_transferred(row.key, "bank-1", now=NOW)
    assert fails(row, event_id="c") == "no_change"
    row.refresh_from_db()
    assert (row.state, row.provider_reference) == ("sent", "bank-1")
    assert net(Purpose.SUSPENSE) == 4_250, "only a statement books what the bank paid"


def test_a_refund_is_heard_to_have_failed_before_its_own_answer_came() -> None:
    row = refunded()
    Refund.objects.filter(id=row.id).update(state="requested", sent_at=None)
    assert fails(row) == "applied"
    services.send_refund(row.id, now=NOW)
    row.refresh_from_db()
    assert (row.state, len(row.tried)) == ("manual", 1)


def test_news_of_another_amount_or_of_no_refund_is_kept_apart() -> None:
    row = refunded()
    body, headers = sandbox.refund_webhook(row.key, Money(1, "EUR"), now=NOW)
    assert services.receive_webhook("sandbox", body, headers, now=NOW) == "wrong_amount"
    body, headers = sandbox.refund_webhook(uuid4(), PRICE, now=NOW)
    assert services.receive_webhook("sandbox", body, headers, now=NOW) == "unknown_payment"
    assert len(queries.odd_webhooks()) == 2
    assert net(Purpose.SUSPENSE) == 0
    with pytest.raises(BadWebhook):
        services.receive_webhook("sandbox", body, {}, now=NOW)


def test_the_provider_is_asked_again_with_another_key() -> None:
    row = refunded("1976")  # this card's refunds are taken
    fails(row)
    assert services.try_refund_again(row.key, now=NOW)
    assert not services.try_refund_again(row.key, now=NOW)
    assert (net(Purpose.CLEARING), net(Purpose.SUSPENSE)) == (0, 0)
    sandbox.SandboxMove.objects.filter(is_refund=True).update(state="declined")  # the first did not arrive
    services.send_refund(row.id, now=NOW)
    row.refresh_from_db()
    assert (row.state, row.tries, row.in_suspense) == ("sent", 1, False)
    assert sandbox.SandboxMove.objects.filter(is_refund=True).count() == 2
    assert fails(row, event_id="late, of the first try") == "no_change"
    second = sandbox.SandboxMove.objects.filter(is_refund=True).latest("id").key
    assert fails(row, second, "of the second try") == "applied"
    row.refresh_from_db()
    assert [one["try"] for one in row.tried] == [0, 1]
    assert (net(Purpose.CLEARING), net(Purpose.SUSPENSE)) == (4_250, 4_250)


def test_what_the_provider_refuses_at_once_is_not_lost_from_sight() -> None:
    payment = services.start(
        key=uuid4(),
        group_key=uuid4(),
        amount=PRICE,
        instrument=Instrument("card", card=Card("4242424242424242", 12, 2030)),
        now=NOW,
    )
    sandbox.Sandbox().refund(uuid4(), payment.provider_reference, PRICE)  # by hand, on the provider's own page
    services.refund(payment.id, PRICE, uuid4(), NOW)
    services.send_refund(Refund.objects.get().id, now=NOW)
    (waiting,) = queries.manual_refunds()
    assert waiting.failed == "too_much"
    assert net(Purpose.SUSPENSE) == 4_250


def test_a_surplus_that_came_again_goes_back_in_the_end() -> None:
    group, card = uuid4(), Card("4000000000009995", 12, 2030)
    late = services.start(key=uuid4(), group_key=group, amount=PRICE, instrument=Instrument("card", card=card), now=NOW)
    services.expire(group, now=NOW)
    body, headers = sandbox.webhook(late.key, sandbox.Happening.SUCCEEDED, PRICE, now=NOW)
    services.receive_webhook("sandbox", body, headers, now=NOW)
    row = Refund.objects.get()
    services.send_refund(row.id, now=NOW)
    assert queries.payment(late.id).state is PaymentState.RETURNED
    assert fails(row) == "applied"
    found = queries.payment(late.id)
    assert (found.state, found.refunded, Refund.objects.count()) == (PaymentState.SURPLUS, PRICE, 1)
    assert services.refund_transferred(row.key, "bank-1", now=NOW)
    assert queries.payment(late.id).state is PaymentState.RETURNED


def test_the_hubs_transfer_of_a_failed_refund_is_matched_and_nothing_stays_in_suspense() -> None:
    details = services.BankDetails("Karum", "DE", "EUR", iban=OWN, bank_code="COBADEFFXXX")
    assert services.save_bank_account(0, details, now=NOW) == {}
    row = refunded()
    fails(row)
    load_statement(camt053(entry("42.50", "DBIT", "E1", words="refund")), "s.xml", now=NOW, actor_id=None)
    (out,) = entries_to_decide()
    card = bank_entry(out.id)
    assert card is not None
    (candidate,) = card.candidates
    who = parties.create_person("a@hub.example", "A", is_operator=True).pk
    target = f"{candidate.kind}:{candidate.key}"
    assert decide_entry(out.id, Decision.MATCH, target=target, note="to her account", person_id=who, now=NOW) is None
    assert (net(Purpose.CLEARING), net(Purpose.SUSPENSE), net(Purpose.BANK)) == (4_250, 0, -4_250)
    assert queries.failed_refunds() == {}
    assert not services.try_refund_again(row.key, now=NOW)


def test_the_operator_sees_why_and_asks_again(client: Client) -> None:
    row = refunded()
    fails(row)
    client.force_login(parties.create_person("o@hub.example", "O", is_operator=True))
    assert "expired_or_canceled_card" in client.get("/hub/money-in").content.decode()
    assert client.post("/hub/money-in/refund/again", {"refund": str(row.key)}).status_code == 302
    row.refresh_from_db()
    assert row.state == "requested"
    client.force_login(parties.create_person("b@hub.example", "B"))
    assert client.post("/hub/money-in/refund/again", {"refund": str(row.key)}).status_code in (403, 404)


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeEmulator]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with StripeEmulator() as emulator:
        knobs = Settings(stripe_secret_key=SECRET, stripe_webhook_secret=SIGNING, stripe_api_base=emulator.url)
        monkeypatch.setattr(stripe_cards, "settings", lambda: knobs)
        yield emulator


def tell(stripe: StripeEmulator, kind: str, what: dict[str, object]) -> str:
    body, headers = stripe.event(kind, what, at=int(NOW.timestamp()))
    return services.receive_webhook("stripe", body, headers, now=NOW)


def by_stripe(stripe: StripeEmulator) -> tuple[PaymentRecord, Refund]:
    payment = services.start(
        key=uuid4(), group_key=uuid4(), amount=PRICE, instrument=Instrument("card"), now=NOW, provider_code="stripe"
    )
    tell(stripe, "checkout.session.completed", stripe.pay(payment.provider_reference))
    services.refund(payment.id, PRICE, uuid4(), NOW)
    row = Refund.objects.get()
    services.send_refund(row.id, now=NOW)
    row.refresh_from_db()
    return payment, row


def test_stripe_tells_of_a_failed_refund_under_three_names_and_it_is_booked_once(stripe: StripeEmulator) -> None:
    _, row = by_stripe(stripe)
    what = stripe.refunds[row.provider_reference]
    assert tell(stripe, "refund.updated", what) == "ignored", "it is well"
    what |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    kinds = ("charge.refund.updated", "refund.failed", "refund.updated")
    assert [tell(stripe, kind, what) for kind in kinds] == ["applied", "no_change", "no_change"]
    (waiting,) = queries.manual_refunds()
    assert waiting.failed == "lost_or_stolen_card"
    assert (net(Purpose.CLEARING), net(Purpose.SUSPENSE)) == (4_250, 4_250)
    assert services.try_refund_again(row.key, now=NOW)
    stripe.forget_keys()
    services.send_refund(row.id, now=NOW)
    assert len(stripe.refunds) == 2, "a new refund, because the first did not arrive"


def test_a_refund_by_hand_on_stripes_page_is_nobodys_here(stripe: StripeEmulator) -> None:
    _, row = by_stripe(stripe)
    what = stripe.refunds[row.provider_reference] | {"metadata": {}, "status": "failed"}
    assert tell(stripe, "refund.failed", what) == "ignored"
    assert WebhookReceipt.objects.filter(happening="refund_failed").count() == 0


def test_a_hub_without_a_secret_takes_no_message_that_is_signed_with_nothing(
    stripe: StripeEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    import stripe as library

    body, _ = stripe.event("refund.failed", {}, at=int(NOW.timestamp()))
    header = library.WebhookSignature.generate_signature_header(body.decode(), "", timestamp=int(NOW.timestamp()))
    monkeypatch.setattr(stripe_cards, "settings", lambda: Settings())
    with pytest.raises(BadWebhook, match="takes no messages"):
        services.receive_webhook("stripe", body, {"Stripe-Signature": header}, now=NOW)


def test_old_news_is_refused() -> None:
    row = refunded()
    body, headers = sandbox.refund_webhook(row.key, PRICE, now=NOW - timedelta(minutes=6))
    with pytest.raises(BadWebhook, match="300 seconds"):
        services.receive_webhook("sandbox", body, headers, now=NOW)
