"""The export is accepted by hledger itself, and its balance is zero."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from karum.ledger.domain import Entry, Kind, Purpose
from karum.ledger.export import hledger
from karum.ledger.queries import settled_postings
from karum.ledger.services import post
from karum.money import Money

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_hledger_accepts_the_books_and_they_sum_to_zero(tmp_path: Path) -> None:
    program = shutil.which("hledger")
    assert program, "hledger is missing: apt-get install hledger (make test does it where it may)"
    order = uuid4()
    for currency in ("EUR", "JPY", "KWD"):
        hold = uuid4()
        money = Money(12_345, currency)
        post([Entry(hold, 7, Purpose.CLEARING, Purpose.ESCROW, money, "hold", Kind.PENDING, order_key=order)], now=NOW)
        post(
            [Entry(uuid4(), 7, Purpose.CLEARING, Purpose.ESCROW, money, "paid", Kind.POST, hold, order_key=order)],
            now=NOW,
        )
        post([Entry(uuid4(), 7, Purpose.ESCROW, Purpose.PAYABLE, Money(12_000, currency), "release")], now=NOW)
    journal = tmp_path / "books.journal"
    journal.write_text("".join(hledger(settled_postings())))
    checked = subprocess.run([program, "-f", journal, "check", "--strict"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    total = subprocess.run([program, "-f", journal, "balance", "-N"], capture_output=True, text=True, check=True).stdout
    assert "KWD -12.000  liabilities:payable:seller-7" in total
    zero = subprocess.run(
        [program, "-f", journal, "balance", "--depth", "0"], capture_output=True, text=True, check=True
    )
    assert zero.stdout.split()[-1] == "0"
