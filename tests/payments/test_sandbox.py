"""Every behaviour of the sandbox, by its test card, through the whole of payments."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.money import Money
from karum.payments import providers, queries, services, tasks
from karum.payments.domain import Card, ChargebackState, Happening, Instrument, PaymentRecord, PaymentState
from karum.payments.domain.cards import luhn
from karum.payments.events import ChargebackChanged
from karum.payments.models import Chargeback, Payment, Refund, SandboxMove, WebhookReceipt
from karum.payments.providers import ProviderUnreachable, sandbox
from karum.payments.services import RefundRefused
from karum.runtime import events

PRICE = Money(4_250, "EUR")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what payments itself does."""
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))


def pay(ending: str, *, group: UUID | None = None, key: UUID | None = None) -> PaymentRecord:
    number = f"400000000000{ending}" if ending != "4242" else "4242424242424242"
    assert luhn(number), "a test card has a right check digit"
    instrument = Instrument("card", card=Card(number, 12, 2030))
    return services.start(
        key=key or uuid4(), group_key=group or uuid4(), amount=PRICE, instrument=instrument, now=timezone.now()
    )


def now_said() -> list[str]:
    """Do what the sandbox wants to say, in the order of its times; return what became of it."""
    results = []
    for job in ProcrastinateJob.objects.filter(task_name="payments.sandbox_confirms").order_by("scheduled_at", "id"):
        tasks.sandbox_confirms(**job.args)
        seen = WebhookReceipt.objects.get(event_id=job.args["event_id"])
        results.append(seen.result)
    return results


def state(payment: PaymentRecord) -> PaymentState:
    return queries.payment(payment.id).state


def test_every_card_of_the_table_is_in_the_manual_and_on_the_pay_page() -> None:
    endings = {line.split()[3] for line in (sandbox.__doc__ or "").splitlines() if line[:4].isdigit()}
    told = {*sandbox.SAYS_LATER, *sandbox.DECLINES, *sandbox.PENDING_AT_FIRST, "0119", "0127", "4242", "5126"}
    assert endings == told
    root = Path(providers.__file__).parents[4]
    manual = (root / "docs/reference/payment-providers.md").read_text()
    page = (root / "src/karum/payments/templates/payments/_test_cards.html").read_text()
    assert [e for e in sorted(endings) if e not in manual] == []
    assert [e for e in sorted(endings) if e not in page] == []


def test_an_answer_that_was_lost_is_asked_for() -> None:
    payment = pay("0119")
    assert payment.state is PaymentState.CREATED
    assert SandboxMove.objects.get(key=payment.key).state == "succeeded", "the money moved"
    assert ProcrastinateJob.objects.filter(task_name="payments.ask").count() == 1
    tasks.ask(payment.id)
    assert state(payment) is PaymentState.SUCCEEDED
    assert Payment.objects.get(id=payment.id).ask_at is None


def test_an_answer_that_was_lost_is_found_by_the_same_call_again() -> None:
    first = pay("0119")
    again = pay("0119", key=first.key, group=first.group_key)
    assert (again.id, again.state) == (first.id, PaymentState.SUCCEEDED)
    assert SandboxMove.objects.filter(key=first.key).count() == 1


def test_a_request_that_was_lost_is_declined_when_the_provider_never_heard_of_it() -> None:
    payment = pay("0127")
    assert payment.state is PaymentState.CREATED
    tasks.ask(payment.id)
    assert state(payment) is PaymentState.CREATED, "the request may still be on its way"
    found = services.ask(payment.id, now=payment.created_at + timedelta(minutes=3))
    assert (found.state, found.reason) == (PaymentState.DECLINED, "not_received")


def test_a_request_that_was_slow_on_its_way_is_found_though_it_was_declined_and_its_message_is_lost() -> None:
    payment = pay("0127")
    services.ask(payment.id, now=payment.created_at + timedelta(minutes=3))
    SandboxMove.objects.create(key=payment.key, amount_minor=PRICE.minor, currency="EUR", state="succeeded")
    Payment.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    tasks.janitor(0)
    assert state(payment) is PaymentState.SUCCEEDED


def test_after_a_day_a_request_that_never_arrived_is_asked_for_no_more() -> None:
    payment = pay("0127")
    services.ask(payment.id, now=payment.created_at + timedelta(minutes=3))
    assert Payment.objects.get().ask_at is not None
    services.ask(payment.id, now=payment.created_at + timedelta(hours=25))
    assert Payment.objects.get().ask_at is None


def test_a_lost_webhook_is_found_by_the_janitor() -> None:
    payment = pay("3220")
    sandbox.remember(payment.key, Happening.SUCCEEDED)  # and its message never arrives
    assert queries.to_ask(now=timezone.now(), limit=9) == []
    Payment.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    tasks.janitor(0)
    assert state(payment) is PaymentState.SUCCEEDED


def test_money_of_an_expired_payment_is_found_and_goes_back_though_no_webhook_came() -> None:
    payment = pay("9995")
    services.expire(payment.group_key, now=timezone.now())
    sandbox.remember(payment.key, Happening.SUCCEEDED)
    Payment.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    tasks.janitor(0)
    assert state(payment) is PaymentState.SURPLUS
    assert [r.amount for r in queries.refunds_of(payment.id)] == [PRICE]


def test_the_janitor_asks_less_often_as_time_goes_by_and_ends() -> None:
    payment = pay("9995")
    start = payment.created_at
    waits = []
    for minutes in (1, 60, 60 * 24):
        now = start + timedelta(minutes=minutes)
        services.ask(payment.id, now=now)
        asked = Payment.objects.get(id=payment.id).ask_at
        assert asked is not None
        waits.append((asked - now).total_seconds() / 60)
    assert waits == [1, 30, 360]
    services.ask(payment.id, now=start + timedelta(days=31))
    assert Payment.objects.get(id=payment.id).ask_at is None


def test_one_provider_that_does_not_answer_holds_no_other_payment_up(monkeypatch: pytest.MonkeyPatch) -> None:
    lost, other = pay("9995"), pay("0119")
    Payment.objects.update(ask_at=timezone.now() - timedelta(seconds=1))
    look = sandbox.Sandbox.look

    def silent(self: sandbox.Sandbox, key: UUID, reference: str) -> object:
        if key == lost.key:
            raise ProviderUnreachable("silent")
        return look(self, key, reference)

    monkeypatch.setattr(sandbox.Sandbox, "look", silent)
    tasks.janitor(0)
    assert (state(lost), state(other)) == (PaymentState.PENDING, PaymentState.SUCCEEDED)
    asked = Payment.objects.get(id=lost.id).ask_at
    assert asked is not None
    assert asked > timezone.now()


def test_a_refund_whose_answer_was_lost_moves_money_once() -> None:
    payment = pay("0119")
    tasks.ask(payment.id)
    services.refund(payment.id, PRICE, uuid4(), timezone.now())
    refund = Refund.objects.get()
    with pytest.raises(ProviderUnreachable):
        services.send_refund(refund.id, now=timezone.now())
    Refund.objects.update(created_at=timezone.now() - timedelta(days=1))
    tasks.janitor(0)
    assert [r.state for r in queries.refunds_of(payment.id)] == ["sent"]
    assert SandboxMove.objects.filter(is_refund=True).count() == 1


def test_a_refund_that_is_asked_for_twice_at_once_moves_money_once(monkeypatch: pytest.MonkeyPatch) -> None:
    payment, key, real = pay("4242"), uuid4(), sandbox.Sum

    def meanwhile(name: str) -> object:
        monkeypatch.setattr(sandbox, "Sum", real)
        assert sandbox.Sandbox().refund(key, sandbox.reference_of(payment.key), PRICE).reason == ""
        return real(name)

    monkeypatch.setattr(sandbox, "Sum", meanwhile)  # the other comes after this one looked and before it acts
    assert sandbox.Sandbox().refund(key, sandbox.reference_of(payment.key), PRICE).reason == ""
    assert SandboxMove.objects.filter(is_refund=True).count() == 1


def test_the_sandbox_gives_no_more_back_than_it_took() -> None:
    payment = pay("4242")
    one = sandbox.Sandbox().refund(uuid4(), payment.provider_reference, PRICE)
    two = sandbox.Sandbox().refund(uuid4(), payment.provider_reference, Money(1, "EUR"))
    assert (one.reason, two.reason) == ("", "too_much")


def test_a_message_that_comes_three_times_counts_once() -> None:
    payment = pay("0077")
    assert payment.state is PaymentState.PENDING
    assert now_said() == ["applied"] * 3, "one receipt, seen three times"
    assert WebhookReceipt.objects.filter(payment_key=payment.key).count() == 1
    assert state(payment) is PaymentState.SUCCEEDED


def test_messages_out_of_order_do_not_undo_a_success() -> None:
    payment = pay("0341")
    assert now_said() == ["applied", "no_change", "no_change"]
    assert state(payment) is PaymentState.SUCCEEDED


def test_a_chargeback_is_recorded_told_and_holds_refunds_back(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(events, "publish", told.append)
    payment = pay("0259")
    assert now_said() == ["applied"]
    found = queries.chargebacks(payment_id=payment.id)
    assert [(c.state, c.amount, c.reason) for c in found] == [(ChargebackState.OPENED, PRICE, "fraudulent")]
    assert found[0].reply_by is not None
    assert found[0].reply_by - found[0].opened_at > timedelta(days=17)
    assert ChargebackChanged(found[0].id) in told
    assert queries.chargeback(found[0].id) == found[0]
    assert state(payment) is PaymentState.SUCCEEDED, "the payment itself stays as it is"
    assert queries.payment(payment.id).refundable == Money.zero("EUR")
    refused = services.refund(payment.id, Money(1, "EUR"), uuid4(), timezone.now())
    assert refused == RefundRefused("too_much", Money.zero("EUR"))


def test_a_chargeback_that_is_won_frees_the_money() -> None:
    payment = pay("2685")
    assert now_said() == ["applied", "applied"]
    assert [c.state for c in queries.chargebacks()] == [ChargebackState.WON]
    assert queries.payment(payment.id).refundable == PRICE


def test_a_chargeback_is_lost_though_its_opening_is_heard_later() -> None:
    payment = pay("1976")
    assert now_said() == ["applied", "no_change"]
    assert [c.state for c in queries.chargebacks()] == [ChargebackState.LOST]
    assert queries.payment(payment.id).charged_back == PRICE


@pytest.mark.parametrize("amount", [Money(4_251, "EUR"), Money(4_250, "USD"), Money(0, "EUR")])
def test_a_chargeback_of_another_amount_than_can_be_is_kept_apart(amount: Money) -> None:
    payment = pay("4242")
    now = datetime.now(UTC)
    body, headers = sandbox.webhook(payment.key, Happening.CHARGEBACK_OPENED, amount, now=now)
    assert services.receive_webhook("sandbox", body, headers, now=now) == "wrong_amount"
    assert not Chargeback.objects.exists()
    assert len(queries.odd_webhooks()) == 1


def test_the_sandbox_is_offered_in_demo_mode_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from karum.runtime.settings import Settings

    assert [m.provider for m in queries.methods("DE", "EUR", PRICE)] == ["sandbox"]
    monkeypatch.setattr(sandbox, "settings", lambda: Settings(demo=False))
    assert queries.methods("DE", "EUR", PRICE) == []
