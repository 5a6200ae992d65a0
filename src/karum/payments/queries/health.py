"""What should never be there, for the doctor."""

from datetime import datetime

from django.db.models import Q, Sum

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.payments.models import Payout, ProviderMove, Refund, WebhookReceipt


def odd_webhooks() -> list[str]:
    """Event ids of true messages that fit no payment, or name another amount than was asked for."""
    odd = WebhookReceipt.objects.filter(result__in=["unknown_payment", "wrong_amount"]).order_by("-id")
    return list(odd.values_list("event_id", flat=True)[:100])


def odd_moves() -> list[tuple[str, str, Money]]:
    """Lines of a provider's balance that our books do not explain: its reference, why, amount; the newest first."""
    rows = ProviderMove.objects.exclude(why="").order_by("-at", "-id")[:100]
    return [(row.reference, row.why, Money(row.amount_minor, row.currency)) for row in rows]


def refunds_waiting(*, since: datetime) -> int:
    """How many refunds were promised before ``since`` and are not sent."""
    return Refund.objects.filter(state="requested", created_at__lt=since).count()


def failed_refunds() -> dict[str, Money]:
    """Currency -> what providers could not give back to buyers, and the hub owes them."""
    rows = Refund.objects.filter(in_suspense=True).values_list("payment__currency").annotate(Sum("amount_minor"))
    return {currency: Money(minor, currency) for currency, minor in rows}


def payouts_that_differ() -> list[str]:
    """Sellers and currencies whose payouts and ledger differ: every payout went into the account of what is on its
    way, and every one that was paid, came back or was cancelled left it again."""
    files = {
        (seller_id, currency): (came, left or 0)
        for seller_id, currency, came, left in Payout.objects.filter(in_transit=True)
        .values_list("seller_id", "currency")
        .annotate(came=Sum("amount_minor"), left=Sum("amount_minor", filter=Q(left_at__isnull=False)))
        .values_list("seller_id", "currency", "came", "left")
    }
    books = {
        (b.key.seller_id, b.key.currency): (b.credits_posted, b.debits_posted)
        for b in ledger.balances()
        if b.key.purpose is Purpose.TRANSIT
    }
    return [
        f"seller {key[0]} {key[1]}" for key in sorted(files.keys() | books.keys()) if files.get(key) != books.get(key)
    ]
