"""Post transfers. Balances change here and nowhere else.

A batch is one lock, a few set-based statements and one verdict: all of it is written or nothing. The order is always
the same, lock accounts, look up, insert transfers, move balances, so that two batches wait for each other and never
deadlock. Balances are netted per account first: a hot account costs one UPDATE per batch, however many orders touch it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from karum.ledger.domain import NEVER_OVERDRAWN, NEVER_OVERPAID, Entry, Kind, LedgerRefused, Verdict
from karum.runtime.sql import statement

_SQL = Path(__file__).parent / "sql"
_lock_accounts = statement(_SQL, "lock_accounts")
_open_accounts = statement(_SQL, "open_accounts")
_insert_transfers = statement(_SQL, "insert_transfers")
_move_balances = statement(_SQL, "move_balances")
_stored = statement(_SQL, "stored")

Key = tuple[int, str, str]  # seller_id, purpose, currency
Name = tuple[int, UUID]  # seller_id, transfer id
Sums = list[int]  # debits pending, debits posted, credits pending, credits posted


@transaction.atomic
def post(entries: Sequence[Entry], *, now: datetime) -> int:
    """Write a batch of transfers in the caller's transaction, all or nothing; return how many were new.

    An entry whose id was posted before is left alone when it says the same. Raises LedgerRefused, and nothing is
    written, when an amount is not positive, an id is reused for something else, a hold is unknown, exceeded or already
    resolved, or a protected account would be overdrawn by the batch as a whole (its holds count).
    """
    unique = _without_repeats(entries)
    if not unique:
        return 0
    sums = _lock(
        {(e.seller_id, purpose, e.amount.currency) for e in unique.values() for purpose in (e.debit, e.credit)}
    )
    held = _held(unique.values())
    fresh = _insert(unique.values(), now)
    if len(fresh) < len(unique):
        _check_repeats(unique, fresh)
    moves = _moves((unique[name] for name in fresh), held)
    _check_limits(sums, moves)
    if moves:
        keys = list(moves)
        _move_balances(
            _accounts(keys)
            | {
                "debits_pending": [moves[key][0] for key in keys],
                "debits_posted": [moves[key][1] for key in keys],
                "credits_pending": [moves[key][2] for key in keys],
                "credits_posted": [moves[key][3] for key in keys],
            }
        )
    return len(fresh)


def _without_repeats(entries: Sequence[Entry]) -> dict[Name, Entry]:
    unique: dict[Name, Entry] = {}
    for entry in entries:
        if entry.amount.minor <= 0:
            raise LedgerRefused(Verdict.NOT_POSITIVE, entry, f"{entry.reference}: {entry.amount} is not more than zero")
        if entry.debit is entry.credit:
            raise LedgerRefused(Verdict.SAME_ACCOUNT, entry, f"{entry.reference}: debit and credit are one account")
        if unique.setdefault((entry.seller_id, entry.id), entry) != entry:
            raise LedgerRefused(Verdict.ID_REUSED, entry, f"transfer {entry.id} says two things in one batch")
    return unique


def _lock(keys: set[Key]) -> dict[Key, Sums]:
    """Lock the accounts, opening those that are new, and return their sums."""
    wanted = _accounts(sorted(keys))
    rows = _lock_accounts(wanted)
    if len(rows) < len(keys):
        _open_accounts(wanted)
        rows = _lock_accounts(wanted)
    return {(row[0], row[1], row[2]): list(row[3:]) for row in rows}


def _held(entries: Iterable[Entry]) -> dict[Name, int]:
    """The amounts in minor units of the holds that these entries resolve."""
    resolving = [(e, e.pending_id) for e in entries if e.pending_id is not None]
    if not resolving:
        return {}
    rows = _stored({"sellers": [e.seller_id for e, _ in resolving], "ids": [hold for _, hold in resolving]})
    found = {(row[0], row[1]): row for row in rows if row[2] == Kind.PENDING}
    for entry, hold in resolving:
        row = found.get((entry.seller_id, hold))
        if row is None:
            raise LedgerRefused(Verdict.HOLD_UNKNOWN, entry, f"there is no hold {hold} to resolve")
        if row[3:6] != (entry.debit, entry.credit, entry.amount.currency):
            raise LedgerRefused(Verdict.HOLD_DIFFERS, entry, f"hold {hold} is between other accounts")
        if entry.amount.minor > row[6]:
            raise LedgerRefused(Verdict.HOLD_EXCEEDED, entry, f"hold {hold} has less than {entry.amount}")
    return {name: row[6] for name, row in found.items()}


def _insert(entries: Iterable[Entry], now: datetime) -> list[Name]:
    """Write the transfers; return the names of those that were not there yet."""
    rows = list(entries)
    inserted = _insert_transfers(
        {
            "sellers": [e.seller_id for e in rows],
            "ids": [e.id for e in rows],
            "kinds": [e.kind.value for e in rows],
            "debits": [e.debit.value for e in rows],
            "credits": [e.credit.value for e in rows],
            "currencies": [e.amount.currency for e in rows],
            "amounts": [e.amount.minor for e in rows],
            "pending_ids": [e.pending_id for e in rows],
            "order_keys": [e.order_key for e in rows],
            "references": [e.reference for e in rows],
            "at": now,
        }
    )
    return [(row[0], row[1]) for row in inserted]


def _check_repeats(unique: dict[Name, Entry], fresh: list[Name]) -> None:
    """What was not inserted must stand already, and say the same."""
    old = sorted(unique.keys() - set(fresh), key=str)
    rows = _stored({"sellers": [seller_id for seller_id, _ in old], "ids": [id_ for _, id_ in old]})
    stored = {(row[0], row[1]): row[2:] for row in rows}
    for name in old:
        entry = unique[name]
        if name not in stored:
            raise LedgerRefused(Verdict.ALREADY_RESOLVED, entry, f"hold {entry.pending_id} was resolved before")
        amount = entry.amount
        said = (entry.kind, entry.debit, entry.credit, amount.currency, amount.minor, entry.pending_id)
        if stored[name] != said:
            raise LedgerRefused(Verdict.ID_REUSED, entry, f"transfer {entry.id} was posted before and said otherwise")


def _moves(entries: Iterable[Entry], held: dict[Name, int]) -> dict[Key, Sums]:
    """The net change of each account."""
    moves: defaultdict[Key, Sums] = defaultdict(lambda: [0, 0, 0, 0])
    for entry in entries:
        amount = entry.amount.minor
        debit = moves[entry.seller_id, entry.debit, entry.amount.currency]
        credit = moves[entry.seller_id, entry.credit, entry.amount.currency]
        if entry.kind is Kind.PENDING:
            debit[0] += amount
            credit[2] += amount
            continue
        if entry.pending_id is not None:
            hold = held[entry.seller_id, entry.pending_id]
            debit[0] -= hold
            credit[2] -= hold
        if entry.kind is not Kind.VOID:
            debit[1] += amount
            credit[3] += amount
    return moves


def _check_limits(sums: dict[Key, Sums], moves: dict[Key, Sums]) -> None:
    """The database holds the same rule; here it becomes a sentence instead of an error."""
    for key, move in moves.items():
        owing, debits, owed, credited = (a + b for a, b in zip(sums[key], move, strict=True))
        if key[1] in NEVER_OVERDRAWN and owing + debits > credited:
            raise LedgerRefused(Verdict.OVERDRAWN, None, f"{key[1]} of seller {key[0]} holds too little {key[2]}")
        if key[1] in NEVER_OVERPAID and owed + credited > debits:
            raise LedgerRefused(Verdict.OVERPAID, None, f"seller {key[0]} owes less {key[2]} than that")


def _accounts(keys: Sequence[Key]) -> dict[str, object]:
    return {"sellers": [k[0] for k in keys], "purposes": [str(k[1]) for k in keys], "currencies": [k[2] for k in keys]}
