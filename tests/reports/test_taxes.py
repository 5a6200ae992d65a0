"""What was collected for whom: by receipts and by the ledger; returns, corrections, and handing over."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.payments.domain.rates import CENTRAL_BANK, FxRate
from karum.reports import commands, files
from karum.reports.domain.months import read_period
from karum.reports.domain.taxes import Correction, ReturnLine, corrections
from karum.reports.models import TaxReturn
from karum.reports.queries import taxes
from karum.reports.services.taxes import NotFiled, file_return, remit, waiting
from karum.site.cli import main
from tests.reports.conftest import OCTOBER, Firm, buy, charge_line, deliver, give_back, receipt

pytestmark = pytest.mark.django_db
PERIOD = read_period("2026-10")
NEXT = read_period("2026-11")
NOVEMBER = datetime(2026, 11, 3, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 2, 9, tzinfo=UTC)


def tax_of(purpose: Purpose) -> int:
    return sum(b.net.minor for b in ledger.balances() if b.key.purpose is purpose)


def test_what_is_collected_is_told_by_scheme_country_and_rate(firm: Firm) -> None:
    buy(firm)
    buy(firm)
    other = receipt("AU-LOW-VALUE", "AUD", [charge_line("tax", "GST", "9.50", "AUD", rate="0.1", base="95.00")])
    buy(firm, currency="AUD", goods=9_000, shipping=500, duty=0, tax=950, destination="AU", landed=other)
    told = {(t.scheme, t.country, t.kind): (t.amount.minor, t.orders) for t in taxes.report(PERIOD)}
    registered = taxes.registrations()["EU-LOW-VALUE-IOSS"]
    assert registered == "IOSS"
    assert told[("IOSS", "DE", "tax")] == (1_900, 2)
    assert told[("DDP", "DE", "duty")] == (600, 2)
    assert [amount for (scheme, country, _kind), (amount, _n) in told.items() if country == "AU"] == [950]


def test_sales_at_nought_per_cent_are_declared_with_what_was_taxable(firm: Firm) -> None:
    free = receipt("EU-LOW-VALUE-IOSS", "EUR", [charge_line("tax", "VAT", "0.00", "EUR", rate="0", base="50.00")])
    key = buy(firm, destination="IE", duty=0, tax=0, landed=free)
    exempt = receipt("EU-LOW-VALUE-IOSS", "EUR", [charge_line("tax", "VAT", "0.00", "EUR", base="50.00")])
    buy(firm, destination="MT", duty=0, tax=0, landed=exempt)
    (told,) = taxes.report(PERIOD)
    assert (told.scheme, told.country, told.rate, told.base, told.amount.minor) == (
        "IOSS", "IE", Decimal(0), Money(5_000, "EUR"), 0,
    )  # fmt: skip
    assert taxes.schemes(PERIOD) == ["IOSS"]
    give_back(firm, key, 1_000, OCTOBER)
    (line,) = taxes.draft("IOSS", PERIOD).lines
    assert line == ReturnLine("IE", Decimal(0), Money(4_000, "EUR"), Money(0, "EUR"))
    assert "IOSS,supply,IE,0,40.00,0.00," in files.return_csv("2026-10", "IOSS", [line], [])
    give_back(firm, key, 4_000, NOVEMBER)
    assert taxes.report(PERIOD) == []


def test_a_receipt_that_does_not_say_it_is_not_guessed(firm: Firm) -> None:
    buy(firm, landed=receipt("EU-LOW-VALUE-IOSS", "EUR", []))
    assert {(t.scheme, t.kind, t.amount.minor) for t in taxes.report(PERIOD)} == {
        ("UNSTATED", "duty", 300), ("UNSTATED", "tax", 950),
    }  # fmt: skip


def test_the_sums_tie_to_the_accounts_before_and_after_release_refund_and_handing_over(firm: Firm) -> None:
    first, second, third = buy(firm), buy(firm), buy(firm)
    deliver(firm, first, OCTOBER)
    give_back(firm, second, 1_000, OCTOBER)
    deliver(firm, second, NOVEMBER)
    rows = {row.purpose: row for row in taxes.agreement(PERIOD)}
    for purpose in (Purpose.TAX, Purpose.DUTY):
        assert not rows[purpose].difference
        assert rows[purpose].orders == ()
        assert rows[purpose].held.minor == tax_of(purpose)
    assert rows[Purpose.TAX].escrow == Money(950, "EUR")
    file_return("IOSS", PERIOD, now=NOVEMBER)
    paid = remit("IOSS", PERIOD, uuid4(), now=NOVEMBER)
    assert paid == [rows[Purpose.TAX].held]
    assert tax_of(Purpose.TAX) == 0
    deliver(firm, third, NOVEMBER)
    after = {row.purpose: row for row in taxes.agreement(PERIOD)}
    assert after[Purpose.TAX].remitted == paid[0]
    assert after[Purpose.TAX].held == Money(950, "EUR")
    assert not after[Purpose.TAX].difference


def test_a_missing_tax_is_seen(firm: Firm) -> None:
    """The control: tax that left its account by another way is a difference, with the order's number."""
    from karum.ledger import services
    from karum.ledger.domain import Entry

    key = buy(firm)
    deliver(firm, key, OCTOBER)
    stolen = Entry(uuid4(), firm.card.id, Purpose.TAX, Purpose.PAYABLE, Money(1, "EUR"), "slip", order_key=key)
    services.post([stolen], now=NOVEMBER)
    (row,) = [row for row in taxes.agreement(PERIOD) if row.purpose is Purpose.TAX]
    assert row.difference == Money(1, "EUR")
    assert len(row.orders) == 1


def test_handing_over_twice_with_one_key_pays_once(firm: Firm) -> None:
    key = buy(firm)
    deliver(firm, key, OCTOBER)
    file_return("IOSS", PERIOD, now=NOVEMBER)
    form = uuid4()
    assert waiting("IOSS", "2026-10") == {"EUR": Money(950, "EUR")}
    once = remit("IOSS", PERIOD, form, now=NOVEMBER)
    again = remit("IOSS", PERIOD, form, now=DECEMBER)
    other = remit("IOSS", PERIOD, uuid4(), now=DECEMBER)
    assert (once, again, other) == ([Money(950, "EUR")], [Money(950, "EUR")], [])
    bank = [b.net.minor for b in ledger.balances(firm.card.id) if b.key.purpose is Purpose.BANK]
    assert bank == [-950]


def test_the_return_sums_to_the_receipts_and_is_frozen(firm: Firm) -> None:
    buy(firm)
    key = buy(firm)
    filed = file_return("IOSS", PERIOD, now=NOVEMBER)
    assert filed.lines == (ReturnLine("DE", Decimal("0.19"), Money(10_000, "EUR"), Money(1_900, "EUR")),)
    give_back(firm, key, 6_250, NOVEMBER)  # all of it
    assert file_return("IOSS", PERIOD, now=DECEMBER) == filed
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        TaxReturn.objects.update(scheme="OSS")


def test_a_refund_after_the_return_is_corrected_in_the_next_one_and_only_once(firm: Firm) -> None:
    key = buy(firm)
    file_return("IOSS", PERIOD, now=NOVEMBER)
    give_back(firm, key, 3_125, NOVEMBER)  # half
    buy(firm, now=NOVEMBER)
    filed = file_return("IOSS", NEXT, now=DECEMBER)
    assert filed.corrections == (Correction("2026-10", "DE", Money(-475, "EUR")),)
    assert filed.vat == Money(475, "EUR")
    assert taxes.draft("IOSS", read_period("2026-12")).corrections == ()


def test_an_open_period_is_not_declared(firm: Firm) -> None:
    buy(firm)
    with pytest.raises(NotFiled, match="not over"):
        file_return("IOSS", PERIOD, now=datetime(2026, 11, 1, 5, tzinfo=UTC))
    assert taxes.filing("IOSS", "2026-10") is None


def test_other_currencies_are_converted_at_the_rate_of_the_last_day_or_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published = {date(2026, 10, 30): "0.90", date(2026, 11, 2): "0.80"}

    def fx(base: str, quote: str, day: date) -> FxRate | None:
        days = [one for one in published if one <= day]
        return FxRate(Decimal(published[max(days)]), "ECB", max(days), CENTRAL_BANK) if days else None

    monkeypatch.setattr(taxes, "fx", fx)
    # 31 October 2026 is a Saturday: the rate of the Friday before it must not be used.
    rate = taxes.ecb_rate("USD", date(2026, 10, 31))
    assert rate is not None
    assert (rate.rate, rate.date) == (Decimal("0.80"), date(2026, 11, 2))
    del published[date(2026, 11, 2)]
    assert taxes.ecb_rate("USD", date(2026, 10, 31)) is None
    assert taxes.ecb_rate("EUR", date(2026, 10, 31)) is not None


def test_a_return_waits_for_its_rate(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [charge_line("tax", "VAT", "9.50", "USD", rate="0.19", base="50.00")]
    buy(firm, currency="USD", duty=0, landed=receipt("EU-LOW-VALUE-IOSS", "USD", lines))
    monkeypatch.setattr(taxes, "ecb_rate", lambda currency, day: None)
    with pytest.raises(NotFiled, match="USD") as refused:
        file_return("IOSS", PERIOD, now=NOVEMBER)
    assert refused.value.code == "no_rate"


def test_corrections_count_what_was_corrected_before() -> None:
    now, declared = {"DE": Money(700, "EUR")}, {"DE": Money(1_000, "EUR"), "FR": Money(50, "EUR")}
    first = corrections("2026-10", now, declared, [])
    assert first == [Correction("2026-10", "DE", Money(-300, "EUR")), Correction("2026-10", "FR", Money(-50, "EUR"))]
    assert corrections("2026-10", now, declared, first) == []


def test_the_files_hold_the_lines(firm: Firm) -> None:
    buy(firm)
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(files.taxes_csv("2026-10", taxes.report(PERIOD)).removeprefix("\ufeff")))
        if row["kind"] == "tax"
    ]
    assert (row["scheme"], row["country"], row["rate_percent"], row["taxable"], row["amount"]) == (
        "IOSS", "DE", "19", "50.00", "9.50",
    )  # fmt: skip
    draft = taxes.draft("IOSS", PERIOD)
    text = files.return_csv("2026-10", "IOSS", draft.lines, draft.corrections).removeprefix("\ufeff")
    assert text.splitlines()[1] == "2026-10,IOSS,supply,DE,19,50.00,9.50,"


def test_the_command_writes_report_and_return(firm: Firm, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    buy(firm)
    parser = argparse.ArgumentParser()
    commands.add(parser.add_subparsers())

    def run(*words: str) -> int:
        arguments = parser.parse_args(["reports", *words])
        code: int = arguments.func(arguments)
        return code

    assert run("tax", "--period", "2026-10") == 0
    assert "IOSS,DE,tax,VAT,19,EUR,50.00,9.50,1" in capsys.readouterr().out
    assert run("tax", "--period", "2026-10", "--scheme", "IOSS") == 0
    said = capsys.readouterr()
    assert "2026-10,IOSS,supply,DE,19,50.00,9.50," in said.out
    assert "draft" in said.err
    assert run("tax", "--period", "October") == 1
    assert run("fees", "--month", "2099-01") == 1
    assert "not closed" in capsys.readouterr().err
    assert callable(main)
