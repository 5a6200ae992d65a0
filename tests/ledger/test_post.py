"""Posting: all or nothing, once, never overdrawn, always balanced."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from karum.ledger.domain import AccountKey, Entry, Kind, LedgerRefused, Purpose, Verdict
from karum.ledger.queries import balance, unbalanced_currencies, wrong_balances
from karum.ledger.services import post
from karum.money import Money

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CLEARING, ESCROW, PAYABLE = Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE

pytestmark = pytest.mark.django_db


def entry(
    debit: Purpose = CLEARING,
    credit: Purpose = ESCROW,
    minor: int = 100,
    kind: Kind = Kind.SINGLE,
    hold: UUID | None = None,
    id_: UUID | None = None,
    currency: str = "EUR",
    seller_id: int = 1,
) -> Entry:
    return Entry(id_ or uuid4(), seller_id, debit, credit, Money(minor, currency), "test", kind, hold)


def sums(purpose: Purpose) -> tuple[int, int, int, int]:
    b = balance(AccountKey(1, purpose, "EUR"))
    return b.debits_pending, b.debits_posted, b.credits_pending, b.credits_posted


def refused(*entries: Entry) -> Verdict:
    with pytest.raises(LedgerRefused) as caught:
        post(entries, now=NOW)
    return caught.value.verdict


def test_a_single_transfer_moves_both_accounts() -> None:
    assert post([entry(minor=250)], now=NOW) == 1
    assert (sums(CLEARING), sums(ESCROW)) == ((0, 250, 0, 0), (0, 0, 0, 250))


def test_the_same_id_twice_moves_the_money_once() -> None:
    once = entry()
    assert post([once, once], now=NOW) == 1
    assert post([once], now=NOW) == 0
    assert sums(ESCROW) == (0, 0, 0, 100)


def test_an_id_reused_for_something_else_is_refused_in_and_across_batches() -> None:
    first = entry()
    other = entry(minor=101, id_=first.id)
    assert refused(first, other) is Verdict.ID_REUSED
    post([first], now=NOW)
    assert refused(other) is Verdict.ID_REUSED
    assert sums(ESCROW) == (0, 0, 0, 100)


def test_a_hold_is_posted_in_part_and_the_rest_is_let_go() -> None:
    hold = entry(kind=Kind.PENDING)
    post([hold], now=NOW)
    assert sums(ESCROW) == (0, 0, 100, 0)
    post([entry(kind=Kind.POST, hold=hold.id, minor=60)], now=NOW)
    assert (sums(CLEARING), sums(ESCROW)) == ((0, 60, 0, 0), (0, 0, 0, 60))


def test_a_void_lets_the_whole_hold_go() -> None:
    hold = entry(kind=Kind.PENDING)
    post([hold], now=NOW)
    post([entry(kind=Kind.VOID, hold=hold.id)], now=NOW)
    assert (sums(CLEARING), sums(ESCROW)) == ((0, 0, 0, 0), (0, 0, 0, 0))


def test_a_hold_is_resolved_once() -> None:
    hold = entry(kind=Kind.PENDING)
    post([hold], now=NOW)
    post([entry(kind=Kind.VOID, hold=hold.id)], now=NOW)
    assert refused(entry(kind=Kind.POST, hold=hold.id)) is Verdict.ALREADY_RESOLVED


@pytest.mark.parametrize(
    ("wrong", "verdict"),
    [
        ({"minor": 101}, Verdict.HOLD_EXCEEDED),
        ({"credit": PAYABLE}, Verdict.HOLD_DIFFERS),
        ({"currency": "USD"}, Verdict.HOLD_DIFFERS),
        ({"hold": UUID(int=5)}, Verdict.HOLD_UNKNOWN),
        ({"seller_id": 2}, Verdict.HOLD_UNKNOWN),
    ],
)
def test_a_hold_is_only_resolved_as_it_was_made(wrong: dict[str, object], verdict: Verdict) -> None:
    hold = entry(kind=Kind.PENDING)
    post([hold], now=NOW)
    facts: dict[str, object] = {"kind": Kind.POST, "hold": hold.id} | wrong
    assert refused(entry(**facts)) is verdict  # type: ignore[arg-type]


def test_money_that_is_not_there_cannot_leave_and_nothing_of_the_batch_is_written() -> None:
    post([entry(minor=100)], now=NOW)
    good, bad = entry(ESCROW, PAYABLE, 60), entry(ESCROW, PAYABLE, 41)
    assert refused(good, bad) is Verdict.OVERDRAWN
    assert (sums(ESCROW), sums(PAYABLE)) == ((0, 0, 0, 100), (0, 0, 0, 0))


def test_holds_count_against_the_balance() -> None:
    post([entry(minor=100)], now=NOW)
    post([entry(ESCROW, PAYABLE, 80, kind=Kind.PENDING)], now=NOW)
    assert refused(entry(ESCROW, PAYABLE, 21)) is Verdict.OVERDRAWN


def test_nobody_pays_back_more_than_she_owes() -> None:
    owes = Purpose.RECEIVABLE
    post([entry(owes, CLEARING, 80), entry(CLEARING, PAYABLE, 200)], now=NOW)
    assert refused(entry(PAYABLE, owes, 81)) is Verdict.OVERPAID
    post([entry(PAYABLE, owes, 50, kind=Kind.PENDING)], now=NOW)
    assert refused(entry(PAYABLE, owes, 31)) is Verdict.OVERPAID
    post([entry(PAYABLE, owes, 30)], now=NOW)
    assert balance(AccountKey(1, owes, "EUR")).net == Money(50, "EUR")


@pytest.mark.parametrize("minor", [0, -1])
def test_an_amount_is_more_than_zero(minor: int) -> None:
    assert refused(entry(minor=minor)) is Verdict.NOT_POSITIVE


def test_debit_and_credit_are_two_accounts() -> None:
    assert refused(entry(ESCROW, ESCROW)) is Verdict.SAME_ACCOUNT


def test_a_refusal_in_the_callers_transaction_leaves_it_usable() -> None:
    with transaction.atomic():
        post([entry()], now=NOW)
        assert refused(entry(ESCROW, PAYABLE, 1_000)) is Verdict.OVERDRAWN
        post([entry()], now=NOW)
    assert sums(ESCROW) == (0, 0, 0, 200)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount_minor = 1",
        "DELETE FROM ledger_transfer",
        "TRUNCATE ledger_transfer",
        "DELETE FROM ledger_account",
        "UPDATE ledger_account SET debits_posted = debits_posted + 1 WHERE purpose = 'clearing'",
        "UPDATE ledger_account SET credits_pending = credits_pending + 1",
        (
            "UPDATE ledger_account SET debits_posted = debits_posted + CASE purpose WHEN 'escrow' THEN 101 ELSE 0 END,"
            " credits_posted = credits_posted + CASE purpose WHEN 'clearing' THEN 101 ELSE 0 END"
        ),
        "INSERT INTO ledger_account VALUES (9, 'escrow', 'EUR', 0, 0, 0, 5)",
    ],
)
def test_the_database_itself_refuses_to_break_the_books(statement: str) -> None:
    post([entry()], now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert sums(ESCROW) == (0, 0, 0, 100)


def test_the_check_finds_a_loss_that_is_planted() -> None:
    post([entry()], now=NOW)
    assert (wrong_balances(), unbalanced_currencies()) == ([], [])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_account DISABLE TRIGGER account_balanced")
        cursor.execute("UPDATE ledger_account SET credits_posted = credits_posted - 1 WHERE purpose = 'escrow'")
    assert (wrong_balances(), unbalanced_currencies()) == ([AccountKey(1, ESCROW, "EUR")], ["EUR"])
