"""Random batches against a sequential model: the ledger and the model keep the same books."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karum.ledger.domain import NEVER_OVERDRAWN, Entry, Kind, LedgerRefused, Purpose
from karum.ledger.queries import balances, unbalanced_currencies, wrong_balances
from karum.ledger.services import post
from karum.money import Money

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PURPOSES = [Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE, Purpose.BANK]
IDS = [UUID(int=n) for n in range(1, 13)]


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    debit, credit = draw(st.permutations(PURPOSES))[:2]
    kind = draw(st.sampled_from(list(Kind)))
    hold = draw(st.sampled_from(IDS)) if kind in (Kind.POST, Kind.VOID) else None
    return Entry(draw(st.sampled_from(IDS)), 1, debit, credit, Money(draw(st.integers(1, 50)), "EUR"), "t", kind, hold)


@dataclass
class Model:
    """What the books should say, kept in the plainest way."""

    written: dict[UUID, Entry] = field(default_factory=dict)

    def sums(self) -> dict[Purpose, tuple[int, int, int, int]]:
        found: dict[Purpose, list[int]] = {p: [0, 0, 0, 0] for p in PURPOSES}
        for e in self.written.values():
            held = self.written[e.pending_id].amount.minor if e.pending_id else 0
            pending = e.amount.minor if e.kind is Kind.PENDING else -held
            posted = e.amount.minor if e.kind in (Kind.SINGLE, Kind.POST) else 0
            found[e.debit][0] += pending
            found[e.debit][1] += posted
            found[e.credit][2] += pending
            found[e.credit][3] += posted
        return {p: (s[0], s[1], s[2], s[3]) for p, s in found.items()}

    def post(self, batch: list[Entry]) -> bool:
        """Take the whole batch or nothing of it; say which. Holds made in the same batch can't be resolved by it."""
        before = dict(self.written)
        for e in batch:
            if e.id in self.written:
                if self.written[e.id] != e:
                    return self._back(before)
                continue
            if e.pending_id is not None:
                hold = before.get(e.pending_id)
                fits = (
                    hold is not None and hold.kind is Kind.PENDING and (hold.debit, hold.credit) == (e.debit, e.credit)
                )
                if not fits or hold is None or e.amount.minor > hold.amount.minor:
                    return self._back(before)
                if any(o.pending_id == e.pending_id for o in self.written.values()):
                    return self._back(before)
            self.written[e.id] = e
        for purpose, (pending, debits, _, credited) in self.sums().items():
            if purpose in NEVER_OVERDRAWN and pending + debits > credited:
                return self._back(before)
        return True

    def _back(self, before: dict[UUID, Entry]) -> bool:
        self.written = before
        return False


@pytest.mark.django_db(transaction=False)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(entries(), min_size=1, max_size=5), max_size=8))
def test_the_books_equal_a_sequential_model(batches: list[list[Entry]], django_db_blocker: object) -> None:
    model = Model()
    with transaction.atomic():
        for batch in batches:
            try:
                with transaction.atomic():
                    post(batch, now=NOW)
                taken = True
            except LedgerRefused:
                taken = False
            assert taken == model.post(batch)
            kept = {
                b.key.purpose: (b.debits_pending, b.debits_posted, b.credits_pending, b.credits_posted)
                for b in balances(1)
            }
            assert all(kept.get(p, (0, 0, 0, 0)) == sums for p, sums in model.sums().items())
            assert (wrong_balances(), unbalanced_currencies()) == ([], [])
        transaction.set_rollback(True)
