"""Post transfers. Balances change here and nowhere else.

The short way is one call of the database's ``ledger_post``: it locks the accounts in the order of their keys, sees
that what must stand in them does, moves each once and writes the transfers; or it does nothing. It serves batches that
are all right, which is to say most. The long way holds the accounts, looks up what the batch names, decides chain after
chain in memory, and writes what was taken. Batches wait for each other and never deadlock. A hot account costs one
UPDATE for a batch, however many transfers touch it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from karum.ledger.arrays import ids, moments, numbers, texts
from karum.ledger.domain import Books, Entry, Known, LedgerRefused, Result, Verdict, decide
from karum.ledger.domain.deciding import Key, Name, Sums
from karum.ledger.domain.plain import FREE, OWED, Moves, plain_moves
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_lock_accounts = statement(_SQL, "lock_accounts")
_open_accounts = statement(_SQL, "open_accounts")
_stored = statement(_SQL, "stored")
_write = statement(_SQL, "write")

TRIES = 8
_EXISTS = Result(Verdict.EXISTS)
_ONE_CREATED = Result(Verdict.CREATED, 1)

Chains = Sequence[Sequence[Entry]]


class _StandsAlready(Exception):
    """One of our ids is in the books: written by another batch since we looked."""


def post(entries: Sequence[Entry], *, now: datetime) -> int:
    """Write one chain in the caller's transaction, all or nothing; return how many transfers were new.

    An entry whose id was posted before is left alone when it says the same. Raises LedgerRefused, and nothing is
    written, for every other verdict; an account's limit holds at the end of the chain (its holds count).
    """
    (result,) = post_each([entries], now=now)
    if not result.taken:
        raise LedgerRefused(result.verdict, result.entry, result.said)
    return result.new


def post_each(chains: Chains, *, now: datetime) -> list[Result]:
    """Answer every chain in order, as if each had been sent alone after the one before it; in one transaction.

    A chain is written whole or not at all, and one that is refused leaves the others as they are. Sent again after a
    crash, what was written answers EXISTS.
    """
    if not any(chains):
        return [_EXISTS] * len(chains)
    moves = plain_moves(chains)
    if moves is not None and _write_all([entry for chain in chains for entry in chain], moves, now) is None:
        return [_created(len(chain)) for chain in chains]
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _post_each(chains, now)
        except _StandsAlready as stands:
            said = stands
    raise RuntimeError(f"{TRIES} times another batch wrote the same transfers first: {said}")


def _created(new: int) -> Result:
    if new == 1:
        return _ONE_CREATED
    return Result(Verdict.CREATED, new) if new else _EXISTS


def _post_each(chains: Chains, now: datetime) -> list[Result]:
    entries = [entry for chain in chains for entry in chain]
    sums = _lock(entries)
    before = {key: tuple(values) for key, values in sums.items()}
    results, written = decide(chains, _look_up(entries, sums), now)
    if written:
        moves = {
            key: [*(new - old for new, old in zip(values, before[key], strict=True)), 0, 0]
            for key, values in sums.items()
            if before[key] != tuple(values)
        }
        refused = _write_all(written, moves, now, decided=True)
        if refused is not None:
            raise _StandsAlready(refused)
    return results


def _lock(entries: Sequence[Entry]) -> dict[Key, Sums]:
    """Lock the accounts, opening those that are new, and return their sums."""
    keys: set[Key] = set()
    for entry in entries:
        seller_id, currency = entry.seller_id, entry.amount.currency
        keys.add((seller_id, entry.debit, currency))
        keys.add((seller_id, entry.credit, currency))
    wanted = {
        "sellers": numbers([key[0] for key in keys]),
        "purposes": texts([key[1] for key in keys]),
        "currencies": texts([key[2] for key in keys]),
    }
    rows = _lock_accounts(wanted)
    if len(rows) < len(keys):
        _open_accounts(wanted)
        rows = _lock_accounts(wanted)
    return {(row[0], row[1], row[2]): list(row[3:]) for row in rows}


def _look_up(entries: Sequence[Entry], sums: dict[Key, Sums]) -> Books:
    """What stands under the ids and the holds that the entries name. The locks are held: it stays so."""
    names: set[Name] = {(entry.seller_id, entry.id) for entry in entries}
    names.update((entry.seller_id, entry.pending_id) for entry in entries if entry.pending_id is not None)
    rows = _stored({"sellers": numbers([name[0] for name in names]), "ids": ids([name[1] for name in names])})
    known = {(row[0], row[1]): Known(row[2:8], row[8]) for row in rows}
    return Books(sums, known, {(row[0], row[1]) for row in rows if row[9]})


def _write_all(entries: Sequence[Entry], moves: Moves, now: datetime, decided: bool = False) -> str | None:
    """Write and move it all; or nothing, and say why. Unless ``decided``, holds are taken to be ended in full."""
    said: str | None = _write(_transfers(entries) | _deltas(moves) | {"at": now, "whole": not decided})[0][0]
    return said


def _transfers(entries: Sequence[Entry]) -> dict[str, str]:
    amounts = [e.amount for e in entries]
    return {
        "sellers": numbers([e.seller_id for e in entries]),
        "ids": ids([e.id for e in entries]),
        "kinds": texts([e.kind for e in entries]),
        "debits": texts([e.debit for e in entries]),
        "credits": texts([e.credit for e in entries]),
        "currencies": texts([amount.currency for amount in amounts]),
        "amounts": numbers([amount.minor for amount in amounts]),
        "pending_ids": ids([e.pending_id for e in entries]),
        "order_keys": ids([e.order_key for e in entries]),
        "references": texts([e.reference for e in entries]),
        "expiries": moments([e.expires_at for e in entries]),
    }


def _deltas(moves: Moves) -> dict[str, str]:
    values = list(zip(*moves.values(), strict=True)) or [()] * 6
    return {
        "account_sellers": numbers([key[0] for key in moves]),
        "account_purposes": texts([key[1] for key in moves]),
        "account_currencies": texts([key[2] for key in moves]),
        "debits_pending": numbers(values[0]),
        "debits_posted": numbers(values[1]),
        "credits_pending": numbers(values[2]),
        "credits_posted": numbers(values[3]),
        "free": numbers(values[FREE]),
        "owed": numbers(values[OWED]),
    }
