"""The books in the plainest way: entry after entry, all summed anew each time. Slow, and easy to believe."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from karum.ledger.domain import NEVER_OVERDRAWN, NEVER_OVERPAID, Entry, Kind, Purpose, Verdict

Key = tuple[int, Purpose, str]


class Refused(Exception):
    pass


@dataclass
class Model:
    written: dict[tuple[int, UUID], Entry] = field(default_factory=dict)

    def post(self, chain: Sequence[Entry], now: datetime) -> tuple[Verdict, int]:
        """Take the whole chain or nothing of it; the verdict, and how many were new."""
        before = dict(self.written)
        try:
            for entry in chain:
                self._take(entry, now)
            self._check_limits(chain)
        except Refused as refused:
            self.written = before
            return refused.args[0], 0
        new = len(self.written) - len(before)
        return (Verdict.CREATED if new else Verdict.EXISTS), new

    def _take(self, e: Entry, now: datetime) -> None:
        if e.amount.minor <= 0:
            raise Refused(Verdict.NOT_POSITIVE)
        if e.debit == e.credit:
            raise Refused(Verdict.SAME_ACCOUNT)
        if e.kind in (Kind.POST, Kind.VOID) and e.pending_id is None:
            raise Refused(Verdict.MALFORMED)
        if e.kind in (Kind.SINGLE, Kind.PENDING) and e.pending_id is not None:
            raise Refused(Verdict.MALFORMED)
        if e.kind is not Kind.PENDING and e.expires_at is not None:
            raise Refused(Verdict.MALFORMED)
        old = self.written.get((e.seller_id, e.id))
        if old is not None:
            if (old.kind, old.debit, old.credit, old.amount, old.pending_id) != (
                e.kind,
                e.debit,
                e.credit,
                e.amount,
                e.pending_id,
            ):
                raise Refused(Verdict.ID_REUSED)
            return
        if e.pending_id is not None:
            self._check_hold(e, now)
        self.written[e.seller_id, e.id] = e

    def _check_hold(self, e: Entry, now: datetime) -> None:
        assert e.pending_id is not None
        hold = self.written.get((e.seller_id, e.pending_id))
        if hold is None or hold.kind is not Kind.PENDING:
            raise Refused(Verdict.HOLD_UNKNOWN)
        if (hold.debit, hold.credit, hold.amount.currency) != (e.debit, e.credit, e.amount.currency):
            raise Refused(Verdict.HOLD_DIFFERS)
        if hold.amount.minor < e.amount.minor:
            raise Refused(Verdict.HOLD_EXCEEDED)
        if any(o.pending_id == hold.id and o.seller_id == hold.seller_id for o in self.written.values()):
            raise Refused(Verdict.ALREADY_RESOLVED)
        if e.kind is Kind.POST and hold.expires_at is not None and hold.expires_at <= now:
            raise Refused(Verdict.HOLD_EXPIRED)

    def _check_limits(self, chain: Sequence[Entry]) -> None:
        sums = self.sums()
        touched = [(e.seller_id, p, e.amount.currency) for e in chain for p in (e.debit, e.credit)]
        for key in touched:
            held, debits, expected, credited = sums.get(key, (0, 0, 0, 0))
            if key[1] in NEVER_OVERDRAWN and credited - debits - held < 0:
                raise Refused(Verdict.OVERDRAWN)
            if key[1] in NEVER_OVERPAID and debits - credited - expected < 0:
                raise Refused(Verdict.OVERPAID)

    def sums(self) -> dict[Key, tuple[int, int, int, int]]:
        """Every account that was touched: debits pending, debits posted, credits pending, credits posted."""
        found: dict[Key, tuple[int, int, int, int]] = {}
        for e in self.written.values():
            held = 0 if e.pending_id is None else self.written[e.seller_id, e.pending_id].amount.minor
            pending = e.amount.minor if e.kind is Kind.PENDING else -held
            posted = e.amount.minor if e.kind in (Kind.SINGLE, Kind.POST) else 0
            for purpose, change in ((e.debit, (pending, posted, 0, 0)), (e.credit, (0, 0, pending, posted))):
                key = (e.seller_id, purpose, e.amount.currency)
                a, b, c, d = found.get(key, (0, 0, 0, 0))
                found[key] = (a + change[0], b + change[1], c + change[2], d + change[3])
        return found
