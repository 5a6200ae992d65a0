"""The one place where a payment changes its state."""

from datetime import datetime
from uuid import UUID, uuid5

from procrastinate.contrib.django import app

from karum.payments.domain import Happening, PaymentState, after
from karum.payments.domain.states import OPEN, PAID
from karum.payments.events import PaymentChanged
from karum.payments.models import MoneyReceipt, Payment, Refund
from karum.runtime import events


def lock_group(group_key: UUID) -> list[Payment]:
    """All attempts of a group, locked in id order, so that two messages about one group wait for each other."""
    return list(Payment.objects.select_for_update().filter(group_key=group_key).order_by("id"))


def change(
    payment: Payment,
    group: list[Payment],
    happening: Happening,
    *,
    now: datetime,
    reference: str = "",
    reason: str = "",
) -> bool:
    """Move a locked payment and tell the subscribers; False when ``happening`` changes nothing now.

    A second success in one group becomes a surplus, and every surplus goes back by itself.
    """
    if happening is Happening.SUCCEEDED and any(p.state in PAID for p in group if p.id != payment.id):
        happening = Happening.PAID_ELSEWHERE
    state = after(PaymentState(payment.state), happening)
    if state is None:
        return False
    payment.state = state
    payment.reason = reason if state is PaymentState.DECLINED else ""
    payment.provider_reference = reference or payment.provider_reference
    if state is not PaymentState.PENDING:
        payment.action_url = ""
    if state not in OPEN and state is not PaymentState.EXPIRED:
        payment.ask_at = None
    fresh = state is PaymentState.SURPLUS and happening is not Happening.REFUND_FAILED
    if fresh:
        payment.refunded_minor = payment.amount_minor
    payment.changed_at = now
    payment.save()
    if fresh:
        promise_refund(payment, payment.amount_minor, uuid5(payment.key, "surplus"), now=now)
    events.publish(PaymentChanged(payment.id))
    return True


def give_back_receipts(payment: Payment, *, now: datetime) -> int:
    """Money that came for a payment and will not pay it goes back, receipt by receipt; return how much, in minor units.

    Call it for a locked payment that did not succeed.
    """
    total = 0
    if payment.state in PAID or payment.state == PaymentState.SURPLUS:
        return total
    for receipt in MoneyReceipt.objects.select_for_update().filter(payment=payment, given_back_minor=0):
        total += give_back(payment, receipt, receipt.amount_minor, now=now)
    return total


def give_back(payment: Payment, receipt: MoneyReceipt, minor: int, *, now: datetime) -> int:
    """Promise ``minor`` of a receipt back, as money beyond what the payment asked for."""
    receipt.given_back_minor += minor
    receipt.save()
    promise_refund(payment, minor, uuid5(receipt.key, "back"), now=now, extra=True)
    return minor


def promise_refund(payment: Payment, minor: int, key: UUID, *, now: datetime, extra: bool = False) -> Refund:
    """Write the refund down and queue the call to the provider: both commit, or neither does."""
    row = Refund.objects.create(key=key, payment=payment, amount_minor=minor, created_at=now, extra=extra)
    app.configure_task("payments.send_refund").defer(refund_id=row.id)
    return row
