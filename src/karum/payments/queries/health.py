"""What should never be there, for the doctor."""

from datetime import datetime

from django.db.models import Sum

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.payments.models import Payout, Refund, WebhookReceipt


def odd_webhooks() -> list[str]:
    """Event ids of true messages that fit no payment, or name another amount than was asked for."""
    odd = WebhookReceipt.objects.filter(result__in=["unknown_payment", "wrong_amount"]).order_by("-id")
    return list(odd.values_list("event_id", flat=True)[:100])


def refunds_waiting(*, since: datetime) -> int:
    """How many refunds were promised before ``since`` and are not sent."""
    return Refund.objects.filter(state="requested", created_at__lt=since).count()


def payouts_that_differ() -> list[str]:
    """Sellers and currencies whose payouts and ledger differ: what left the bank account must stand in bank files."""
    files = {
        (seller_id, currency): total
        for seller_id, currency, total in Payout.objects.values_list("seller_id", "currency")
        .annotate(total=Sum("amount_minor"))
        .values_list("seller_id", "currency", "total")
    }
    books = {
        (b.key.seller_id, b.key.currency): -b.net.minor
        for b in ledger.balances()
        if b.key.purpose is Purpose.BANK and b.net.minor
    }
    return [
        f"seller {key[0]} {key[1]}" for key in sorted(files.keys() | books.keys()) if files.get(key) != books.get(key)
    ]
