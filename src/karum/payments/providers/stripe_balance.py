"""Stripe's own account of the hub's money: balance transactions, and payouts to the hub's bank.

Sources: docs.stripe.com/api/balance_transactions, docs.stripe.com/api/payouts,
docs.stripe.com/reports/balance-transaction-types.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from karum.money import Money
from karum.payments.providers.stripe_cards import asking, money_of, our_key

PAGE = 100
CHARGES = frozenset({"charge", "payment"})
REFUNDS = frozenset({"refund", "payment_refund"})
REFUNDS_BACK = frozenset({"refund_failure", "payment_failure_refund"})
FEES = frozenset({"stripe_fee", "stripe_fx_fee", "tax_fee"})
PAYOUTS = frozenset({"payout"})
PAYOUTS_BACK = frozenset({"payout_failure", "payout_cancel"})
DISPUTES = frozenset({"adjustment"})


@dataclass(frozen=True, slots=True)
class Move:
    """One balance transaction. ``amount``: above zero came to the hub's balance, before ``fee``.

    ``source``: the id of the charge, refund, dispute or payout. ``key``: ours of the payment or refund, None for what
    is nobody's here. ``presented``: what the buyer saw, when Stripe changed the money into another currency.
    ``trace``: of a payout, what the bank's statement calls it.
    """

    reference: str
    kind: str
    amount: Money
    fee: Money
    source: str
    key: UUID | None
    presented: Money | None
    trace: str
    at: datetime


def moves(since: datetime) -> Iterator[Move]:
    """Every balance transaction created since, the oldest first. Raises ProviderUnreachable."""
    asked: Any = {"created": {"gte": int(since.timestamp())}, "limit": PAGE, "expand": ["data.source"]}
    with asking() as client:
        found = list(client.v1.balance_transactions.list(asked).auto_paging_iter())
    return map(_move, reversed(found))


def _move(said: Any) -> Move:
    source = said.source if said.source is not None and not isinstance(said.source, str) else None
    key = _key(source)
    presented = None
    if source is not None and said.type in CHARGES | REFUNDS | REFUNDS_BACK:
        seen = money_of(int(source.amount), str(source.currency))
        presented = seen if seen.currency != str(said.currency).upper() else None
    trace = getattr(source, "trace_id", None) if source is not None and said.type in PAYOUTS else None
    return Move(
        reference=str(said.id),
        kind=str(said.type)[:40],
        amount=money_of(int(said.amount), str(said.currency)),
        fee=money_of(int(said.fee), str(said.currency)),
        source=str(source.id if source is not None else said.source or "")[:100],
        key=key,
        presented=presented,
        trace=str(trace.value or "")[:100] if trace and getattr(trace, "value", None) else "",
        at=datetime.fromtimestamp(int(said.created), UTC),
    )


def _key(source: Any) -> UUID | None:
    """Charges and refunds carry our key in their metadata; a key that is none of ours is nobody's."""
    if source is None or not getattr(source, "metadata", None):
        return None
    try:
        return UUID(our_key(source))
    except ValueError:
        return None
