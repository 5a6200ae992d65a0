"""The chain of blocks, and that the audit finds whatever was changed behind the ledger's back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from karum.ledger import checks
from karum.ledger.domain import Entry, Kind, Purpose
from karum.ledger.queries import Head, audit, head, quick_audit
from karum.ledger.services import post, seal
from karum.money import Money
from karum.site.cli import main

NOW = datetime(2026, 11, 1, 12, 30, 15, 250_000, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def entry(minor: int = 100, seller_id: int = 1, **facts: object) -> Entry:
    money = Money(minor, "EUR")
    return replace(Entry(uuid4(), seller_id, Purpose.CLEARING, Purpose.SUSPENSE, money, "a word"), **facts)  # type: ignore[arg-type]


def history() -> None:
    """Thirty transfers in three blocks, with holds posted in part and voided, and two more that wait for a seal."""
    for number in range(24):
        post([entry(100 + number, seller_id=number % 3)], now=NOW)
    for kind in (Kind.POST, Kind.VOID):
        hold = entry(kind=Kind.PENDING, order_key=uuid4())
        post([hold, replace(hold, id=uuid4(), kind=kind, pending_id=hold.id, amount=Money(60, "EUR"))], now=NOW)
    post([entry(), entry()], now=NOW)
    assert seal(now=NOW, size_max=10) == 30
    post([entry(), entry()], now=NOW)


@contextmanager
def behind_its_back() -> Iterator[Callable[..., None]]:
    """Whoever owns the database can switch every guard off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor.execute
        cursor.execute("SET LOCAL session_replication_role = origin")


def place(number: int) -> int:
    """The place of the n-th transfer, from zero."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM ledger_transfer ORDER BY seq OFFSET %s LIMIT 1", [number])
        return int(cursor.fetchone()[0])


def test_sound_books_have_no_flaws() -> None:
    history()
    found = audit(head())
    assert found.flaws == []
    assert (found.transfers, found.blocks, found.unsealed) == (32, 3, 2)
    assert (checks.chain().state, checks.sums().state) == ("warn", "ok")  # the last two wait since 2026-11-01
    assert seal(now=NOW) == 2
    assert checks.chain().state == "ok"


def test_empty_books_are_sound() -> None:
    assert (seal(now=NOW), head(), audit().flaws, quick_audit().flaws) == (0, None, [], [])


def test_the_digest_can_be_made_by_anybody_from_the_rows() -> None:
    order = uuid4()
    one, two = entry(order_key=order), entry(7, reference="ä|b")
    post([one, two], now=NOW)
    seal(now=NOW)
    at = "1793536215.250000"
    begin = place(0)
    words = (
        f"{begin}|1|{one.id}|single|clearing|suspense|EUR|100|-|{order}|{at}|-|6|a word\n"
        f"{begin + 1}|1|{two.id}|single|clearing|suspense|EUR|7|-|-|{at}|-|4|ä|b"
    )
    assert head() == Head(1, sha256(bytes(32) + words.encode()).hexdigest())


def test_a_transfer_that_was_changed_is_found_with_its_block() -> None:
    history()
    with behind_its_back() as do:
        do("UPDATE ledger_transfer SET amount_minor = amount_minor + 1 WHERE seq = %s", [place(12)])
        do("UPDATE ledger_account SET debits_posted = debits_posted + 1 WHERE seller_id = 0 AND purpose = 'clearing'")
        do("UPDATE ledger_account SET credits_posted = credits_posted + 1 WHERE seller_id = 0 AND purpose = 'suspense'")
    (flaw,) = audit().flaws  # the thief was careful: sums and balances agree, the chain does not
    assert flaw.startswith("block 2 (")
    assert flaw.endswith("a transfer was changed")


def test_a_transfer_whose_words_were_changed_is_found() -> None:
    history()
    with behind_its_back() as do:
        do("UPDATE ledger_transfer SET at = at - interval '1 microsecond' WHERE seq = %s", [place(3)])
    assert [flaw.partition(" (")[0] for flaw in audit().flaws] == ["block 1"]


def test_a_transfer_that_was_deleted_is_found() -> None:
    history()
    with behind_its_back() as do:
        do("DELETE FROM ledger_transfer WHERE seq = %s", [place(0)])
    chain, balance, other = audit().flaws
    assert chain.endswith("10 transfers were sealed, 9 are there")
    assert (balance.partition(": ")[0], other.partition(": ")[0]) == (
        "account 0:clearing:EUR",
        "account 0:suspense:EUR",
    )


def test_a_transfer_that_waits_for_its_seal_and_was_deleted_is_found_by_its_balances() -> None:
    history()
    with behind_its_back() as do:
        do("DELETE FROM ledger_transfer WHERE seq = %s", [place(31)])
    assert audit().flaws == [
        "account 1:clearing:EUR: debits posted 1352, from its transfers 1252",
        "account 1:suspense:EUR: credits posted 1352, from its transfers 1252",
    ]


def test_a_transfer_that_was_slipped_into_an_empty_place_is_found() -> None:
    """Both where a block was, and between two blocks."""
    for _ in range(3):
        post([entry()], now=NOW)
        with transaction.atomic():
            post([entry()], now=NOW)
            transaction.set_rollback(True)
    seal(now=NOW, size_max=2)
    assert (audit().flaws, audit().empty >= 2) == ([], True)
    empty = [place(0) + 1, place(1) + 1]
    columns = "seller_id, kind, debit, credit, currency, amount_minor, reference, at"
    with behind_its_back() as do:
        for seq in empty:
            do(
                f"INSERT INTO ledger_transfer (id, seq, {columns}) OVERRIDING SYSTEM VALUE"
                f" SELECT %s, %s, {columns} FROM ledger_transfer WHERE seq = %s",
                [uuid4(), seq, place(0)],
            )
    flaws = audit().flaws
    assert [flaw.partition(": ")[2] for flaw in flaws[:2]] == [
        "2 transfers were sealed, 3 are there",
        "1 transfers were sealed, 2 are there",
    ]


def test_blocks_that_were_swapped_are_found() -> None:
    history()
    with behind_its_back() as do:
        do("UPDATE ledger_block SET number = CASE number WHEN 2 THEN 30 ELSE 20 END WHERE number > 1")
        do("UPDATE ledger_block SET number = number / 10 WHERE number > 1")
    assert "block 2 does not follow block 1: it does not carry the digest of the block before it" in audit().flaws
    assert quick_audit().flaws


def test_a_block_that_was_taken_away_is_found() -> None:
    history()
    with behind_its_back() as do:
        do("DELETE FROM ledger_block WHERE number = 2")
    assert audit().flaws[0] == "block 3 does not follow block 1: it does not carry the digest of the block before it"


def test_a_chain_that_was_written_anew_is_found_by_a_head_that_was_kept() -> None:
    """Whoever owns the database can also seal again; only a digest that is kept elsewhere tells."""
    history()
    kept = head()
    with behind_its_back() as do:
        do("DELETE FROM ledger_block")
        do("UPDATE ledger_transfer SET reference = 'another' WHERE seq = %s", [place(2)])
    seal(now=NOW, size_max=10)
    assert audit().flaws == []
    (flaw,) = audit(kept).flaws
    assert flaw.startswith("block 3 now has the digest")
    with behind_its_back() as do:
        do("DELETE FROM ledger_block")
    assert audit(kept).flaws == ["block 3, whose digest was kept, is gone"]


def test_a_balance_that_was_changed_is_found() -> None:
    history()
    with behind_its_back() as do:
        do("UPDATE ledger_account SET credits_posted = credits_posted + 5 WHERE seller_id = 2 AND purpose = 'suspense'")
    sums, balance = audit().flaws
    assert sums == "books of seller 2 in EUR: debits exceed credits by -5 posted and 0 pending"
    assert balance == "account 2:suspense:EUR: credits posted 905, from its transfers 900"


def test_a_hold_that_was_taken_from_its_end_is_found() -> None:
    history()
    with behind_its_back() as do:
        do("DELETE FROM ledger_transfer WHERE kind = 'pending' AND seq = %s", [place(24)])
    assert any(flaw.endswith("ends a hold that is not there") for flaw in audit().flaws)


INSERT = "INSERT INTO ledger_block SELECT {}, now() FROM ledger_block WHERE number = 3"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_block SET transfers = 1",
        "DELETE FROM ledger_block",
        "TRUNCATE ledger_block",
        INSERT.format("number + 2, last_seq + 1, last_seq + 2, 1, digest, digest"),
        INSERT.format("number + 1, last_seq + 1, last_seq + 2, 1, previous, digest"),
        INSERT.format("number + 1, last_seq, last_seq + 2, 1, digest, digest"),
        "UPDATE ledger_transfer SET seq = DEFAULT",
    ],
)
def test_the_database_itself_keeps_the_blocks(statement: str) -> None:
    history()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert audit().flaws == []


@pytest.mark.django_db(transaction=True)
def test_the_sealer_waits_for_whoever_writes_and_lets_others_write_on() -> None:
    """A transfer with a lower place may be committed after one with a higher place: no block passes it by."""
    written, go = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            post([entry(1)], now=NOW)
            written.set()
            go.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    post([entry(2, seller_id=2)], now=NOW)  # a higher place, committed
    assert seal(now=NOW, wait_s_max=0.05) is None
    post([entry(3, seller_id=3)], now=NOW)  # nobody was kept waiting
    threading.Timer(0.2, go.set).start()
    assert seal(now=NOW, wait_s_max=20) == 3
    thread.join()
    assert (audit().flaws, audit().transfers, audit().unsealed) == ([], 3, 0)


@pytest.mark.django_db(transaction=True)
def test_sealing_while_many_write_leaves_no_transfer_out() -> None:
    ended = threading.Event()

    def write(number: int) -> None:
        for _ in range(40):
            post([entry(1, seller_id=number)], now=NOW)
        connection.close()

    def sealer() -> None:
        while not ended.is_set():
            seal(now=NOW, size_max=7)
        connection.close()

    writers = [threading.Thread(target=write, args=[number]) for number in range(6)]
    sealers = [threading.Thread(target=sealer) for _ in range(2)]
    for thread in [*writers, *sealers]:
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    for thread in sealers:
        thread.join()
    seal(now=NOW)
    found = audit()
    assert (found.flaws, found.transfers, found.unsealed) == ([], 240, 0)


def test_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger", "head"]) == 1
    history()
    assert main(["ledger", "seal"]) == 0
    kept = head()
    assert main(["ledger", "head"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"2 transfers sealed; head {kept}", str(kept)]
    assert main(["ledger", "verify", "--head", str(kept)]) == 0
    assert "32 transfers, 4 blocks, 0 transfers not sealed yet" in capsys.readouterr().out
    with behind_its_back() as do:
        do("UPDATE ledger_account SET debits_posted = 1 WHERE seller_id = 0 AND purpose = 'clearing'")
    assert main(["ledger", "verify"]) == 1
    said = capsys.readouterr().out
    assert "WRONG  account 0:clearing:EUR: debits posted 1, from its transfers" in said


def test_verify_says_when_money_is_there_that_no_order_was_charged(capsys: pytest.CaptureFixture[str]) -> None:
    post([entry(credit=Purpose.ESCROW)], now=NOW)
    assert audit().flaws == []
    assert main(["ledger", "verify"]) == 1
    assert "WRONG  orders against money: seller 1 in EUR: 100 held, 0 charged" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "1", "x:00", "1:00", "1:" + "zz" * 32])
def test_a_head_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SystemExit) as end:
        main(["ledger", "verify", "--head", text])
    assert end.value.code == 2
