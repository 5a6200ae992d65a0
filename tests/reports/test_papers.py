"""The papers read and look as they were approved.

``KARUM_GOLDEN=1 pytest tests/reports/test_papers.py`` writes the golden files again; look at them before committing.
"""

import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from karum.money import Money
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.states import State
from karum.orders.queries.view import LineView, OrderView
from karum.parties.domain import PostalAddress
from karum.parties.queries import BusinessCard
from karum.reports.domain.months import Month
from karum.reports.domain.statement import Movement, Parts, Row, Statement
from karum.reports.queries.invoices import InvoiceCard
from karum.reports.queries.statements import Line, Rate, Sheet
from karum.reports.services import papers
from karum.shipping.domain.papers import LANGUAGES, Language
from karum.shipping.services.papers import print_sheet

GOLDEN = Path(__file__).parent / "golden"
REWRITE = bool(os.environ.get("KARUM_GOLDEN"))
AT = datetime(2026, 10, 9, 12, tzinfo=UTC)
SELLER = BusinessCard(
    7, "inzozi-coffee", "Inzozi Coffee", "Inzozi Coffee Ltd", "RW", "RWF", "en", "Kigali", "firm", "", None, True,
    PostalAddress("RW", "Aline Uwase", "", "KN 5 Rd 12", "Kigali", "", "", ""), (),
)  # fmt: skip
KEY = UUID(int=184)
RATE = Rate("RWF", "EUR", Decimal("0.00060975"), "European Central Bank reference rate", date(2026, 10, 8), False)


def rwf(minor: int) -> Money:
    return Money(minor, "RWF")


def line(row: Row, amount: int, balance: int, *, moved: int = 0, rate: Rate | None = None) -> Line:
    movement = Movement(AT, row, KEY, row.value, rwf(amount), rwf(moved))
    charged = Money(4_120, "EUR") if rate else None
    return Line(movement, rwf(balance), "GHN4-7QF2" if row is not Row.SENT else "", rate, charged, None)


LINES = (
    line(Row.SALE, 60_000, 72_000, rate=RATE),
    line(Row.FEE, -3_000, 69_000),
    line(Row.SENT, 0, 69_000, moved=50_000),
    line(Row.PAYOUT, -50_000, 19_000),
    line(Row.CHARGEBACK, -25_000, -6_000),
)
SHEET = Sheet(
    Statement(
        Parts("RWF", payable=12_000), tuple(one.movement for one in LINES), Parts("RWF", payable=0, receivable=6_000)
    ),
    LINES,
)
INVOICE = InvoiceCard(
    "FI-2026-000042", 7, "2026-10", rwf(3_500), datetime(2026, 11, 1, 6, tzinfo=UTC),
    {
        "hub": {"name": "Kigali Chamber", "country": "RW", "url": "https://hub.example", "tax_number": ""},
        "seller": {"name": "Inzozi Coffee Ltd", "country": "RW", "lines": ["KN 5 Rd 12", "Kigali"],
                   "identifiers": [["tin", "102345678"]]},
        "lines": [
            {"order": "GHN4-7QF2", "day": "2026-10-09", "kind": "fee", "amount_minor": 3_000},
            {"order": "", "day": "", "kind": "earlier", "amount_minor": 500},
        ],
        "tax": None,
    },
)  # fmt: skip


def order() -> OrderView:
    """A coffee for Shanghai, of which a part went back."""
    facts = {"buyer": {"name": "陈静"}, "ship_to": {"country": "CN", "city": "上海"}}
    found = OrderView(
        7, KEY, UUID(int=5), State.COMPLETED, None, "chen@example.org", "zh-hans", "CN",
        Charge("CNY", 30_000, 4_500, 0, 3_139, 0), (3_000, 450, 0, 314, 0), Settlement("RWF", 60_000, 9_000, 3_000),
        facts, AT, AT, None,
    )  # fmt: skip
    told = LineView(1, 1, "Coffee, roasted, 1 kg · 卢旺达咖啡", "COF-1", 3, rwf(20_000), "090121", "RW", 1_000)
    found.__dict__.update(seller=SELLER, lines=(told,), events=(), payment=None)
    return found


PRINTED: dict[str, tuple[str, Language, date, Callable[[Language], dict[str, object]]]] = {
    "statement.en": ("statement", "en", date(2026, 10, 31), lambda say: statement(say)),
    "statement.ar": ("statement", "ar", date(2026, 10, 31), lambda say: statement(say)),
    "statement-empty.sw": (
        "statement", "sw", date(2026, 10, 31), lambda say: papers.statement_sheet(SELLER, Month(2026, 10), [], say)
    ),
    "fee-invoice.fr": ("fee-invoice", "fr", date(2026, 11, 1), lambda say: papers.invoice_sheet(INVOICE, say)),
    "receipt.zh-hans": ("receipt", "zh-hans", AT.date(), lambda say: papers.receipt_sheet(order(), say)),
}  # fmt: skip


def statement(language: Language) -> dict[str, object]:
    return papers.statement_sheet(SELLER, Month(2026, 10), [SHEET], language)


def text_of(pdf: bytes) -> str:
    return "\n\f\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages) + "\n"


@pytest.mark.parametrize("name", PRINTED)
def test_a_paper_reads_and_looks_as_it_was_approved(name: str, tmp_path: Path) -> None:
    template, language, day, make = PRINTED[name]
    sheet, words = make(language), papers._words(language)
    (pdf,) = print_sheet(f"reports/papers/{template}", sheet, words, day)
    page = print_sheet(f"reports/papers/{template}", sheet, words, day, png_dpi=72)[0]
    text = text_of(pdf)
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / f"{name}.txt").write_text(text, "utf-8")
        Image.open(io.BytesIO(page)).convert("L").save(GOLDEN / f"{name}.png", optimize=True)
    assert text == (GOLDEN / f"{name}.txt").read_text("utf-8")
    approved = Image.open(GOLDEN / f"{name}.png").convert("L")
    seen = Image.open(io.BytesIO(page)).convert("L")
    assert seen.size == approved.size
    (tmp_path / f"{name}.png").write_bytes(page)
    difference = ImageStat.Stat(ImageChops.difference(seen, approved)).mean[0]
    assert difference < 0.05, f"{name} looks different: compare {tmp_path} with {GOLDEN}"


def test_the_same_statement_is_the_same_bytes() -> None:
    once = papers.statement_pdf(SELLER, Month(2026, 10), [SHEET], "en")
    assert papers.statement_pdf(SELLER, Month(2026, 10), [SHEET], "en") == once


def test_the_statement_of_the_example_is_whole() -> None:
    assert SHEET.statement.is_whole


def test_every_word_is_in_every_language() -> None:
    table = json.loads((papers.FOLDER / "words.json").read_text("utf-8"))
    assert tuple(table["languages"]) == LANGUAGES
    for key, said in table["words"].items():
        assert set(said) == set(LANGUAGES), key
        assert all(said.values()), key
    assert {row.value for row in Row} <= table["words"].keys()


def test_a_statement_of_very_many_lines_shows_the_sums_of_days() -> None:
    """10,000 sales and fees of a month: the page has a line for each day and kind, and the same balances."""
    lines, balance = [], 0
    for number in range(5_000):
        at = AT.replace(day=1 + number % 28, hour=number % 24)
        for row, amount in ((Row.SALE, 1_000), (Row.FEE, -50)):
            balance += amount
            movement = Movement(at, row, KEY, "release", rwf(amount), rwf(0))
            lines.append(Line(movement, rwf(balance), "N", None, None, None))
    lines.sort(key=lambda one: one.movement.at)
    told, balance = [], 0
    for one in lines:
        balance += one.movement.amount.minor
        told.append(replace(one, balance=rwf(balance)))
    statement = Statement(Parts("RWF"), tuple(one.movement for one in told), Parts("RWF", payable=balance))
    sheet = papers.statement_sheet(SELLER, Month(2026, 10), [Sheet(statement, tuple(told))], "en")
    (part,) = sheet["currencies"]
    assert len(part["lines"]) == 56
    assert part["lines"][-1]["balance"] == part["closing"] == "4,750,000"
    assert "every one" in text_of(papers.statement_pdf(SELLER, Month(2026, 10), [Sheet(statement, tuple(told))], "en"))
