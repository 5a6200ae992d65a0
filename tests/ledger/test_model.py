"""Random batches against a sequential model: the ledger's verdicts and books are the model's.

Two kinds of entries meet: any at all from a small set of ids, which mostly are refused, and sensible ones (resolve a
hold that is there, send again what was sent, take what an account has), so that long histories come about.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from karum.ledger.domain import Entry, Kind, LedgerRefused, Purpose, Verdict
from karum.ledger.queries import balances, unbalanced_currencies, wrong_balances
from karum.ledger.services import post, post_each
from karum.money import Money
from tests.ledger.model import Model

START = datetime(2026, 11, 1, tzinfo=UTC)
PURPOSES = [Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE, Purpose.RECEIVABLE]
IDS = [UUID(int=n) for n in range(1, 40)]
HOUR = timedelta(hours=1)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from([Kind.SINGLE, Kind.SINGLE, Kind.PENDING, Kind.POST, Kind.VOID]))
    hold = draw(st.sampled_from(IDS)) if kind in (Kind.POST, Kind.VOID) else None
    if draw(st.integers(0, 60)) == 0:
        hold = draw(st.sampled_from([None, IDS[0]]))
    expires = START + draw(st.integers(1, 6)) * HOUR if kind is Kind.PENDING and draw(st.booleans()) else None
    return Entry(
        draw(st.sampled_from(IDS)),
        draw(st.integers(1, 2)),
        draw(st.sampled_from(PURPOSES)),
        draw(st.sampled_from(PURPOSES)),
        Money(draw(st.integers(0, 50)), draw(st.sampled_from(["EUR", "EUR", "EUR", "JPY"]))),
        "t",
        kind,
        hold,
        expires_at=expires,
    )


class Ledger(RuleBasedStateMachine):
    """Each step posts one batch of chains, or moves the clock."""

    sent = Bundle("sent")

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model = Model()
        self.now = START
        first = Entry(UUID(int=1000), 1, Purpose.CLEARING, Purpose.ESCROW, Money(100, "EUR"), "t")
        self._post([[first]])

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(target=sent, batch=st.lists(st.lists(entries(), max_size=3), min_size=1, max_size=8))
    def post_anything(self, batch: list[list[Entry]]) -> list[list[Entry]]:
        self._post(batch)
        return batch

    @rule(batches=st.lists(sent, min_size=1, max_size=2), shuffle=st.randoms())
    def send_again(self, batches: list[list[list[Entry]]], shuffle: object) -> None:
        again = [chain for batch in batches for chain in batch]
        shuffle.shuffle(again)  # type: ignore[attr-defined]
        self._post(again)

    @rule(
        picks=st.lists(
            st.tuples(
                st.integers(0, 99),
                st.sampled_from(IDS),
                st.sampled_from([Kind.POST, Kind.VOID]),
                st.integers(0, 50),
                st.booleans(),
                st.booleans(),
            ),
            min_size=1,
            max_size=5,
        )
    )
    def resolve(self, picks: list[tuple[int, UUID, Kind, int, bool, bool]]) -> None:
        """Post and void holds that are there or are made in this very batch: whole, in part, twice, after a refusal."""
        batch: list[list[Entry]] = []
        for number, id_, kind, less, in_one_chain, spoiled in picks:
            holds = [e for e in self.model.written.values() if e.kind is Kind.PENDING]
            expires = self.now + (number // 2 % 3) * HOUR if number % 2 else None
            made = Entry(
                id_, 1, Purpose.CLEARING, Purpose.ESCROW, Money(40, "EUR"), "t", Kind.PENDING, expires_at=expires
            )
            hold = holds[number % len(holds)] if holds and number % 5 > 1 else made
            amount = Money(max(hold.amount.minor - less, 1), hold.amount.currency)
            end = replace(
                hold, id=UUID(int=id_.int + 100), kind=kind, pending_id=hold.id, amount=amount, expires_at=None
            )
            chain = [end] if hold is not made else [made, end]
            if spoiled:
                batch.append([*chain, replace(made, id=UUID(int=2000), amount=Money(0, "EUR"))])
            batch += [chain] if in_one_chain else [[e] for e in chain]
        self._post(batch)

    @rule(hours=st.integers(1, 3))
    def wait(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(chain=st.lists(entries(), max_size=3))
    def post_one(self, chain: list[Entry]) -> None:
        expected = self.model.post(chain, self.now)
        if expected[0] in (Verdict.CREATED, Verdict.EXISTS):
            assert post(chain, now=self.now) == expected[1]
            return
        with pytest.raises(LedgerRefused) as caught:
            post(chain, now=self.now)
        assert caught.value.verdict is expected[0]

    def _post(self, batch: Sequence[Sequence[Entry]]) -> None:
        expected = [self.model.post(chain, self.now) for chain in batch]
        assert [(r.verdict, r.new) for r in post_each(batch, now=self.now)] == expected

    @invariant()
    def same_books(self) -> None:
        if not hasattr(self, "model"):
            return
        kept = {
            (b.key.seller_id, b.key.purpose, b.key.currency): sums
            for b in balances()
            if any(sums := (b.debits_pending, b.debits_posted, b.credits_pending, b.credits_posted))
        }
        assert kept == {key: sums for key, sums in self.model.sums().items() if any(sums)}
        assert (wrong_balances(), unbalanced_currencies()) == ([], [])


@pytest.mark.django_db
def test_the_books_equal_a_sequential_model() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=60,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )
