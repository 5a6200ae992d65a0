"""Every chain of a batch gets the answer that it would get alone, after those before it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from karum.ledger.domain import AccountKey, Entry, Kind, Purpose, Verdict
from karum.ledger.models import Transfer
from karum.ledger.queries import balance, wrong_balances
from karum.ledger.services import post, post_each
from karum.money import Money

NOW = datetime(2026, 11, 1, tzinfo=UTC)
T = TypeVar("T")
CLEARING, ESCROW, PAYABLE = Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE


def entry(
    debit: Purpose = CLEARING, credit: Purpose = ESCROW, minor: int = 100, kind: Kind = Kind.SINGLE, seller_id: int = 1
) -> Entry:
    return Entry(uuid4(), seller_id, debit, credit, Money(minor, "EUR"), "test", kind)


def end(hold: Entry, kind: Kind = Kind.POST, minor: int | None = None) -> Entry:
    amount = hold.amount if minor is None else Money(minor, "EUR")
    return replace(hold, id=uuid4(), kind=kind, pending_id=hold.id, amount=amount, expires_at=None)


def verdicts(*chains: list[Entry], now: datetime = NOW) -> list[Verdict]:
    return [result.verdict for result in post_each(chains, now=now)]


def escrow() -> tuple[int, int]:
    b = balance(AccountKey(1, ESCROW, "EUR"))
    return b.credits_pending, b.net.minor


@pytest.mark.django_db
def test_each_chain_is_taken_or_refused_by_itself() -> None:
    enough, too_much = entry(ESCROW, PAYABLE, 60), entry(ESCROW, PAYABLE, 41)
    then = entry(ESCROW, PAYABLE, 40)
    assert verdicts([entry()], [enough], [too_much], [then]) == [
        Verdict.CREATED,
        Verdict.CREATED,
        Verdict.OVERDRAWN,
        Verdict.CREATED,
    ]
    assert escrow() == (0, 0)
    assert verdicts([enough], [too_much]) == [Verdict.EXISTS, Verdict.OVERDRAWN]


@pytest.mark.django_db
def test_nothing_of_a_refused_chain_is_written_and_its_ids_stay_free() -> None:
    good, bad = entry(), entry(ESCROW, PAYABLE, 101)
    assert verdicts([good, bad], [good], [bad]) == [Verdict.OVERDRAWN, Verdict.CREATED, Verdict.OVERDRAWN]
    assert escrow() == (0, 100)


@pytest.mark.django_db
def test_within_a_chain_money_may_pass_through_in_any_order() -> None:
    assert verdicts([entry(ESCROW, PAYABLE), entry()]) == [Verdict.CREATED]


@pytest.mark.django_db
def test_the_same_transfer_twice_in_a_batch_exists_the_second_time() -> None:
    once = entry()
    other = replace(once, amount=Money(99, "EUR"))
    assert verdicts([once], [once], [other], [once, once]) == [
        Verdict.CREATED,
        Verdict.EXISTS,
        Verdict.ID_REUSED,
        Verdict.EXISTS,
    ]
    assert escrow() == (0, 100)


@pytest.mark.django_db
def test_a_hold_is_made_and_resolved_once_within_a_batch() -> None:
    hold = entry(kind=Kind.PENDING)
    assert verdicts([end(hold)], [hold], [end(hold, minor=60)], [end(hold, Kind.VOID)], [end(hold, minor=101)]) == [
        Verdict.HOLD_UNKNOWN,
        Verdict.CREATED,
        Verdict.CREATED,
        Verdict.ALREADY_RESOLVED,
        Verdict.HOLD_EXCEEDED,
    ]
    assert (escrow(), wrong_balances()) == ((0, 60), [])


@pytest.mark.django_db
def test_a_resolution_that_is_refused_with_its_chain_leaves_the_hold_open() -> None:
    hold = entry(kind=Kind.PENDING)
    assert verdicts([hold], [end(hold), entry(ESCROW, PAYABLE, 101)], [end(hold, Kind.VOID)]) == [
        Verdict.CREATED,
        Verdict.OVERDRAWN,
        Verdict.CREATED,
    ]
    assert escrow() == (0, 0)


@pytest.mark.django_db
def test_an_expired_hold_can_be_voided_and_not_posted() -> None:
    hold = replace(entry(kind=Kind.PENDING), expires_at=NOW)
    before = NOW - timedelta(seconds=1)
    assert verdicts([hold], [end(hold)], now=before) == [Verdict.CREATED, Verdict.CREATED]
    other = replace(hold, id=uuid4())
    assert verdicts([other], [end(other)], [end(other, Kind.VOID)]) == [
        Verdict.CREATED,
        Verdict.HOLD_EXPIRED,
        Verdict.CREATED,
    ]


@pytest.mark.django_db
def test_entries_that_make_no_sense_are_refused_by_themselves() -> None:
    post_without_hold = entry(kind=Kind.POST)
    single_with_hold = replace(entry(), pending_id=uuid4())
    single_that_expires = replace(entry(), expires_at=NOW)
    assert verdicts([post_without_hold], [single_with_hold], [single_that_expires], [entry()], []) == [
        Verdict.MALFORMED,
        Verdict.MALFORMED,
        Verdict.MALFORMED,
        Verdict.CREATED,
        Verdict.EXISTS,
    ]


@pytest.mark.django_db
def test_a_result_says_which_entry_and_why() -> None:
    bad = entry(minor=0)
    (result,) = post_each([[entry(), bad]], now=NOW)
    assert (result.entry, result.new, result.taken) == (bad, 0, False)
    assert "not more than zero" in result.said


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_the_same_transfers_move_the_money_once() -> None:
    """Twelve clients send overlapping batches in different orders, with ids that two sellers' accounts share."""
    entries = [entry(minor=n + 1, seller_id=1 + n % 3) for n in range(60)]
    answers = _at_once(12, lambda n: post_each([[e] for e in (entries if n % 2 else entries[::-1])], now=NOW))
    created = [r for results in answers for r in results if r.verdict is Verdict.CREATED]
    assert (len(created), sum(len(results) for results in answers)) == (60, 720)
    assert {r.verdict for results in answers for r in results} == {Verdict.CREATED, Verdict.EXISTS}
    assert (escrow()[1], wrong_balances()) == (sum(e.amount.minor for e in entries[::3]), [])


@pytest.mark.django_db(transaction=True)
def test_an_id_that_two_writers_use_for_different_accounts_is_taken_once() -> None:
    """They lock no account in common: only the writing itself can tell."""
    for _ in range(10):
        first = entry()
        others = [first, replace(first, debit=Purpose.BANK, credit=Purpose.SUSPENSE)]
        answers = _at_once(2, lambda n, others=others: post_each([[others[n]]], now=NOW))
        assert sorted(results[0].verdict for results in answers) == [Verdict.CREATED, Verdict.ID_REUSED]
    assert wrong_balances() == []


@pytest.mark.django_db(transaction=True)
def test_a_hold_that_many_resolve_at_once_is_resolved_once() -> None:
    holds = [entry(kind=Kind.PENDING) for _ in range(10)]
    post(holds, now=NOW)
    answers = _at_once(
        6, lambda n: post_each([[end(hold, Kind.VOID if n % 2 else Kind.POST)] for hold in holds], now=NOW)
    )
    for number in range(10):
        found = sorted(results[number].verdict for results in answers)
        assert found == [Verdict.ALREADY_RESOLVED] * 5 + [Verdict.CREATED]
    assert (escrow()[0], wrong_balances()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_batches_that_cross_wait_for_each_other_and_never_deadlock() -> None:
    """Accounts of many sellers, named in opposite orders by batches that know nothing of each other."""

    def send(number: int) -> list[Verdict]:
        sellers = range(1, 41) if number % 2 else range(40, 0, -1)
        return [v for _ in range(5) for v in verdicts(*([entry(seller_id=seller)] for seller in sellers))]

    verdicts(*([entry(seller_id=seller)] for seller in range(1, 41)))
    answers = _at_once(6, send)
    assert {verdict for found in answers for verdict in found} == {Verdict.CREATED}
    assert wrong_balances() == []


@pytest.mark.django_db
def test_a_hold_that_stands_is_ended_in_full_or_in_part() -> None:
    """In full it is taken for granted; a void, or a post of less, is looked at more closely."""
    holds = [entry(kind=Kind.PENDING) for _ in range(3)]
    post(holds, now=NOW)
    assert verdicts([end(holds[0])], [end(holds[0])]) == [Verdict.CREATED, Verdict.ALREADY_RESOLVED]
    assert verdicts([end(holds[1], minor=30)]) == [Verdict.CREATED]
    assert verdicts([end(holds[2], Kind.VOID, 30)]) == [Verdict.CREATED]
    assert (escrow(), wrong_balances()) == ((0, 130), [])


@pytest.mark.django_db
def test_any_text_is_kept_as_it_is() -> None:
    awkward = ["", "NULL", 'a "b" \\ {c,d}', "ä\n|'", " "]
    transfers = [replace(entry(), reference=text, order_key=None if text else uuid4()) for text in awkward]
    assert set(verdicts(*([transfer] for transfer in transfers))) == {Verdict.CREATED}
    stored = {row.id: row for row in Transfer.objects.all()}
    assert [stored[transfer.id].reference for transfer in transfers] == awkward
    assert [stored[transfer.id].order_key for transfer in transfers] == [transfer.order_key for transfer in transfers]
    with pytest.raises(DatabaseError), transaction.atomic():
        post([replace(entry(), reference="a\0b")], now=NOW)


HOLD, OTHER = UUID(int=1), UUID(int=2)
COLUMNS = "(seller_id, id, kind, debit, credit, currency, amount_minor, pending_id, reference, at, expires_at)"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        f"(1, '{OTHER}', 'post', 'clearing', 'escrow', 'EUR', 101, '{HOLD}', '', now(), NULL)",
        f"(1, '{OTHER}', 'post', 'clearing', 'payable', 'EUR', 50, '{HOLD}', '', now(), NULL)",
        f"(1, '{OTHER}', 'post', 'clearing', 'escrow', 'USD', 50, '{HOLD}', '', now(), NULL)",
        f"(1, '{OTHER}', 'void', 'clearing', 'escrow', 'EUR', 50, '{OTHER}', '', now(), NULL)",
        f"(2, '{OTHER}', 'void', 'clearing', 'escrow', 'EUR', 50, '{HOLD}', '', now(), NULL)",
        f"(1, '{OTHER}', 'post', 'clearing', 'escrow', 'EUR', 50, '{HOLD}', '', '2030-01-01', NULL)",
        f"(1, '{OTHER}', 'single', 'clearing', 'escrow', 'EUR', 50, NULL, '', now(), now())",
        f"(1, '{HOLD}', 'single', 'clearing', 'escrow', 'EUR', 50, NULL, '', now(), NULL)",
    ],
)
def test_the_database_itself_refuses_a_resolution_that_is_not_its_holds(values: str) -> None:
    hold = replace(entry(kind=Kind.PENDING), id=HOLD, expires_at=datetime(2029, 1, 1, tzinfo=UTC))
    post([hold], now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO ledger_transfer {COLUMNS} VALUES {values}")


@pytest.mark.django_db
def test_the_database_itself_resolves_a_hold_once_and_lets_no_account_be_renamed() -> None:
    hold = replace(entry(kind=Kind.PENDING), id=HOLD)
    post([hold, end(hold, Kind.VOID)], now=NOW)
    values = f"(1, '{OTHER}', 'void', 'clearing', 'escrow', 'EUR', 50, '{HOLD}', '', now(), NULL)"
    for statement in (
        f"INSERT INTO ledger_transfer {COLUMNS} VALUES {values}",
        "UPDATE ledger_account SET seller_id = 2",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def _at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """Run ``work(0)``, ``work(1)``, ... in threads that begin together; their answers."""
    gate = threading.Barrier(count)
    answers: dict[int, T] = {}

    def run(number: int) -> None:
        gate.wait()
        try:
            answers[number] = work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(count)]
