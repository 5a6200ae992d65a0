"""The exports are accepted by hledger and beancount themselves, and their balance is zero."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from beancount import loader
from beancount.core import data, inventory

from karum.ledger.domain import SIDES, Entry, Kind, Purpose
from karum.ledger.export import beancount, hledger
from karum.ledger.queries import settled_postings
from karum.ledger.services import post
from karum.money import Money

NOW = datetime(2026, 11, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def books() -> None:
    """Every account there is, three currencies, holds (posted, voided, open), and a reference with awkward signs."""
    order = uuid4()
    for currency in ("EUR", "JPY", "KWD"):
        hold, void, money = uuid4(), uuid4(), Money(12_345, currency)
        for id_ in (hold, void, uuid4()):
            post([Entry(id_, 7, Purpose.CLEARING, Purpose.ESCROW, money, "hold", Kind.PENDING, None, order)], now=NOW)
        paid = Entry(uuid4(), 7, Purpose.CLEARING, Purpose.ESCROW, money, "paid", Kind.POST, hold, order)
        gone = Entry(uuid4(), 7, Purpose.CLEARING, Purpose.ESCROW, money, "void", Kind.VOID, void, order)
        release = Entry(uuid4(), 7, Purpose.ESCROW, Purpose.PAYABLE, Money(12_000, currency), 'a "word"; | \\ more')
        post([paid, gone, release], now=NOW + timedelta(days=1))
    for purpose in Purpose:
        if purpose is not Purpose.CLEARING:
            money = Money(500, "EUR")
            sides = (Purpose.CLEARING, purpose)
            if SIDES[purpose] in ("assets", "expenses"):
                sides = (purpose, Purpose.CLEARING)
            post([Entry(uuid4(), 0, *sides, money, purpose)], now=NOW + timedelta(days=2))


def test_hledger_accepts_the_books_and_they_sum_to_zero(tmp_path: Path) -> None:
    program = shutil.which("hledger")
    assert program, "hledger is missing: apt-get install hledger (make test does it where it may)"
    books()
    journal = tmp_path / "books.journal"
    journal.write_text("".join(hledger(settled_postings())))
    checked = subprocess.run([program, "-f", journal, "check", "--strict"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    total = subprocess.run([program, "-f", journal, "balance", "-N"], capture_output=True, text=True, check=True).stdout
    assert "KWD -12.000  liabilities:payable:seller-7" in total
    assert "EUR 5.00  expenses:loss:hub" in total
    zero = subprocess.run(
        [program, "-f", journal, "balance", "--depth", "0"], capture_output=True, text=True, check=True
    )
    assert zero.stdout.split()[-1] == "0"


def test_beancount_accepts_the_books_and_they_sum_to_zero(tmp_path: Path) -> None:
    books()
    file = tmp_path / "books.beancount"
    file.write_text("".join(beancount(settled_postings())))
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    transactions = [entry for entry in entries if isinstance(entry, data.Transaction)]
    assert len(transactions) == 6 + len(Purpose) - 1
    total = inventory.Inventory()
    payable = inventory.Inventory()
    for transaction in transactions:
        for posting in transaction.postings:
            total.add_position(posting)
            if posting.account == "Liabilities:Payable:Seller-7":
                payable.add_position(posting)
    assert total.is_empty()
    assert str(payable.get_currency_units("KWD")) == "-12.000 KWD"
    checked = subprocess.run(
        [sys.executable, "-m", "beancount.scripts.check", file], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_beancount_finds_a_cent_that_is_missing(tmp_path: Path) -> None:
    books()
    file = tmp_path / "books.beancount"
    file.write_text("".join(beancount(settled_postings())).replace("-120.00 EUR", "-119.99 EUR", 1))
    assert "does not balance" in loader.load_file(str(file))[1][0].message
