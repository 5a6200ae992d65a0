"""Reads of the ledger. Nothing here writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from karum.ledger.domain import AccountKey, Balance, Kind, Purpose
from karum.ledger.models import Account, Transfer
from karum.money import Money
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_accounts = statement(_SQL, "accounts")
_recomputed = statement(_SQL, "recomputed")


@dataclass(frozen=True, slots=True)
class Posting:
    """One stored transfer, for people and exports."""

    id: UUID
    seller_id: int
    kind: Kind
    debit: Purpose
    credit: Purpose
    amount: Money
    reference: str
    order_key: UUID | None
    at: datetime


def balance(key: AccountKey) -> Balance:
    """The account's sums; zeros for an account that was never used."""
    row = Account.objects.filter(seller_id=key.seller_id, purpose=key.purpose, currency=key.currency).first()
    if row is None:
        return Balance(key, 0, 0, 0, 0)
    return Balance(key, row.debits_pending, row.debits_posted, row.credits_pending, row.credits_posted)


def balances(seller_id: int | None = None) -> list[Balance]:
    """All accounts of one seller's books (0: the hub's), or of everybody."""
    rows = _accounts({"seller_id": seller_id})
    return [Balance(AccountKey(row[0], Purpose(row[1]), row[2]), *row[3:]) for row in rows]


def payable_balances() -> list[Balance]:
    """Every seller's own money that can be paid out now."""
    return [b for b in balances() if b.key.purpose is Purpose.PAYABLE and b.free.minor > 0]


def postings_of(seller_id: int, order_key: UUID) -> list[Posting]:
    """What the ledger holds of one order, in the order of writing."""
    rows = Transfer.objects.filter(seller_id=seller_id, order_key=order_key).order_by("at", "id")
    return [_posting(row) for row in rows]


def settled_postings() -> Iterator[Posting]:
    """All transfers that moved money (holds and voids left out), oldest first, streamed."""
    rows = Transfer.objects.filter(kind__in=[Kind.SINGLE, Kind.POST]).order_by("at", "seller_id", "id")
    return (_posting(row) for row in rows.iterator(chunk_size=2000))


def wrong_balances() -> list[AccountKey]:
    """Accounts whose kept balance differs from the sum of their transfers: always empty, or something is broken."""
    return [AccountKey(row[0], Purpose(row[1]), row[2]) for row in _recomputed({})]


def unbalanced_currencies() -> list[str]:
    """Currencies in which all debits and all credits differ: always empty."""
    sums: dict[str, int] = {}
    for b in balances():
        net = b.debits_posted - b.credits_posted + b.debits_pending - b.credits_pending
        sums[b.key.currency] = sums.get(b.key.currency, 0) + net
    return sorted(currency for currency, net in sums.items() if net)


def _posting(row: Transfer) -> Posting:
    return Posting(
        row.id,
        row.seller_id,
        Kind(row.kind),
        Purpose(row.debit),
        Purpose(row.credit),
        Money(row.amount_minor, row.currency),
        row.reference,
        row.order_key,
        row.at,
    )
