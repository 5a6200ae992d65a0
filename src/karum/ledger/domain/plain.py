"""What a batch asks of its accounts before anybody has looked at them. Pure.

Most batches are right: new singles and holds, and ends of holds in full. For them nothing has to be read beforehand. It
is enough to know what each account moves by, and how much must stand in it so that no chain, one after another, breaks
its limit.
"""

from collections.abc import Sequence

from karum.ledger.domain.deciding import Key, Name, wrong
from karum.ledger.domain.words import NEVER_OVERDRAWN, NEVER_OVERPAID, Entry, Kind

Moves = dict[Key, list[int]]
"""Account -> debits pending, debits posted, credits pending, credits posted, and what must stand in it beforehand:
``FREE`` to leave an account that is never overdrawn, ``OWED`` to be paid of one that is never overpaid."""

FREE, OWED = 4, 5


def plain_moves(chains: Sequence[Sequence[Entry]]) -> Moves | None:
    """How the accounts move when all chains are taken, which they are if their ids are new and their holds stand.

    None when that is not all there is to ask: an entry is wrong, a hold is ended in part or before it is made.
    """
    moves: Moves = {}
    holds: dict[Name, int] = {}
    for chain in chains:
        for entry in chain:
            if wrong(entry) is not None or not _in_full(entry, holds):
                return None
            _move(entry, moves)
        for entry in chain:
            _ask(entry, moves)
    return moves


def _in_full(entry: Entry, holds: dict[Name, int]) -> bool:
    """Whether a hold that it ends was made before it and is of its amount, as far as the batch tells.

    ``holds`` has the amounts of those that the batch has named up to here.
    """
    if entry.kind is Kind.SINGLE:
        return True
    minor = entry.amount.minor
    if entry.pending_id is not None:
        return holds.setdefault((entry.seller_id, entry.pending_id), minor) == minor
    named = len(holds)
    holds.setdefault((entry.seller_id, entry.id), minor)
    return len(holds) > named


def _move(entry: Entry, moves: Moves) -> None:
    minor, currency, seller_id, kind = entry.amount.minor, entry.amount.currency, entry.seller_id, entry.kind
    debit_key, credit_key = (seller_id, entry.debit, currency), (seller_id, entry.credit, currency)
    debit = moves.get(debit_key) or moves.setdefault(debit_key, [0] * 6)
    credit = moves.get(credit_key) or moves.setdefault(credit_key, [0] * 6)
    if kind is not Kind.SINGLE:
        held = minor if kind is Kind.PENDING else -minor
        debit[0] += held
        credit[2] += held
    if kind is Kind.SINGLE or kind is Kind.POST:
        debit[1] += minor
        credit[3] += minor


def _ask(entry: Entry, moves: Moves) -> None:
    """At the end of a chain: what it took out of accounts with a limit must have been in them."""
    if entry.debit in NEVER_OVERDRAWN:
        move = moves[entry.seller_id, entry.debit, entry.amount.currency]
        move[FREE] = max(move[FREE], move[0] + move[1] - move[3])
    if entry.credit in NEVER_OVERPAID:
        move = moves[entry.seller_id, entry.credit, entry.amount.currency]
        move[OWED] = max(move[OWED], move[2] + move[3] - move[1])
