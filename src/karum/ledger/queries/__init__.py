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
from karum.ledger.queries.moments import balance_at, balances_at

__all__ = [
    "Posting",
    "balance",
    "balance_at",
    "balances",
    "balances_at",
    "payable_balances",
    "postings_of",
    "settled_postings",
    "unbalanced_currencies",
    "wrong_balances",
]
