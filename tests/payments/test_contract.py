"""What every provider must do, tried with each: the same questions to sandbox, Stripe, mobile money, bank and cash."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID, uuid4

import pytest

from karum.ledger import queries as ledger
from karum.money import Money
from karum.payments import queries, services
from karum.payments.domain import Card, ChargebackState, Happening, Instrument, PaymentRecord, PaymentState
from karum.payments.models import Payment, Refund
from karum.payments.providers import BadWebhook, ProviderUnreachable, known, momo, sandbox, stripe_cards
from karum.payments.services import RefundRefused
from karum.runtime import events
from karum.runtime.settings import Settings
from tests.emulators import momo as mtn
from tests.emulators.stripe import SECRET, SIGNING, StripeEmulator

NOW = datetime.now(UTC).replace(microsecond=0)
AT = int(NOW.timestamp())
Message = tuple[bytes, dict[str, str]]
pytestmark = pytest.mark.django_db


class Rig(Protocol):
    """A provider and its other side. ``speaks``: it sends messages; ``signs``: they are signed."""

    code: str
    amount: Money
    speaks: bool
    signs: bool
    can_decline: bool

    def instrument(self) -> Instrument: ...

    def paid(self, payment: PaymentRecord) -> str:
        """The buyer pays and the hub hears of it; called again the same news comes again. What became of it."""

    def declined(self, payment: PaymentRecord) -> PaymentRecord: ...

    def given_back(self) -> list[int]:
        """What refunds moved at the provider, in minor units."""


class SandboxRig:
    code, amount, speaks, signs, can_decline = "sandbox", Money(4_250, "EUR"), True, True, True

    def instrument(self) -> Instrument:
        return Instrument("card", card=Card("4000000000009995", 12, 2030))

    def said(self, payment: PaymentRecord, happening: Happening, name: str = "1") -> Message:
        why = "card_declined" if happening is Happening.DECLINED else ""
        return sandbox.webhook(
            payment.key, happening, payment.amount, now=NOW, reason=why, event_id=f"{payment.key}{name}"
        )

    def paid(self, payment: PaymentRecord) -> str:
        sandbox.remember(payment.key, Happening.SUCCEEDED)
        body, headers = self.said(payment, Happening.SUCCEEDED)
        return services.receive_webhook(self.code, body, headers, now=NOW)

    def declined(self, payment: PaymentRecord) -> PaymentRecord:
        body, headers = self.said(payment, Happening.DECLINED, "2")
        services.receive_webhook(self.code, body, headers, now=NOW)
        return queries.payment(payment.id)

    def given_back(self) -> list[int]:
        rows = sandbox.SandboxMove.objects.filter(is_refund=True, state="succeeded").order_by("id")
        return list(rows.values_list("amount_minor", flat=True))


class StripeRig:
    code, amount, speaks, signs, can_decline = "stripe", Money(4_250, "EUR"), True, True, True

    def __init__(self, emulator: StripeEmulator) -> None:
        self.emulator = emulator
        self.events: dict[UUID, Message] = {}

    def instrument(self) -> Instrument:
        return Instrument("card")

    def message(self, payment: PaymentRecord) -> Message:
        """The buyer fills in Stripe's page, once; what Stripe says of it."""
        if payment.key not in self.events:
            session = self.emulator.pay(payment.provider_reference)
            self.events[payment.key] = self.emulator.event("checkout.session.completed", session, at=AT)
        return self.events[payment.key]

    def paid(self, payment: PaymentRecord) -> str:
        body, headers = self.message(payment)
        return services.receive_webhook(self.code, body, headers, now=NOW)

    def declined(self, payment: PaymentRecord) -> PaymentRecord:
        session = next(
            one for one in self.emulator.sessions.values() if one["metadata"]["karum_key"] == str(payment.key)
        )
        body, headers = self.emulator.event("checkout.session.async_payment_failed", session, at=AT)
        services.receive_webhook(self.code, body, headers, now=NOW)
        return queries.payment(payment.id)

    def given_back(self) -> list[int]:
        return [one["amount"] for one in self.emulator.refunds.values()]


class MomoRig:
    code, amount, speaks, signs, can_decline = "momo", Money(25_000, "RWF"), True, False, True

    def __init__(self, emulator: mtn.MomoEmulator) -> None:
        self.emulator = emulator

    def instrument(self) -> Instrument:
        return Instrument("mobile_money", phone="+250788123456")

    def paid(self, payment: PaymentRecord) -> str:
        said = self.emulator.approve(payment.provider_reference)
        return services.receive_webhook(self.code, json.dumps(said).encode(), {}, now=NOW)

    def declined(self, payment: PaymentRecord) -> PaymentRecord:
        reference = momo.reference_of(payment.key)
        said = self.emulator.payments[reference]
        if said["status"] == "PENDING":
            said |= {"status": "FAILED", "reason": "APPROVAL_REJECTED"}
        forged = said | {"status": "FAILED"}
        services.receive_webhook(self.code, json.dumps(forged).encode(), {}, now=NOW)
        return queries.payment(payment.id)

    def given_back(self) -> list[int]:
        return [int(one["amount"]) for one in self.emulator.transfers.values() if one["status"] == "SUCCESSFUL"]


class BankRig:
    code, amount, speaks, signs, can_decline = "bank_transfer", Money(4_250, "EUR"), False, False, False

    def __init__(self) -> None:
        self.lines: dict[UUID, UUID] = {}

    def instrument(self) -> Instrument:
        return Instrument("bank_transfer")

    def paid(self, payment: PaymentRecord) -> str:
        line = self.lines.setdefault(payment.key, uuid4())
        result = services.bank_receipt(payment.provider_reference, payment.amount, NOW, line).result
        return {"paid": "applied", "surplus": "applied"}.get(result, result)

    def declined(self, payment: PaymentRecord) -> PaymentRecord:
        raise NotImplementedError

    def given_back(self) -> list[int]:
        """The hub transfers by hand; a refund that was told of as transferred has left."""
        return list(Refund.objects.filter(state="sent").order_by("id").values_list("amount_minor", flat=True))


class CashRig(BankRig):
    code = "cash"

    def instrument(self) -> Instrument:
        return Instrument("cash")

    def paid(self, payment: PaymentRecord) -> str:
        line = self.lines.setdefault(payment.key, uuid4())
        result = services.cash_collected(payment.key, payment.amount, "desk", key=line, at=NOW).result
        return {"paid": "applied", "surplus": "applied"}.get(result, result)


@pytest.fixture(autouse=True)
def _nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))


def stripe_rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeRig]:
    with StripeEmulator() as emulator:
        knobs = Settings(stripe_secret_key=SECRET, stripe_webhook_secret=SIGNING, stripe_api_base=emulator.url)
        monkeypatch.setattr(stripe_cards, "settings", lambda: knobs)
        monkeypatch.setattr(stripe_cards, "TIMEOUT_S", 1)
        yield StripeRig(emulator)  # type: ignore[arg-type]


def momo_rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[MomoRig]:
    with mtn.MomoEmulator() as emulator:
        knobs = Settings(
            momo_api_base=emulator.url,
            momo_environment="mtnrwanda",
            momo_country="RW",
            momo_currency="RWF",
            momo_user=mtn.USER,
            momo_key=mtn.KEY,
            momo_collection_key=mtn.SUBSCRIPTIONS["collection"],
            momo_disbursement_key=mtn.SUBSCRIPTIONS["disbursement"],
        )
        monkeypatch.setattr(momo, "settings", lambda: knobs)
        monkeypatch.setattr(momo, "_tokens", {})
        monkeypatch.setattr(momo, "ask", partial(momo.ask, timeout_s=1))
        yield MomoRig(emulator)  # type: ignore[arg-type]


RIGS: dict[str, Callable[[pytest.MonkeyPatch], Iterator[Any]]] = {
    "sandbox": lambda _: iter([SandboxRig()]),
    "stripe": stripe_rig,
    "momo": momo_rig,
    "bank_transfer": lambda _: iter([BankRig()]),
    "cash": lambda _: iter([CashRig()]),
}


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield from RIGS[request.param](monkeypatch)


def start(rig: Rig, *, group: UUID | None = None, key: UUID | None = None) -> PaymentRecord:
    return services.start(
        key=key or uuid4(),
        group_key=group or uuid4(),
        amount=rig.amount,
        instrument=rig.instrument(),
        now=NOW,
        provider_code=rig.code,
    )


def state(payment: PaymentRecord) -> PaymentState:
    return queries.payment(payment.id).state


def send_all() -> None:
    """What jobs, and for the hub's own transfers the operator, do."""
    for row in Refund.objects.order_by("id"):
        services.send_refund(row.id, now=NOW)
        services.refund_transferred(row.key, "by hand", now=NOW)


def test_the_list_of_providers_is_whole() -> None:
    assert set(RIGS) == set(known._KNOWN)


def test_it_waits_until_the_buyer_approves_and_is_paid_once(rig: Rig) -> None:
    payment = start(rig)
    assert payment.state is PaymentState.PENDING
    assert [rig.paid(payment) for _ in range(3)] == ["applied", "repeated", "repeated"]
    found = queries.payment(payment.id)
    assert (found.state, found.amount) == (PaymentState.SUCCEEDED, rig.amount)
    assert ledger.wrong_balances() == []


def test_the_same_key_asks_once(rig: Rig) -> None:
    first = start(rig)
    again = start(rig, key=first.key, group=first.group_key)
    assert (again.id, again.provider_reference, Payment.objects.count()) == (first.id, first.provider_reference, 1)


def test_a_no_is_a_no_and_another_attempt_pays(rig: Rig) -> None:
    if not rig.can_decline:
        pytest.skip("nobody declines money that the buyer brings herself")
    payment = start(rig)
    found = rig.declined(payment)
    assert (found.state, bool(found.reason)) == (PaymentState.DECLINED, True)
    second = start(rig, group=payment.group_key)
    assert rig.paid(second) == "applied"
    assert queries.payment_of(payment.group_key) == queries.payment(second.id)


def test_a_no_after_the_yes_changes_nothing(rig: Rig) -> None:
    if not rig.can_decline:
        pytest.skip("nobody declines money that the buyer brings herself")
    payment = start(rig)
    assert rig.paid(payment) == "applied"
    assert rig.declined(payment).state is PaymentState.SUCCEEDED


def test_money_that_comes_too_late_goes_back_whole_and_once(rig: Rig) -> None:
    payment = start(rig)
    assert services.expire(payment.group_key, now=NOW) == 1
    assert rig.paid(payment) == "applied"
    assert state(payment) is PaymentState.SURPLUS
    for _ in range(2):
        send_all()
    assert state(payment) is PaymentState.RETURNED
    assert rig.given_back() == [rig.amount.minor]


def test_of_two_payments_of_one_group_the_second_goes_back(rig: Rig) -> None:
    group = uuid4()
    one, two = start(rig, group=group), start(rig, group=group)
    assert [rig.paid(one), rig.paid(two)] == ["applied", "applied"]
    assert (state(one), state(two)) == (PaymentState.SUCCEEDED, PaymentState.SURPLUS)
    send_all()
    assert rig.given_back() == [rig.amount.minor]


def test_refunds_in_parts_are_the_whole_and_each_moves_once(rig: Rig) -> None:
    payment, part = start(rig), Money(rig.amount.minor // 3, rig.amount.currency)
    rig.paid(payment)
    for amount in (part, rig.amount - part):
        services.refund(payment.id, amount, uuid4(), NOW)
    for _ in range(2):
        send_all()
    assert rig.given_back() == [part.minor, (rig.amount - part).minor]
    assert state(payment) is PaymentState.REFUNDED
    assert isinstance(services.refund(payment.id, part, uuid4(), NOW), RefundRefused)


def test_a_message_that_was_lost_is_made_up_for_by_asking(rig: Rig) -> None:
    if not rig.speaks:
        pytest.skip("there is nobody to ask: the money comes, or it does not")
    payment = start(rig)
    if isinstance(rig, StripeRig):
        rig.message(payment)
    elif isinstance(rig, MomoRig):
        rig.emulator.approve(payment.provider_reference)
    else:
        sandbox.remember(payment.key, Happening.SUCCEEDED)
    assert services.ask(payment.id, now=NOW).state is PaymentState.SUCCEEDED
    assert rig.paid(payment) == "no_change", "the message comes after all"


UNREADABLE = [b"", b"[]", b"{}", b"null", b'"x"', b"\xff\xfe", b'{"externalId":7}', b'{"id":1,"type":[]}', b"{" * 9_999]


@pytest.mark.parametrize("body", UNREADABLE)
def test_what_cannot_be_read_is_refused(rig: Rig, body: bytes) -> None:
    headers = {
        sandbox.SIGNATURE_HEADER: sandbox.sign(body, sandbox._secret(), unix_s=AT),
        **({"Stripe-Signature": _stripe_signature(body)} if rig.code == "stripe" and body.isascii() else {}),
    }
    with pytest.raises(BadWebhook):
        services.receive_webhook(rig.code, body, headers, now=NOW)


def _stripe_signature(body: bytes) -> str:
    import stripe

    return str(stripe.WebhookSignature.generate_signature_header(body.decode(), SIGNING, timestamp=AT))


def test_what_is_not_signed_or_old_or_changed_is_refused(rig: Rig) -> None:
    if not rig.signs:
        pytest.skip("its messages are no proof: the provider is asked")
    payment = start(rig)
    if isinstance(rig, StripeRig):
        body, headers = rig.emulator.event(
            "checkout.session.completed", rig.emulator.pay(payment.provider_reference), at=AT
        )
    else:
        assert isinstance(rig, SandboxRig)
        body, headers = rig.said(payment, Happening.SUCCEEDED)
    later = NOW + timedelta(minutes=6)
    for wrong in (
        lambda: services.receive_webhook(rig.code, body, {}, now=NOW),
        lambda: services.receive_webhook(rig.code, body + b" ", headers, now=NOW),
        lambda: services.receive_webhook(rig.code, body, headers, now=later),
    ):
        with pytest.raises(BadWebhook):
            wrong()
    assert state(payment) is PaymentState.PENDING


def test_a_chargeback_is_written_down_and_what_it_took_cannot_be_refunded(rig: Rig) -> None:
    if rig.code not in ("sandbox", "stripe"):
        pytest.skip("money that was sent or brought cannot be charged back")
    payment = start(rig)
    rig.paid(payment)
    found = queries.payment(payment.id)
    if isinstance(rig, StripeRig):
        dispute = rig.emulator.dispute(found.provider_reference, "needs_response")
        body, headers = rig.emulator.event("charge.dispute.created", dispute, at=AT)
    else:
        body, headers = sandbox.webhook(payment.key, Happening.CHARGEBACK_OPENED, rig.amount, now=NOW)
    assert services.receive_webhook(rig.code, body, headers, now=NOW) == "applied"
    assert services.receive_webhook(rig.code, body, headers, now=NOW) == "repeated"
    (chargeback,) = queries.chargebacks(payment_id=payment.id)
    assert (chargeback.state, chargeback.amount) == (ChargebackState.OPENED, rig.amount)
    assert services.refund(payment.id, rig.amount, uuid4(), NOW) == RefundRefused(
        "too_much", Money.zero(rig.amount.currency)
    )


DOWN = {"500": 500, "503": 503, "429": 429, "401": 401}


@pytest.fixture(params=["stripe", "momo"])
def far(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Providers that are reached over the network."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield from RIGS[request.param](monkeypatch)


@pytest.mark.parametrize("how", [*DOWN, "reset before", "reset after", "slow"])
def test_a_provider_that_is_down_moves_nothing_twice(far: Any, how: str) -> None:
    """The first call fails in some way, the second finds it well again: one payment at the provider, one here."""
    well = 200 if far.code == "stripe" else 0
    if how in DOWN:
        far.emulator.status = DOWN[how]
    elif how == "slow":
        far.emulator.slow_s = 1.5
    else:
        far.emulator.lose = how.split()[1]
    first = start(far)
    assert first.is_open
    far.emulator.status, far.emulator.slow_s, far.emulator.lose = well, 0.0, ""
    again = start(far, key=first.key, group=first.group_key)
    assert (again.id, again.state) == (first.id, PaymentState.PENDING)
    made = far.emulator.sessions if far.code == "stripe" else far.emulator.payments
    assert len(made) == 1
    assert far.paid(queries.payment(first.id)) == "applied"


@pytest.mark.parametrize("how", [*DOWN, "reset before", "reset after", "slow"])
def test_a_refund_into_a_provider_that_is_down_moves_once(far: Any, how: str) -> None:
    well = 200 if far.code == "stripe" else 0
    payment = start(far)
    far.paid(payment)
    services.refund(payment.id, far.amount, uuid4(), NOW)
    row = Refund.objects.get()
    if how in DOWN:
        far.emulator.status = DOWN[how]
    elif how == "slow":
        far.emulator.slow_s = 1.5
    else:
        far.emulator.lose = how.split()[1]
    with pytest.raises(ProviderUnreachable):
        services.send_refund(row.id, now=NOW)
    assert [one.state for one in queries.refunds_of(payment.id)] == ["requested"]
    far.emulator.status, far.emulator.slow_s, far.emulator.lose = well, 0.0, ""
    for _ in range(2):
        services.send_refund(row.id, now=NOW)
    assert [one.state for one in queries.refunds_of(payment.id)] == ["sent"]
    assert far.given_back() == [far.amount.minor]
