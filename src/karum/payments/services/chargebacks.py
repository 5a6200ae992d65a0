"""Chargebacks as providers report them: written down and published. What they do to orders others decide."""

from datetime import datetime
from uuid import uuid5

from django.db.models import Sum

from karum.payments.domain import ChargebackState, ProviderEvent
from karum.payments.domain.chargebacks import TAKES, after_chargeback
from karum.payments.events import ChargebackChanged
from karum.payments.models import Chargeback, Payment
from karum.runtime import events


def record_chargeback(payment: Payment, event: ProviderEvent, *, now: datetime) -> str:
    """Write down what the provider says of a chargeback of a locked payment: applied, no_change or wrong_amount.

    A chargeback in another currency than the payment's, or of more than was paid, is not booked by itself.
    """
    if event.amount.currency != payment.currency or not 0 < event.amount.minor <= payment.amount_minor:
        return "wrong_amount"
    key = uuid5(payment.key, f"chargeback {event.reference}")
    row = Chargeback.objects.filter(key=key).first()
    state = after_chargeback(ChargebackState(row.state) if row else None, event.happening)
    if row is None:
        row = Chargeback(key=key, payment=payment, reference=event.reference, opened_at=now)
        row.amount_minor = event.amount.minor
    elif state is None:
        # Heard late: the answer's last day and the reason may be in it all the same.
        row.reply_by, row.reason = row.reply_by or event.reply_by, row.reason or event.reason
        row.save()
        return "no_change"
    assert state is not None, "the first thing heard of a chargeback is its state"
    row.state, row.changed_at = state, now
    row.reply_by, row.reason = event.reply_by or row.reply_by, event.reason or row.reason
    row.save()
    taken = Chargeback.objects.filter(payment=payment, state__in=[*TAKES]).aggregate(total=Sum("amount_minor"))
    payment.charged_back_minor = taken["total"] or 0
    payment.save(update_fields=["charged_back_minor"])
    events.publish(ChargebackChanged(row.id))
    return "applied"
