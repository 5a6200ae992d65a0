"""What becomes of each chain of a batch, one after another, as if each had been sent alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from karum.ledger.domain.words import NEVER_OVERDRAWN, NEVER_OVERPAID, Entry, Kind, Purpose, Verdict

Key = tuple[int, str, str]  # seller_id, purpose, currency
Name = tuple[int, UUID]  # seller_id, transfer id
Sums = list[int]  # debits pending, debits posted, credits pending, credits posted
Facts = tuple[str, str, str, str, int, UUID | None]  # kind, debit, credit, currency, minor units, the hold it resolves

_LIMITED = NEVER_OVERDRAWN | NEVER_OVERPAID
_RESOLVING = frozenset({Kind.POST, Kind.VOID})


@dataclass(frozen=True, slots=True)
class Known:
    """A transfer that stands in the books."""

    facts: Facts
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one chain. ``new`` counts its new transfers; a refusal says which entry, if one, and why."""

    verdict: Verdict
    new: int = 0
    entry: Entry | None = None
    said: str = ""

    @property
    def taken(self) -> bool:
        """It stands in the books, now or from before."""
        return self.verdict is Verdict.CREATED or self.verdict is Verdict.EXISTS


@dataclass(slots=True)
class Books:
    """The part of the books that a batch touches. ``decide`` carries it forward.

    ``sums`` has every account of the batch, ``known`` every transfer that stands under one of its ids or holds,
    ``resolved`` those of its holds that were posted or voided.
    """

    sums: dict[Key, Sums]
    known: dict[Name, Known]
    resolved: set[Name]


def facts(entry: Entry) -> Facts:
    """What must be said again when an id is sent again."""
    amount = entry.amount
    return entry.kind, entry.debit, entry.credit, amount.currency, amount.minor, entry.pending_id


def decide(chains: Sequence[Sequence[Entry]], books: Books, now: datetime) -> tuple[list[Result], list[Entry]]:
    """Return a result for each chain, in order, and the entries to write.

    A chain is taken whole or not at all. An account's limit holds at the end of each chain: within a chain money may
    pass through an account in any order.
    """
    results: list[Result] = []
    written: list[Entry] = []
    for chain in chains:
        result = _Chain(books, now).take(chain, written)
        results.append(result)
    return results, written


def wrong(entry: Entry) -> tuple[Verdict, str] | None:
    """What can be said against an entry without the books."""
    if entry.amount.minor <= 0:
        return Verdict.NOT_POSITIVE, f"{entry.reference}: {entry.amount} is not more than zero"
    if entry.debit is entry.credit:
        return Verdict.SAME_ACCOUNT, f"{entry.reference}: debit and credit are one account"
    if (entry.pending_id is not None) is not (entry.kind in _RESOLVING):
        return Verdict.MALFORMED, f"{entry.reference}: a post or a void names its hold, and nothing else does"
    if entry.expires_at is not None and entry.kind is not Kind.PENDING:
        return Verdict.MALFORMED, f"{entry.reference}: only a hold expires"
    return None


_EXISTS = Result(Verdict.EXISTS)
_ONE_CREATED = Result(Verdict.CREATED, 1)


class _Chain:
    """One chain: moves the books, and moves them back when it is refused."""

    __slots__ = ("books", "now", "steps", "touched")

    def __init__(self, books: Books, now: datetime) -> None:
        self.books = books
        self.now = now
        self.steps: list[tuple[Sums, int, int]] = []
        self.touched: dict[Key, Sums] = {}  # the accounts that have a limit

    def take(self, chain: Sequence[Entry], written: list[Entry]) -> Result:
        known, begun = self.books.known, len(written)
        for entry in chain:
            refusal = wrong(entry)
            if refusal is None:
                name = (entry.seller_id, entry.id)
                before = known.get(name)
                if before is not None:
                    if before.facts == facts(entry):
                        continue
                    refusal = Verdict.ID_REUSED, f"transfer {entry.id} was posted before and said otherwise"
                elif entry.pending_id is not None:
                    refusal = self._cannot_resolve(entry, entry.pending_id)
            if refusal is not None:
                self._undo(written, begun)
                return Result(refusal[0], 0, entry, refusal[1])
            self._move(entry)
            known[name] = Known(facts(entry), entry.expires_at)
            written.append(entry)
        broken = self._broken_limit()
        if broken is not None:
            self._undo(written, begun)
            return Result(broken[0], 0, None, broken[1])
        new = len(written) - begun
        if new == 1:
            return _ONE_CREATED
        return Result(Verdict.CREATED, new) if new else _EXISTS

    def _cannot_resolve(self, entry: Entry, hold_id: UUID) -> tuple[Verdict, str] | None:
        hold = self.books.known.get((entry.seller_id, hold_id))
        if hold is None or hold.facts[0] != Kind.PENDING:
            return Verdict.HOLD_UNKNOWN, f"there is no hold {hold_id} to resolve"
        if hold.facts[1:4] != (entry.debit, entry.credit, entry.amount.currency):
            return Verdict.HOLD_DIFFERS, f"hold {hold_id} is between other accounts"
        if entry.amount.minor > hold.facts[4]:
            return Verdict.HOLD_EXCEEDED, f"hold {hold_id} has less than {entry.amount}"
        if (entry.seller_id, hold_id) in self.books.resolved:
            return Verdict.ALREADY_RESOLVED, f"hold {hold_id} was resolved before"
        if entry.kind is Kind.POST and hold.expires_at is not None and hold.expires_at <= self.now:
            return Verdict.HOLD_EXPIRED, f"hold {hold_id} expired at {hold.expires_at:%Y-%m-%d %H:%M}"
        return None

    def _move(self, entry: Entry) -> None:
        amount, seller_id, books = entry.amount, entry.seller_id, self.books
        minor, currency = amount.minor, amount.currency
        debit_key, credit_key = (seller_id, entry.debit, currency), (seller_id, entry.credit, currency)
        debit, credit = books.sums[debit_key], books.sums[credit_key]
        if entry.debit in _LIMITED:
            self.touched[debit_key] = debit
        if entry.credit in _LIMITED:
            self.touched[credit_key] = credit
        if entry.kind is Kind.SINGLE:
            self._add(debit, 1, credit, minor)
            return
        if entry.kind is Kind.PENDING:
            self._add(debit, 0, credit, minor)
            return
        assert entry.pending_id is not None
        hold = seller_id, entry.pending_id
        books.resolved.add(hold)
        self._add(debit, 0, credit, -books.known[hold].facts[4])
        if entry.kind is Kind.POST:
            self._add(debit, 1, credit, minor)

    def _add(self, debit: Sums, position: int, credit: Sums, minor: int) -> None:
        """``position``: 0 for pending, 1 for posted."""
        debit[position] += minor
        credit[position + 2] += minor
        self.steps.append((debit, position, minor))
        self.steps.append((credit, position + 2, minor))

    def _broken_limit(self) -> tuple[Verdict, str] | None:
        for (seller_id, purpose, currency), (held, debits, expected, credited) in self.touched.items():
            if held + debits > credited and purpose in NEVER_OVERDRAWN:
                return Verdict.OVERDRAWN, f"{Purpose(purpose)} of seller {seller_id} holds too little {currency}"
            if expected + credited > debits and purpose in NEVER_OVERPAID:
                return Verdict.OVERPAID, f"seller {seller_id} owes less {currency} than that"
        return None

    def _undo(self, written: list[Entry], begun: int) -> None:
        for sums, position, minor in self.steps:
            sums[position] -= minor
        for entry in written[begun:]:
            del self.books.known[entry.seller_id, entry.id]
            if entry.pending_id is not None:
                self.books.resolved.discard((entry.seller_id, entry.pending_id))
        del written[begun:]
