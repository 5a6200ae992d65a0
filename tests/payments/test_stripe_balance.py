"""Stripe's balance transactions and payouts, over HTTP: fees, settlements, statements, and what is not ours."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from karum.ledger import queries as ledger
from karum.ledger import services as ledger_writes
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.payments import queries, services, tasks
from karum.payments.domain import Instrument, PaymentRecord
from karum.payments.domain.matching import EntryKind
from karum.payments.models import BankEntry, ProviderMove, ProviderSettlement, Refund
from karum.payments.providers import ProviderUnreachable, stripe_balance, stripe_cards
from karum.payments.queries.reconcile import reconciliation
from karum.payments.services.statements import load_statement
from karum.payments.services.stripe_balance import read_balance
from karum.reports.queries.watch import anomalies
from karum.runtime import events
from karum.runtime.settings import Settings
from tests.banking.files import OWN, camt053, entry
from tests.emulators.stripe import SECRET, SIGNING, StripeEmulator

NOW = datetime.now(UTC).replace(microsecond=0)
PRICE = Money(10_000, "EUR")
FEE = 25 + 150
pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeEmulator]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(events, "_subscribers", defaultdict(list))
    with StripeEmulator() as emulator:
        knobs = Settings(stripe_secret_key=SECRET, stripe_webhook_secret=SIGNING, stripe_api_base=emulator.url)
        monkeypatch.setattr(stripe_cards, "settings", lambda: knobs)
        monkeypatch.setattr(tasks, "settings", lambda: knobs)
        yield emulator


def sold(stripe: StripeEmulator, amount: Money = PRICE) -> PaymentRecord:
    """A payment by card, and the books of its order: CLEARING -> ESCROW."""
    payment = services.start(
        key=uuid4(), group_key=uuid4(), amount=amount, instrument=Instrument("card"), now=NOW, provider_code="stripe"
    )
    body, headers = stripe.event(
        "checkout.session.completed", stripe.pay(payment.provider_reference), at=int(NOW.timestamp())
    )
    services.receive_webhook("stripe", body, headers, now=NOW)
    ledger_writes.post([Entry(uuid4(), 7, Purpose.CLEARING, Purpose.ESCROW, amount, "sale")], now=NOW)
    return queries.payment(payment.id)


def net(purpose: Purpose, currency: str = "EUR") -> int:
    """Over all books."""
    return sum(b.net.minor for b in ledger.balances() if (b.key.purpose, b.key.currency) == (purpose, currency))


def owed_by(stripe: StripeEmulator) -> int:
    """What Stripe itself says that it holds for the hub."""
    return sum(line["net"] for line in stripe.balance)


def odd() -> list[str]:
    return [why for _reference, why, _amount in queries.odd_moves()]


def test_fees_are_booked_and_clearing_is_what_stripe_holds(stripe: StripeEmulator) -> None:
    for _ in range(2):
        sold(stripe)
    assert [read_balance(now=NOW) for _ in range(2)] == [2, 0]
    assert net(Purpose.CHARGES) == 2 * FEE
    assert net(Purpose.CLEARING) == owed_by(stripe) == 20_000 - 2 * FEE
    assert odd() == []
    stripe.book("stripe_fee", -300, 0)
    stripe.book("stripe_fee", 40, 0)  # Stripe gives some back
    read_balance(now=NOW)
    assert net(Purpose.CHARGES) == 2 * FEE + 260
    assert net(Purpose.CLEARING) == owed_by(stripe)
    assert ledger.wrong_balances() == []


def test_a_payout_is_announced_and_seen_on_the_statement(stripe: StripeEmulator) -> None:
    details = services.BankDetails("Karum", "DE", "EUR", iban=OWN, bank_code="COBADEFFXXX")
    assert services.save_bank_account(0, details, now=NOW) == {}
    sold(stripe)
    payout = stripe.pay_out(trace="TRACE-0815")
    read_balance(now=NOW)
    row = ProviderSettlement.objects.get()
    assert (row.reference, row.net_minor, row.trace) == (payout["id"], 10_000 - FEE, "TRACE-0815")
    assert (net(Purpose.CLEARING), net(Purpose.BANK)) == (0, 10_000 - FEE) == (owed_by(stripe), 9_825)
    assert [item.kind for one in reconciliation() for item in one.items] == ["settlement"]
    load_statement(camt053(entry("98.25", "CRDT", "E1", words="TRACE0815")), "s.xml", now=NOW, actor_id=None)
    assert BankEntry.objects.get().kind == EntryKind.SETTLEMENT
    assert net(Purpose.BANK) == 9_825, "it is not booked twice"
    assert [one.is_explained for one in reconciliation()] == [True]


@pytest.mark.parametrize(("name", "kind"), [("STRIPE PAYMENTS EUROPE", EntryKind.SETTLEMENT), ("Somebody", "")])
def test_without_a_reference_the_providers_name_and_the_amount_say_it(
    stripe: StripeEmulator, name: str, kind: str
) -> None:
    details = services.BankDetails("Karum", "DE", "EUR", iban=OWN, bank_code="COBADEFFXXX")
    assert services.save_bank_account(0, details, now=NOW) == {}
    sold(stripe)
    stripe.pay_out()
    read_balance(now=NOW)
    ProviderSettlement.objects.update(settled_at=datetime(2026, 11, 19, tzinfo=UTC))
    load_statement(camt053(entry("98.25", "CRDT", "E1", name=name)), "s.xml", now=NOW, actor_id=None)
    assert BankEntry.objects.get().kind == kind


def test_of_two_payouts_of_one_amount_a_person_chooses(stripe: StripeEmulator) -> None:
    details = services.BankDetails("Karum", "DE", "EUR", iban=OWN, bank_code="COBADEFFXXX")
    assert services.save_bank_account(0, details, now=NOW) == {}
    for name in ("po_one", "po_two"):
        services.settled("stripe", PRICE, Money(0, "EUR"), PRICE, name, datetime(2026, 11, 19, tzinfo=UTC))
    load_statement(camt053(entry("100.00", "CRDT", "E1", name="Stripe")), "s.xml", now=NOW, actor_id=None)
    assert BankEntry.objects.get().state == "open"


def test_a_payout_that_failed_is_with_stripe_again(stripe: StripeEmulator) -> None:
    sold(stripe)
    payout = stripe.pay_out()
    read_balance(now=NOW)
    stripe.book("payout_failure", payout["amount"], 0, payout)
    for _ in range(2):
        read_balance(now=NOW)
    assert (net(Purpose.CLEARING), net(Purpose.BANK)) == (9_825, 0) == (owed_by(stripe), 0)
    assert [one.items for one in reconciliation()] in ([], [[]])
    stripe.book("payout_failure", 5, 0, {"id": "po_nobody", "currency": "eur"})
    read_balance(now=NOW)
    assert odd() == ["unknown_payout"]


def test_refunds_and_their_failures_are_known_even_if_the_message_was_lost(stripe: StripeEmulator) -> None:
    payment = sold(stripe)
    services.refund(payment.id, Money(4_000, "EUR"), uuid4(), NOW)
    row = Refund.objects.get()
    ledger_writes.post([Entry(uuid4(), 7, Purpose.ESCROW, Purpose.CLEARING, Money(4_000, "EUR"), "refund")], now=NOW)
    services.send_refund(row.id, now=NOW)
    read_balance(now=NOW)
    assert (odd(), net(Purpose.CLEARING)) == ([], owed_by(stripe))
    row.refresh_from_db()
    stripe.book("refund_failure", 4_000, 0, stripe.refunds[row.provider_reference])
    read_balance(now=NOW)
    row.refresh_from_db()
    assert (row.state, row.reason, odd()) == ("manual", "refund_failure", [])
    assert net(Purpose.CLEARING) == owed_by(stripe)
    assert net(Purpose.SUSPENSE) == 4_000


def test_what_is_not_ours_is_shown_and_the_fee_booked_all_the_same(stripe: StripeEmulator) -> None:
    stripe.book("charge", 700, 30, {"id": "ch_other", "amount": 700, "currency": "eur", "metadata": {}})
    stripe.book("refund", -700, 0, {"id": "re_other", "amount": 700, "currency": "eur", "metadata": {}})
    stripe.book("adjustment", -500, 1_500, {"id": "dp_other", "amount": 500, "currency": "eur"})
    stripe.book("topup", 5, 0)
    assert read_balance(now=NOW) == 4
    assert sorted(odd()) == ["unknown_charge", "unknown_chargeback", "unknown_kind", "unknown_refund"]
    assert net(Purpose.CHARGES) == 1_530
    assert {one.kind for one in anomalies(NOW)} == {"provider_move"}


def test_a_charge_of_another_amount_or_that_is_not_paid_here_is_shown(stripe: StripeEmulator) -> None:
    payment = sold(stripe)
    stripe.balance[-1]["amount"] = 9_999
    waiting = services.start(
        key=uuid4(), group_key=uuid4(), amount=PRICE, instrument=Instrument("card"), now=NOW, provider_code="stripe"
    )
    stripe.pay(waiting.provider_reference)  # and the message is lost
    read_balance(now=NOW)
    assert sorted(odd()) == ["not_paid_here", "other_amount"]
    assert payment.is_paid


def test_money_that_stripe_changed_closes_one_clearing_and_opens_the_other(stripe: StripeEmulator) -> None:
    sold(stripe, Money(10_000, "USD"))
    line = stripe.balance[-1]
    line |= {"currency": "eur", "amount": 9_000, "fee": 160, "net": 8_840}
    read_balance(now=NOW)
    assert odd() == []
    assert (net(Purpose.CLEARING, "USD"), net(Purpose.CLEARING)) == (0, 8_840)
    assert (net(Purpose.FX, "USD"), net(Purpose.FX)) == (-10_000, 9_000)
    assert ledger.unbalanced_currencies() == []


def test_many_lines_are_read_page_by_page_and_one_that_fails_leaves_nothing(
    stripe: StripeEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(7):
        stripe.book("stripe_fee", -10, 0)
    monkeypatch.setattr(stripe_balance, "PAGE", 3)
    stripe.status = 503
    with pytest.raises(ProviderUnreachable):
        read_balance(now=NOW)
    tasks.stripe_balance(0)
    stripe.status = 200
    tasks.stripe_balance(0)
    assert (ProviderMove.objects.count(), net(Purpose.CHARGES)) == (7, 70)
    stripe.book("stripe_fee", -10, 0)["created"] = int((NOW - timedelta(hours=3)).timestamp())
    assert read_balance(now=NOW) == 1, "a line that could be read only later"
