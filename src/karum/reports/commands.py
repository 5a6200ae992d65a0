"""``karum reports``: what was collected of duties and taxes; and the fee invoices of a month."""

import argparse
import sys
from datetime import UTC, datetime

from karum.reports import files
from karum.reports.domain.months import BadMonth, Period, read_month, read_period
from karum.reports.domain.taxes import RETURNS
from karum.reports.queries import taxes
from karum.reports.services.invoices import MonthOpen, issue_month


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    reports = subparsers.add_parser("reports", help="taxes collected, and the hub's fee invoices")
    inner = reports.add_subparsers(required=True, metavar="COMMAND")
    tax = inner.add_parser("tax", help="what was collected for whom in a month or quarter, as CSV")
    tax.add_argument("--period", required=True, metavar="PERIOD", help="2026-11 or 2026-Q4")
    tax.add_argument("--scheme", choices=RETURNS, help="the return of this scheme, by member state, in EUR")
    tax.set_defaults(func=_tax)
    fees = inner.add_parser("fees", help="issue the fee invoices of a closed month")
    fees.add_argument("--month", required=True, metavar="MONTH", help="2026-11")
    fees.set_defaults(func=_fees)


def _tax(arguments: argparse.Namespace) -> int:
    try:
        period = read_period(arguments.period)
    except BadMonth as error:
        return _refuse(str(error))
    if arguments.scheme:
        return _return(arguments.scheme, period)
    sys.stdout.write(files.taxes_csv(period.name, taxes.report(period)).removeprefix("\ufeff"))
    wrong = [row for row in taxes.agreement(period) if row.difference or row.orders]
    for row in wrong:
        print(f"{row.purpose} {row.difference}: {', '.join(row.orders[:10])}", file=sys.stderr)
    if wrong:
        print("karum reports tax: receipts and ledger differ", file=sys.stderr)
    return 1 if wrong else 0


def _return(scheme: str, period: Period) -> int:
    filed = taxes.filing(scheme, period.name)
    if filed is not None:
        text = files.return_csv(period.name, scheme, filed.lines, filed.corrections)
    else:
        made = taxes.draft(scheme, period)
        if made.missing:
            return _refuse(f"no rate of {period.last_day} or after it yet for {', '.join(made.missing)}")
        if made.unfit:
            return _refuse(made.unfit)
        print("karum reports tax: a draft; it was not declared", file=sys.stderr)
        text = files.return_csv(period.name, scheme, made.lines, made.corrections)
    sys.stdout.write(text.removeprefix("\ufeff"))
    return 0


def _fees(arguments: argparse.Namespace) -> int:
    try:
        made = issue_month(read_month(arguments.month), datetime.now(UTC))
    except (BadMonth, MonthOpen) as error:
        return _refuse(str(error))
    for number in made:
        print(number)
    return 0


def _refuse(said: str) -> int:
    print(f"karum reports: {said}", file=sys.stderr)
    return 1
