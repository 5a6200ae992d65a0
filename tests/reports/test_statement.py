"""Statements: whatever happened, the lines of a month sum to the difference of the ledger's balances."""

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karum.ledger import history, services
from karum.ledger import queries as ledger
from karum.ledger.domain import Entry, LedgerRefused, Purpose
from karum.money import Money
from karum.reports import files
from karum.reports.domain.months import Month, Period, closed_months, last_closed, read_period
from karum.reports.domain.statement import HERS, Parts, Row, parts_of
from karum.reports.queries.purse import purse
from karum.reports.queries.statements import months_of, sheets, statement_of

P = Purpose
BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
# Every way in which the plan of the ledger moves money of a seller's books.
MOVES = [
    (P.CLEARING, P.ESCROW, "paid"),
    (P.ESCROW, P.PAYABLE, "release"),
    (P.ESCROW, P.FEE, "release"),
    (P.ESCROW, P.FX, "release"),
    (P.ESCROW, P.SPREAD, "release"),
    (P.FX, P.PAYABLE, "release"),
    (P.FX, P.FEE, "release"),
    (P.ESCROW, P.DUTY, "release"),
    (P.ESCROW, P.TAX, "release"),
    (P.PAYABLE, P.RESERVE, "reserve"),
    (P.RESERVE, P.PAYABLE, "reserve"),
    (P.PAYABLE, P.RECEIVABLE, "netting"),
    (P.ESCROW, P.CLEARING, "refund"),
    (P.PAYABLE, P.CLEARING, "refund"),
    (P.RESERVE, P.CLEARING, "chargeback"),
    (P.RECEIVABLE, P.CLEARING, "refund"),
    (P.FEE, P.PAYABLE, "refund"),
    (P.FEE, P.CLEARING, "refund"),
    (P.TAX, P.CLEARING, "refund"),
    (P.CLEARING, P.PAYABLE, "chargeback won"),
    (P.PAYABLE, P.TRANSIT, "payout"),
    (P.TRANSIT, P.BANK, "confirmed"),
    (P.TRANSIT, P.PAYABLE, "returned"),
    (P.BANK, P.PAYABLE, "returned"),
    (P.PAYABLE, P.BANK, "payout"),
    (P.TAX, P.BANK, "remitted"),
    (P.BANK, P.CLEARING, "settlement"),
]
Step = tuple[int, int, str, int, int]
STEPS = st.lists(
    st.tuples(
        st.integers(0, len(MOVES) - 1),
        st.integers(1, 5_000),
        st.sampled_from(["EUR", "JPY"]),
        st.integers(0, 3),  # which order
        st.integers(0, 90 * 24),  # hours after the begin
    ),
    max_size=60,
)


def live(steps: list[Step], seller_id: int = 7) -> None:
    """Do what the ledger lets be done of a random history."""
    orders = [UUID(int=n + 1) for n in range(4)]
    for hours, (move, minor, currency, order, _hours) in sorted((step[4], step) for step in steps):
        debit, credit, reference = MOVES[move]
        entry = Entry(uuid4(), seller_id, debit, credit, Money(minor, currency), reference, order_key=orders[order])
        try:
            services.post([entry], now=BEGIN + timedelta(hours=hours))
        except LedgerRefused:
            continue


def seed(seller_id: int = 7) -> None:
    """Enough money for a history to go on with."""
    for currency in ("EUR", "JPY"):
        for purpose in (P.ESCROW, P.FX):
            entry = Entry(uuid4(), seller_id, P.CLEARING, purpose, Money(20_000, currency), "paid", order_key=uuid4())
            services.post([entry], now=BEGIN)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, which=st.integers(0, 1_000_000))
def test_the_lines_of_every_month_sum_to_the_difference_of_the_balances(steps: list[Step], which: int) -> None:
    seller_id = 10_000 + uuid5(UUID(int=which), str(steps)).int % 10**12  # books of its own for every example
    seed(seller_id)
    live(steps, seller_id)
    months = [Month(2026, 9), Month(2026, 10), Month(2026, 11), Month(2026, 12)]
    for month in months:
        opening = parts_of(history.balances_before(month.since, seller_id))
        closing = parts_of(history.balances_before(month.until, seller_id))
        told = {sheet.currency: sheet for sheet in statement_of(seller_id, month)}
        for currency in closing:
            if currency not in told:
                assert not closing[currency].total
                continue
            sheet = told[currency]
            assert sheet.statement.is_whole
            assert sheet.statement.closing == closing[currency]
            assert sheet.statement.opening.total.minor == (opening[currency].total.minor if currency in opening else 0)
            if sheet.lines:
                assert sheet.lines[-1].balance == closing[currency].total
    for before, after in pairwise(months):
        ends = {one.currency: one.statement.closing for one in statement_of(seller_id, before)}
        begins = {one.currency: one.statement.opening for one in statement_of(seller_id, after)}
        for currency, parts in begins.items():
            assert currency not in ends or parts == ends[currency]
    last = parts_of(history.balances_before(months[-1].until, seller_id))
    kept = parts_of(ledger.balances(seller_id))
    for currency in kept | last:
        assert last.get(currency, Parts(currency)) == kept.get(currency, Parts(currency))


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, which=st.integers(0, 1_000_000))
def test_the_money_page_equals_the_accounts_to_the_cent(steps: list[Step], which: int) -> None:
    seller_id = 10_000 + uuid5(UUID(int=which), f"purse {steps}").int % 10**12
    seed(seller_id)
    live(steps, seller_id)
    shown = purse(seller_id)
    for purpose, sums in (
        (P.ESCROW, shown.escrow),
        (P.PAYABLE, shown.due),
        (P.TRANSIT, shown.transit),
        (P.RESERVE, shown.reserve),
        (P.RECEIVABLE, shown.owed),
    ):
        there = [b.net for b in ledger.balances(seller_id) if b.key.purpose is purpose and b.net]
        assert sums == there
    for opened, sums in ((shown.reserved, shown.reserve), (shown.owing, shown.owed)):
        for total in sums:
            its = [one.amount.minor for one in opened if one.amount.currency == total.currency]
            assert sum(its) == total.minor


def post(*moves: tuple[Purpose, Purpose, int, str], order: UUID | None = None, day: int = 5) -> None:
    now = datetime(2026, 10, day, 12, tzinfo=UTC)
    entries = [
        Entry(uuid4(), 7, debit, credit, Money(minor, "EUR"), said, order_key=order)
        for debit, credit, minor, said in moves
    ]
    services.post(entries, now=now)


@pytest.mark.django_db
def test_a_sale_is_told_before_the_fee_and_the_fee_after_it() -> None:
    key = uuid4()
    post((P.CLEARING, P.ESCROW, 1_400, "paid"), order=key)
    post(
        (P.ESCROW, P.DUTY, 20, "release"), (P.ESCROW, P.TAX, 80, "release"), (P.ESCROW, P.PAYABLE, 1_250, "release"),
        (P.ESCROW, P.FEE, 50, "release"), order=key, day=9,
    )  # fmt: skip
    post((P.PAYABLE, P.TRANSIT, 1_000, "payout"), day=20)
    post((P.TRANSIT, P.BANK, 1_000, "confirmed"), day=22)
    (sheet,) = statement_of(7, Month(2026, 10))
    told = [(m.row, m.amount.minor, m.moved.minor) for m in sheet.statement.movements]
    assert told == [
        (Row.SALE, 1_300, 0), (Row.FEE, -50, 0), (Row.SENT, 0, 1_000), (Row.PAYOUT, -1_000, 0),
    ]  # fmt: skip
    assert [line.balance.minor for line in sheet.lines] == [1_300, 1_250, 1_250, 250]
    assert sheet.sums == [
        (Row.SALE, Money(1_300, "EUR")), (Row.FEE, Money(-50, "EUR")), (Row.PAYOUT, Money(-1_000, "EUR"))
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_refund_that_she_could_not_pay_is_owed_and_taken_from_the_next_sale() -> None:
    key, other = uuid4(), uuid4()
    post((P.CLEARING, P.ESCROW, 2_000, "paid"), (P.ESCROW, P.PAYABLE, 1_000, "release"), order=key)
    post((P.PAYABLE, P.BANK, 1_000, "payout"), day=6)
    post((P.RECEIVABLE, P.CLEARING, 400, "chargeback"), order=key, day=7)
    post((P.ESCROW, P.PAYABLE, 900, "release"), (P.PAYABLE, P.RECEIVABLE, 400, "netting"), order=other, day=8)
    (sheet,) = statement_of(7, Month(2026, 10))
    rows = [line.movement.row for line in sheet.lines]
    assert rows == [Row.SALE, Row.PAYOUT, Row.CHARGEBACK, Row.SALE, Row.NETTED] or rows[-2:] == [Row.NETTED, Row.SALE]
    assert min(line.balance.minor for line in sheet.lines) == -400
    assert sheet.statement.closing.total == Money(500, "EUR")
    assert all(not sheet.statement.closing.money(one) for one in HERS if one is not P.PAYABLE)


@pytest.mark.django_db
def test_a_planted_loss_shows() -> None:
    """The control: a line that is left out makes the statement not whole."""
    from dataclasses import replace

    post((P.CLEARING, P.ESCROW, 1_000, "paid"), (P.ESCROW, P.PAYABLE, 1_000, "release"), order=uuid4())
    (sheet,) = statement_of(7, Month(2026, 10))
    assert sheet.statement.is_whole
    assert not replace(sheet.statement, movements=()).is_whole


@pytest.mark.django_db
def test_the_csv_says_the_same_and_no_formula() -> None:
    key = uuid4()
    post((P.CLEARING, P.ESCROW, 1_000, "paid"), (P.ESCROW, P.PAYABLE, 1_000, "=HYPERLINK(1)"), order=key)
    text = files.statement_csv(statement_of(7, Month(2026, 10)))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["kind"] for row in rows] == [
        "opening", "sale", "closing_payable", "closing_reserve", "closing_transit", "closing_receivable", "closing",
    ]  # fmt: skip
    assert rows[1]["reference"] == "'=HYPERLINK(1)"
    assert (rows[1]["amount"], rows[-1]["balance"]) == ("10.00", "10.00")


def test_a_month_is_closed_some_hours_after_its_end() -> None:
    month = Month(2026, 12)
    assert month.next == Month(2027, 1)
    assert month.previous == Month(2026, 11)
    assert not month.is_closed(datetime(2027, 1, 1, 5, 59, tzinfo=UTC))
    assert month.is_closed(datetime(2027, 1, 1, 6, tzinfo=UTC))
    assert last_closed(datetime(2027, 1, 1, 1, tzinfo=UTC)) == Month(2026, 11)
    assert closed_months(datetime(2026, 11, 3, tzinfo=UTC), datetime(2027, 1, 9, tzinfo=UTC)) == [
        Month(2026, 12), Month(2026, 11),
    ]  # fmt: skip


def test_quarters_and_months_are_read() -> None:
    quarter = read_period("2026-Q4")
    assert (quarter.first_day.isoformat(), quarter.last_day.isoformat()) == ("2026-10-01", "2026-12-31")
    assert read_period("2026-11") == Period("2026-11", Month(2026, 11).first_day, Month(2026, 12).first_day)
    for wrong in ("2026", "2026-13", "2026-Q5", "٢٠٢٦-11", "2026-11\n", "9" * 5_000):
        with pytest.raises(ValueError, match="no month"):
            read_period(wrong)


@pytest.mark.django_db
def test_only_closed_months_are_listed() -> None:
    post((P.CLEARING, P.ESCROW, 1_000, "paid"), order=uuid4())
    assert months_of(7, datetime(2026, 11, 21, tzinfo=UTC)) == [Month(2026, 10)]
    assert months_of(8, datetime(2026, 11, 21, tzinfo=UTC)) == []
    assert sheets(8, BEGIN, BEGIN + timedelta(days=90)) == []
