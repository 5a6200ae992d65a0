"""Refunds: promised in the caller's transaction, sent by a job."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.payments.domain import Happening, PaymentState, RefundFailed, RefundRecord
from karum.payments.domain.states import REFUNDABLE
from karum.payments.models import Payment, Refund
from karum.payments.providers.known import provider
from karum.payments.queries.payments import refund_record
from karum.payments.services.changes import change, lock_group, promise_refund


@dataclass(frozen=True, slots=True)
class RefundRefused:
    """``reason``: not_paid, wrong_currency, too_much or key_reused; ``refundable`` is what could still go back."""

    reason: str
    refundable: Money


@transaction.atomic
def refund(payment_id: int, amount: Money, key: UUID, now: datetime) -> RefundRecord | RefundRefused:
    """Promise ``amount`` back to the buyer; the provider is told after the commit.

    Idempotent by ``key``. The parts can never be more than the whole: a constraint holds it too. What an open or lost
    chargeback took is not sent a second time.
    """
    payment = Payment.objects.get(id=payment_id)
    group = lock_group(payment.group_key)
    payment = next(p for p in group if p.id == payment_id)
    left = Money(max(0, payment.amount_minor - payment.refunded_minor - payment.charged_back_minor), payment.currency)
    known = Refund.objects.filter(key=key).first()
    if known:
        same = (known.payment_id, known.amount_minor, payment.currency) == (payment_id, amount.minor, amount.currency)
        return refund_record(known, payment.currency) if same else RefundRefused("key_reused", left)
    if payment.state not in REFUNDABLE:
        return RefundRefused("not_paid", Money.zero(payment.currency))
    if amount.currency != payment.currency:
        return RefundRefused("wrong_currency", left)
    if not 0 < amount.minor <= left.minor:
        return RefundRefused("too_much", left)
    payment.refunded_minor += amount.minor
    whole = payment.refunded_minor == payment.amount_minor
    changed = change(payment, group, Happening.REFUNDED_WHOLLY if whole else Happening.REFUNDED_PARTLY, now=now)
    assert changed, "a refundable payment can be refunded"
    return refund_record(promise_refund(payment, amount.minor, key, now=now), payment.currency)


@transaction.atomic
def refund_extra(payment_id: int, amount: Money, key: UUID, *, now: datetime) -> RefundRecord:
    """Promise back what the provider holds for a payment beyond what its orders need: a chargeback that was won when
    its order was over. No part of what the payment counts as refunded. Idempotent by ``key``."""
    payment = Payment.objects.get(id=payment_id)
    lock_group(payment.group_key)
    assert amount.currency == payment.currency, "a payment has one currency"
    known = Refund.objects.filter(key=key).first()
    row = known or promise_refund(payment, amount.minor, key, now=now, extra=True)
    return refund_record(row, payment.currency)


def send_refund(refund_id: int, *, now: datetime) -> None:
    """Tell the provider of a promised refund. Safe to repeat; raises ProviderUnreachable so that the job is retried.

    One that the provider refuses waits for the operator: see ``refund_failed``.
    """
    row = Refund.objects.select_related("payment").get(id=refund_id)
    if row.state != "requested":
        return
    payment, asked = row.payment, row.tries
    amount = Money(row.amount_minor, payment.currency)
    answer = provider(payment.provider).refund(_key_of_try(row), payment.provider_reference, amount)
    with transaction.atomic():
        group = lock_group(payment.group_key)
        row = Refund.objects.select_for_update().get(id=refund_id)
        if row.state != "requested" or row.tries != asked:
            return
        row.provider_reference = answer.reference
        if answer.reason:
            _came_back(row, group, answer.reason, now=now)
            return
        row.state = "manual" if answer.manual else "sent"
        _sent(row, group, now=now)


@transaction.atomic
def refund_failed(provider_code: str, event: RefundFailed, *, now: datetime) -> str:
    """A refund did not reach the buyer: its money is booked as owed to her, and waits in the operator's queue.

    Returns applied, no_change (heard before, or of an earlier try), unknown_payment or wrong_amount.
    """
    row = _refund_named(provider_code, event)
    if row is None:
        return "unknown_payment"
    group = lock_group(row.payment.group_key)
    payment, row = row.payment, Refund.objects.select_for_update().get(id=row.id)
    if (event.amount.minor, event.amount.currency) != (row.amount_minor, payment.currency):
        return "wrong_amount"
    this_try = event.refund_key == _key_of_try(row) or event.reference == row.provider_reference
    told = any(one["try"] == row.tries for one in row.tried)
    if not this_try or told or row.state == "manual":
        return "no_change"
    row.provider_reference = event.reference
    _came_back(row, group, event.reason, now=now)
    return "applied"


@transaction.atomic
def try_refund_again(key: UUID, *, now: datetime) -> bool:
    """Ask the provider once more for a refund that it did not pay. False for one that does not wait for that."""
    row = Refund.objects.select_related("payment").filter(key=key).first()
    if row is None:
        return False
    lock_group(row.payment.group_key)
    payment, row = row.payment, Refund.objects.select_for_update().get(key=key)
    if row.state != "manual" or not row.in_suspense:
        return False
    amount = Money(row.amount_minor, payment.currency)
    ledger.post([_suspense(row, "again", Purpose.SUSPENSE, Purpose.CLEARING, amount)], now=now)
    row.tries, row.state, row.in_suspense = row.tries + 1, "requested", False
    row.provider_reference = row.reason = ""
    row.save()
    app.configure_task("payments.send_refund").defer(refund_id=row.id)
    return True


@transaction.atomic
def refund_transferred(key: UUID, reference: str, *, now: datetime) -> bool:
    """The hub's own transfer of a manual refund left its account: a statement or the operator says so.

    False when no such refund waits. ``reference`` is the bank's.
    """
    row = Refund.objects.select_related("payment").filter(key=key).first()
    if row is None:
        return False
    group = lock_group(row.payment.group_key)
    row = Refund.objects.select_for_update().get(key=key)
    if row.state != "manual":
        return False
    row.state, row.provider_reference = "sent", reference[:100]
    _sent(row, group, now=now)
    return True


def _came_back(row: Refund, group: list[Payment], reason: str, *, now: datetime) -> None:
    """The money is not with the buyer but the provider's debt to the hub again: owed to her until it is sent."""
    payment = next(p for p in group if p.id == row.payment_id)
    amount = Money(row.amount_minor, payment.currency)
    ledger.post([_suspense(row, "failed", Purpose.CLEARING, Purpose.SUSPENSE, amount)], now=now)
    row.tried = [
        *row.tried,
        {"try": row.tries, "reference": row.provider_reference, "reason": reason[:60], "at": now.isoformat()},
    ]
    row.state, row.reason, row.in_suspense, row.sent_at = "manual", reason[:60], True, None
    row.save()
    if payment.state == PaymentState.RETURNED:
        change(payment, group, Happening.REFUND_FAILED, now=now)


def _suspense(row: Refund, edge: str, debit: Purpose, credit: Purpose, amount: Money) -> Entry:
    return Entry(uuid5(row.key, f"{edge} {row.tries}"), 0, debit, credit, amount, f"refund {edge}")


def _key_of_try(row: Refund) -> UUID:
    """The provider answers a key it knows as it did before, so each new try has its own."""
    return uuid5(row.key, f"try {row.tries}") if row.tries else row.key


def _refund_named(provider_code: str, event: RefundFailed) -> Refund | None:
    """The refund of this try or of an earlier one."""
    mine = Refund.objects.select_related("payment").filter(payment__provider=provider_code)
    named = Q(key=event.refund_key)
    if event.reference:
        named |= Q(provider_reference=event.reference) | Q(tried__contains=[{"reference": event.reference}])
    return mine.filter(named).order_by("id").first()


def _sent(row: Refund, group: list[Payment], *, now: datetime) -> None:
    """Keep the row; a surplus that has left is closed."""
    row.sent_at = now if row.state == "sent" else None
    row.save()
    payment = next(p for p in group if p.id == row.payment_id)
    if payment.state == PaymentState.SURPLUS and row.state == "sent" and not row.extra:
        change(payment, group, Happening.REFUNDED_WHOLLY, now=now)
