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


NO_ACCOUNT, HELD, TIER_LIMIT, NEW_ACCOUNT = "no_bank_account", "held_for_check", "tier_limit", "new_account"


class RunState(StrEnum):
    """prepared -> approved (by another person than the maker) -> sent -> confirmed, or cancelled; never back."""

    PREPARED = "prepared"
    APPROVED = "approved"
    SENT = "sent"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


NEXT_STATE = {
    RunState.PREPARED: RunState.APPROVED,
    RunState.APPROVED: RunState.SENT,
    RunState.SENT: RunState.CONFIRMED,
}
ENDED = frozenset({RunState.CONFIRMED, RunState.CANCELLED})
CANCELLABLE = frozenset({RunState.PREPARED, RunState.APPROVED})
AT_THE_BANK = frozenset({RunState.APPROVED, RunState.SENT, RunState.CONFIRMED})  # its file may be there
GONE = frozenset({RunState.SENT, RunState.CONFIRMED})  # its file is there


class PayoutState(StrEnum):
    """open -> confirmed -> returned, or open -> returned, or open -> cancelled with its run."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class NotMoved(StrEnum):
    """Why a run stayed as it is."""

    NOT_NEXT = "not_next"
    SAME_PERSON = "same_person"
    NOT_OPERATOR = "not_operator"


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
    id: int = 0
    state: PayoutState = PayoutState.OPEN
    reason: str = ""  # why it came back


@dataclass(frozen=True, slots=True)
class Skipped:
    """Money that is due and could not be paid. ``reason``: NO_ACCOUNT, HELD, TIER_LIMIT or NEW_ACCOUNT."""

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


_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula (OWASP, CSV injection), in wide letters neither."""
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA else text
