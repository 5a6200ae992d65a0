"""The bank file: one payment order a line. Pure."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from karum.money import Money

COLUMNS = (
    "reference",
    "execution_date",
    "beneficiary_name",
    "country",
    "iban",
    "account_number",
    "bank_code",
    "currency",
    "amount",
    "remittance_information",
)


NO_ACCOUNT, HELD = "no_bank_account", "held_for_check"


class RunState(StrEnum):
    """prepared -> sent -> confirmed; never back."""

    PREPARED = "prepared"
    SENT = "sent"
    CONFIRMED = "confirmed"


NEXT_STATE = {RunState.PREPARED: RunState.SENT, RunState.SENT: RunState.CONFIRMED}


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """One seller's money in one currency. ``reference`` is unique for ever and comes back on the bank's statement."""

    reference: str
    seller_id: int
    seller_name: str
    amount: Money
    holder: str
    country: str
    iban: str
    account_number: str
    bank_code: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Money that is due and could not be paid. ``reason``: NO_ACCOUNT or HELD."""

    seller_id: int
    seller_name: str
    amount: Money
    reason: str


def bank_file(run_number: str, lines: Iterable[PayoutLine], day: date) -> str:
    """The CSV text (RFC 4180, UTF-8): amounts as plain decimals, one line for each payout."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow(
            [
                line.reference,
                day.isoformat(),
                harmless(line.holder),
                line.country,
                line.iban,
                line.account_number,
                line.bank_code,
                line.amount.currency,
                line.amount.text,
                f"Karum payout {run_number}",
            ]
        )
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
