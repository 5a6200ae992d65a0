"""Refunds: promised in the caller's transaction, sent by a job."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.money import Money
from karum.payments.domain import Happening, PaymentState, RefundRecord
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


def send_refund(refund_id: int, *, now: datetime) -> None:
    """Tell the provider of a promised refund. Safe to repeat; raises ProviderUnreachable so that the job is retried."""
    row = Refund.objects.select_related("payment").get(id=refund_id)
    if row.state != "requested":
        return
    payment = row.payment
    amount = Money(row.amount_minor, payment.currency)
    answer = provider(payment.provider).refund(row.key, payment.provider_reference, amount)
    with transaction.atomic():
        group = lock_group(payment.group_key)
        row = Refund.objects.select_for_update().get(id=refund_id)
        if row.state != "requested":
            return
        row.state = "refused" if answer.reason else "manual" if answer.manual else "sent"
        row.reason, row.provider_reference = answer.reason, answer.reference
        _sent(row, group, now=now)


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


def _sent(row: Refund, group: list[Payment], *, now: datetime) -> None:
    """Keep the row; a surplus that has left is closed."""
    row.sent_at = now if row.state == "sent" else None
    row.save()
    payment = next(p for p in group if p.id == row.payment_id)
    if payment.state == PaymentState.SURPLUS and row.state == "sent" and not row.extra:
        change(payment, group, Happening.REFUNDED_WHOLLY, now=now)
