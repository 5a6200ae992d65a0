"""The ledger's words, and how it decides. Pure."""

from karum.ledger.domain.deciding import Books, Known, Result, decide
from karum.ledger.domain.words import (
    DEBIT_SIDES,
    NEVER_OVERDRAWN,
    NEVER_OVERPAID,
    SIDES,
    AccountKey,
    Balance,
    Entry,
    Kind,
    LedgerRefused,
    Purpose,
    Side,
    Verdict,
)

__all__ = [
    "DEBIT_SIDES",
    "NEVER_OVERDRAWN",
    "NEVER_OVERPAID",
    "SIDES",
    "AccountKey",
    "Balance",
    "Books",
    "Entry",
    "Kind",
    "Known",
    "LedgerRefused",
    "Purpose",
    "Result",
    "Side",
    "Verdict",
    "decide",
]
