"""The books as they stood at any past moment."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from karum.ledger.domain import AccountKey, Entry, Kind, Purpose
from karum.ledger.queries import balance, balance_at, balances, balances_at
from karum.ledger.services import post_each
from karum.money import Money
from tests.ledger.model import Model

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PURPOSES = [Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE]


@pytest.mark.django_db
def test_at_every_moment_the_books_were_the_models() -> None:
    chance, model = Random(4), Model()
    kept = []
    for hour in range(60):
        now = NOW + timedelta(hours=hour)
        batch = []
        for _ in range(4):
            debit, credit = chance.sample(PURPOSES, 2)
            id_ = UUID(int=chance.getrandbits(128), version=4)
            seller, money = chance.randint(1, 2), Money(chance.randint(1, 90), "EUR")
            kind = chance.choice([Kind.SINGLE, Kind.PENDING])
            batch.append([Entry(id_, seller, debit, credit, money, "t", kind)])
        holds = [e for e in model.written.values() if e.kind is Kind.PENDING]
        if holds:
            held = chance.choice(holds)
            kind = chance.choice([Kind.POST, Kind.VOID])
            end = UUID(int=chance.getrandbits(128), version=4)
            batch.append([Entry(end, held.seller_id, held.debit, held.credit, held.amount, "t", kind, held.id)])
        expected = [model.post(chain, now)[0] for chain in batch]
        assert [r.verdict for r in post_each(batch, now=now)] == expected
        kept.append((now, model.sums()))
    assert any(sums[3] for _, books in kept for sums in books.values())
    for now, books in kept:
        for moment in (now, now + timedelta(minutes=59)):
            found = {
                (b.key.seller_id, b.key.purpose, b.key.currency): (
                    b.debits_pending,
                    b.debits_posted,
                    b.credits_pending,
                    b.credits_posted,
                )
                for b in balances_at(moment)
            }
            assert {key: sums for key, sums in found.items() if any(sums)} == {
                key: sums for key, sums in books.items() if any(sums)
            }
    key = AccountKey(1, Purpose.ESCROW, "EUR")
    assert balance_at(key, NOW + timedelta(days=9)) == balance(key)
    assert balances_at(NOW + timedelta(days=9), 2) == balances(2)
    assert balance_at(key, NOW - timedelta(days=1)).net == Money(0, "EUR")
    never = AccountKey(77, Purpose.ESCROW, "EUR")
    assert balance_at(never, NOW).net == Money(0, "EUR")
