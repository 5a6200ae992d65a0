"""Messages of providers: verified, written down once, applied."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from karum.payments.domain import Happening, ProviderEvent, RefundFailed
from karum.payments.domain.chargebacks import STATE_AFTER
from karum.payments.models import Payment, WebhookReceipt
from karum.payments.providers.known import provider
from karum.payments.services.changes import change, lock_group
from karum.payments.services.chargebacks import record_chargeback
from karum.payments.services.refunds import refund_failed


def receive_webhook(provider_code: str, body: bytes, headers: Mapping[str, str], *, now: datetime) -> str:
    """Return what the message did: applied, no_change, repeated, unknown_payment, wrong_amount or ignored.

    Raises BadWebhook for a message that is not the provider's; KeyError for an unknown provider; ProviderUnreachable
    when the message could not be checked: the provider has to send it again.
    """
    event = provider(provider_code).read_webhook(body, headers, now=now)
    if event is None:
        return "ignored"
    if isinstance(event, RefundFailed):
        return _refund_failed(provider_code, event, now=now)
    return _apply(provider_code, event, now=now)


@transaction.atomic
def _refund_failed(provider_code: str, event: RefundFailed, *, now: datetime) -> str:
    receipt, new = WebhookReceipt.objects.get_or_create(
        provider=provider_code,
        event_id=event.event_id,
        defaults={
            "payment_key": event.refund_key,
            "happening": Happening.REFUND_FAILED,
            "result": "no_change",
            "received_at": now,
        },
    )
    if not new:
        return "repeated"
    receipt.result = refund_failed(provider_code, event, now=now)
    receipt.save(update_fields=["result"])
    return receipt.result


@transaction.atomic
def _apply(provider_code: str, event: ProviderEvent, *, now: datetime) -> str:
    payment = Payment.objects.filter(key=event.payment_key, provider=provider_code).first()
    group = lock_group(payment.group_key) if payment else []
    # The receipt is written under the group's lock: two copies at the same moment wait, and the second stops here.
    receipt, new = WebhookReceipt.objects.get_or_create(
        provider=provider_code,
        event_id=event.event_id,
        defaults={
            "payment_key": event.payment_key,
            "happening": event.happening,
            "result": "unknown_payment",
            "received_at": now,
        },
    )
    if not new:
        return "repeated"
    if payment is None:
        return receipt.result
    locked = next(p for p in group if p.id == payment.id)
    if event.happening in STATE_AFTER:
        receipt.result = record_chargeback(locked, event, now=now)
    elif (event.amount.minor, event.amount.currency) != (locked.amount_minor, locked.currency):
        receipt.result = "wrong_amount"
    else:
        done = change(locked, group, event.happening, now=now, reference=event.reference, reason=event.reason)
        receipt.result = "applied" if done else "no_change"
    receipt.save(update_fields=["result"])
    return receipt.result
