"""The reports as CSV (RFC 4180, UTF-8): a statement, a tax report, a return. Columns: docs/reference/money-reports.md.

Amounts are plain decimals in major units. Texts are written so that no spreadsheet takes them for a formula.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from karum.ledger.domain import Purpose
from karum.payments.domain.payouts import harmless
from karum.reports.domain.taxes import Correction, ReturnLine, Total
from karum.reports.queries.statements import Sheet

STATEMENT = (
    "day", "time_utc", "kind", "order", "reference", "currency", "amount", "moved", "balance",
    "charged", "charged_currency", "rate", "rate_source", "rate_day", "spread", "transfer_order_key",
)  # fmt: skip
TAXES = ("period", "scheme", "country", "kind", "code", "rate_percent", "currency", "taxable", "amount", "orders")
RETURN = ("period", "scheme", "line", "member_state", "rate_percent", "taxable_eur", "vat_eur", "corrected_period")


def statement_csv(sheets: Iterable[Sheet]) -> str:
    """Opening, every line, closing of each currency."""
    rows: list[Sequence[str]] = []
    for sheet in sheets:
        currency, statement = sheet.currency, sheet.statement
        rows.append(_balance_row("opening", currency, statement.opening.total.text))
        for line in sheet.lines:
            movement, rate = line.movement, line.rate
            rows.append(
                (
                    movement.at.date().isoformat(),
                    f"{movement.at:%H:%M:%S}",
                    movement.row.value,
                    line.number,
                    harmless(movement.reference),
                    currency,
                    movement.amount.text,
                    movement.moved.text if line.is_internal else "",
                    line.balance.text,
                    line.charged.text if line.charged else "",
                    line.charged.currency if line.charged else "",
                    f"{rate.per.normalize():f}" if rate else "",
                    harmless(rate.source) if rate else "",
                    rate.day.isoformat() if rate else "",
                    line.spread.text if line.spread else "",
                    str(movement.order_key or ""),
                )
            )
        for purpose in (Purpose.PAYABLE, Purpose.RESERVE, Purpose.TRANSIT, Purpose.RECEIVABLE):
            rows.append(_balance_row(f"closing_{purpose}", currency, statement.closing.money(purpose).text))
        rows.append(_balance_row("closing", currency, statement.closing.total.text))
    return _written(STATEMENT, rows)


def taxes_csv(period: str, found: Iterable[Total]) -> str:
    """What was collected for whom."""
    rows = [
        (
            period,
            one.scheme,
            one.country,
            one.kind,
            harmless(one.code),
            "" if one.rate is None else f"{(one.rate * 100).normalize():f}",
            one.amount.currency,
            "" if one.base is None else one.base.text,
            one.amount.text,
            str(one.orders),
        )
        for one in found
    ]
    return _written(TAXES, rows)


def return_csv(period: str, scheme: str, lines: Iterable[ReturnLine], corrected: Iterable[Correction]) -> str:
    """A return by member state of consumption and rate, then the corrections of earlier periods."""
    rows = [
        (period, scheme, "supply", one.country, f"{(one.rate * 100).normalize():f}", one.taxable.text, one.vat.text, "")
        for one in lines
    ]
    rows += [(period, scheme, "correction", one.country, "", "", one.vat.text, one.period) for one in corrected]
    return _written(RETURN, rows)


def _balance_row(kind: str, currency: str, text: str) -> Sequence[str]:
    return ("", "", kind, "", "", currency, "", "", text, *[""] * 7)


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    out.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
