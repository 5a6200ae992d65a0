"""Reads of the ledger. Nothing here writes."""

from karum.ledger.queries.accounts import (
    Posting,
    balance,
    balances,
    payable_balances,
    postings_of,
    settled_postings,
    unbalanced_currencies,
    wrong_balances,
)
from karum.ledger.queries.audit import Audit, Head, audit, head, quick_audit
from karum.ledger.queries.moments import balance_at, balances_at

__all__ = [
    "Audit",
    "Head",
    "Posting",
    "audit",
    "balance",
    "balance_at",
    "balances",
    "balances_at",
    "head",
    "payable_balances",
    "postings_of",
    "quick_audit",
    "settled_postings",
    "unbalanced_currencies",
    "wrong_balances",
]
