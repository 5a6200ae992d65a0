"""Fee invoices: numbers without gaps, frozen, and together they sum to the fee account."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from karum.ledger import queries as ledger
from karum.ledger import services
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.reports.domain.months import Month
from karum.reports.models import FeeInvoice, InvoiceSeries
from karum.reports.queries.invoices import access_invoice, invoices_of
from karum.reports.services.invoices import MonthOpen, issue_month
from karum.runtime.settings import Settings
from tests.reports.conftest import OCTOBER, Firm, a_firm, buy, deliver

NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 9, tzinfo=UTC)
MONTH = Month(2026, 10)


def fee(firm: Firm, minor: int, now: datetime, currency: str = "GBP") -> None:
    entries = [
        Entry(uuid4(), firm.card.id, Purpose.CLEARING, Purpose.FX, Money(minor, currency), "paid"),
        Entry(uuid4(), firm.card.id, Purpose.FX, Purpose.FEE, Money(minor, currency), "release", order_key=uuid4()),
    ]
    services.post(entries, now=now)


@pytest.mark.django_db
def test_a_month_is_invoiced_once_and_numbers_follow_each_other(firm: Firm, other_firm: Firm) -> None:
    deliver(firm, buy(firm), OCTOBER)
    deliver(other_firm, buy(other_firm), OCTOBER)
    assert issue_month(MONTH, NOVEMBER) == ["FI-2026-000001", "FI-2026-000002"]
    assert issue_month(MONTH, NOVEMBER) == []
    (card,) = invoices_of(firm.card.id)
    assert card.amount == Money(180, "GBP")
    assert [line["kind"] for line in card.body["lines"]] == ["fee"]
    assert card.body["tax"] is None  # the hub's tax status is unknown: nothing is stated
    fee(firm, 70, NOVEMBER)
    assert issue_month(Month(2026, 11), DECEMBER) == ["FI-2026-000003"]


@pytest.mark.django_db
def test_a_fee_that_was_written_late_stands_on_the_next_invoice(firm: Firm) -> None:
    fee(firm, 100, OCTOBER)
    issue_month(MONTH, NOVEMBER)
    fee(firm, 30, OCTOBER)  # written later, of October
    fee(firm, 5, NOVEMBER)
    issue_month(Month(2026, 11), DECEMBER)
    newest, first = invoices_of(firm.card.id)
    assert (first.amount.minor, newest.amount.minor) == (100, 35)
    assert [line["amount_minor"] for line in newest.body["lines"]] == [5, 30]
    assert newest.body["lines"][1]["kind"] == "earlier"
    (account,) = [b.net for b in ledger.balances(firm.card.id) if b.key.purpose is Purpose.FEE]
    assert sum(card.amount.minor for card in invoices_of(firm.card.id)) == account.minor


@pytest.mark.django_db
def test_more_fees_back_than_taken_is_a_credit_note(firm: Firm) -> None:
    fee(firm, 100, OCTOBER)
    issue_month(MONTH, NOVEMBER)
    back = Entry(
        uuid4(), firm.card.id, Purpose.FEE, Purpose.PAYABLE, Money(40, "GBP"), "refund", order_key=uuid4()
    )  # fmt: skip
    services.post([back], now=NOVEMBER)
    issue_month(Month(2026, 11), DECEMBER)
    assert invoices_of(firm.card.id)[0].amount == Money(-40, "GBP")


@pytest.mark.django_db
def test_tax_is_stated_when_the_settings_say_it_and_only_at_home(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    import karum.reports.services.invoices as module

    knobs = Settings.from_env({"HUB_COUNTRY": "GB", "HUB_TAX_PERCENT": "20", "HUB_TAX_NUMBER": "GB123"})
    monkeypatch.setattr(module, "settings", lambda: knobs)
    fee(firm, 120, OCTOBER)
    issue_month(MONTH, NOVEMBER)
    (card,) = invoices_of(firm.card.id)
    assert card.body["tax"] == {"percent": "20", "amount_minor": 20}
    assert card.body["hub"]["tax_number"] == "GB123"


@pytest.mark.django_db
def test_an_issued_invoice_is_frozen_and_no_number_is_skipped(firm: Firm) -> None:
    fee(firm, 100, OCTOBER)
    issue_month(MONTH, NOVEMBER)
    for wrong in (
        lambda: FeeInvoice.objects.update(amount_minor=1),
        lambda: FeeInvoice.objects.all().delete(),
        lambda: InvoiceSeries.objects.update(last=7),
    ):
        with pytest.raises(DatabaseError, match=r"frozen|numbers of"), transaction.atomic():
            wrong()


@pytest.mark.django_db
def test_an_open_month_is_not_invoiced(firm: Firm) -> None:
    with pytest.raises(MonthOpen):
        issue_month(MONTH, datetime(2026, 11, 1, 1, tzinfo=UTC))


@pytest.mark.django_db
def test_nobody_elses_invoice_opens(firm: Firm, other_firm: Firm) -> None:
    fee(firm, 100, OCTOBER)
    (number,) = issue_month(MONTH, NOVEMBER)
    assert access_invoice(firm.card.id, number).number == number
    with pytest.raises(Http404):
        access_invoice(other_firm.card.id, number)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_no_gap_and_no_double() -> None:
    firms = [a_firm(f"Firm {n}", f"firm{n}") for n in range(4)]
    for firm in firms:
        fee(firm, 100, OCTOBER)
    barrier = threading.Barrier(3)

    def issue() -> None:
        barrier.wait()
        try:
            issue_month(MONTH, NOVEMBER)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(FeeInvoice.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    assert FeeInvoice.objects.values("seller_id").distinct().count() == 4


@pytest.mark.django_db
def test_the_job_of_the_morning_issues_the_closed_month_once(firm: Firm) -> None:
    from datetime import timedelta

    from karum.reports.domain.months import last_closed
    from karum.reports.tasks import fees

    now = datetime.now(UTC)
    fee(firm, 100, last_closed(now).since + timedelta(days=2))
    fee(firm, 40, now)
    fees(0)
    fees(0)
    assert [(card.month, card.amount.minor) for card in invoices_of(firm.card.id)] == [(str(last_closed(now)), 100)]
