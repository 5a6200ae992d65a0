"""Post transfers. Balances change here and nowhere else.

A batch is a few set-based statements: lock the accounts, look up what the batch names, decide chain after chain in
memory, then write the transfers and move each account once. The order is always the same, and accounts are locked in
the order of their keys, so that two batches wait for each other and never deadlock. A hot account costs one UPDATE for
a batch, however many transfers touch it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from karum.ledger.domain import Books, Entry, Known, LedgerRefused, Result, Verdict, decide
from karum.ledger.domain.deciding import Key, Name, Sums, plain_moves
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_lock_accounts = statement(_SQL, "lock_accounts")
_open_accounts = statement(_SQL, "open_accounts")
_stored = statement(_SQL, "stored")
_write = statement(_SQL, "write")
_write_chain = statement(_SQL, "write_chain")
_expect_expiry = statement(_SQL, "expect_expiry")

TRIES = 8

Chains = Sequence[Sequence[Entry]]


class _StandsAlready(Exception):
    """One of our ids is in the books: sent again, or written by another batch since we looked."""


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
        return [Result(Verdict.EXISTS) for _ in chains]
    if len(chains) == 1 and _write_at_once(chains[0], now):
        return [Result(Verdict.CREATED, len(chains[0]))]
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _post_each(chains, now, look=attempt > 0)
        except _StandsAlready:
            continue
    raise RuntimeError(f"{TRIES} times another batch wrote the same transfers first")


def _write_at_once(chain: Sequence[Entry], now: datetime) -> bool:
    """Try a plain chain in one statement; False, and nothing is written, when it is not new or not plainly right."""
    moves = plain_moves(chain)
    if moves is None:
        return False
    try:
        with transaction.atomic():
            rows = _write_chain(_transfers(chain, now) | _deltas([(key, moves[key]) for key in sorted(moves)]))
            if rows[0][0] < len(chain):
                raise _StandsAlready
            _note_expiries(chain)
    except (_StandsAlready, IntegrityError):
        return False
    return True


def _post_each(chains: Chains, now: datetime, look: bool) -> list[Result]:
    """Most batches are new and right: unless ``look``, their ids are first asked for by the writing itself."""
    entries = [entry for chain in chains for entry in chain]
    sums = _lock(entries)
    before = {key: tuple(values) for key, values in sums.items()}
    look = look or any(entry.pending_id is not None for entry in entries)
    results, written = decide(chains, _look_up(entries, sums) if look else Books(sums, {}, set()), now)
    if not look and len(written) < len(entries):
        sums = {key: list(values) for key, values in before.items()}
        results, written = decide(chains, _look_up(entries, sums), now)
    if written:
        _write_all(written, sums, before, now)
    return results


def _lock(entries: Sequence[Entry]) -> dict[Key, Sums]:
    """Lock the accounts, opening those that are new, and return their sums."""
    keys: set[Key] = set()
    for entry in entries:
        seller_id, currency = entry.seller_id, entry.amount.currency
        keys.add((seller_id, entry.debit, currency))
        keys.add((seller_id, entry.credit, currency))
    wanted = _accounts(sorted(keys))
    rows = _lock_accounts(wanted)
    if len(rows) < len(keys):
        _open_accounts(wanted)
        rows = _lock_accounts(wanted)
    return {(row[0], row[1], row[2]): list(row[3:]) for row in rows}


def _look_up(entries: Sequence[Entry], sums: dict[Key, Sums]) -> Books:
    """What stands under the ids and the holds that the entries name. The locks are held: it stays so."""
    names: set[Name] = {(entry.seller_id, entry.id) for entry in entries}
    names.update((entry.seller_id, entry.pending_id) for entry in entries if entry.pending_id is not None)
    asked = list(names)
    rows = _stored({"sellers": [name[0] for name in asked], "ids": [name[1] for name in asked]})
    known = {(row[0], row[1]): Known(row[2:8], row[8]) for row in rows}
    return Books(sums, known, {(row[0], row[1]) for row in rows if row[9]})


def _write_all(
    written: Sequence[Entry], sums: dict[Key, Sums], before: dict[Key, tuple[int, ...]], now: datetime
) -> None:
    moves = [
        (key, [new - old for new, old in zip(values, before[key], strict=True)])
        for key, values in sums.items()
        if before[key] != tuple(values)
    ]
    rows = _write(_transfers(written, now) | _deltas(moves))
    if rows[0][0] < len(written):
        raise _StandsAlready
    _note_expiries(written)


def _transfers(entries: Sequence[Entry], now: datetime) -> dict[str, object]:
    return {
        "sellers": [e.seller_id for e in entries],
        "ids": [e.id for e in entries],
        "kinds": [e.kind.value for e in entries],
        "debits": [e.debit.value for e in entries],
        "credits": [e.credit.value for e in entries],
        "currencies": [e.amount.currency for e in entries],
        "amounts": [e.amount.minor for e in entries],
        "pending_ids": [e.pending_id for e in entries],
        "order_keys": [e.order_key for e in entries],
        "references": [e.reference for e in entries],
        "expiries": [e.expires_at for e in entries],
        "at": now,
    }


def _deltas(moves: Sequence[tuple[Key, Sums]]) -> dict[str, object]:
    return {
        "account_sellers": [key[0] for key, _ in moves],
        "account_purposes": [str(key[1]) for key, _ in moves],
        "account_currencies": [key[2] for key, _ in moves],
        "debits_pending": [move[0] for _, move in moves],
        "debits_posted": [move[1] for _, move in moves],
        "credits_pending": [move[2] for _, move in moves],
        "credits_posted": [move[3] for _, move in moves],
    }


def _note_expiries(written: Sequence[Entry]) -> None:
    expiring = [e for e in written if e.expires_at is not None]
    if expiring:
        _expect_expiry(
            {
                "sellers": [e.seller_id for e in expiring],
                "ids": [e.id for e in expiring],
                "expiries": [e.expires_at for e in expiring],
            }
        )


def _accounts(keys: Sequence[Key]) -> dict[str, object]:
    return {"sellers": [k[0] for k in keys], "purposes": [str(k[1]) for k in keys], "currencies": [k[2] for k in keys]}
