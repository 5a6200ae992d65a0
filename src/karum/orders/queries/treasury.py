"""The hub's open positions between currencies."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.domain.treasury import Book
from karum.payments.domain import FxRate
from karum.payments.queries import fx
from karum.runtime.settings import settings
from karum.runtime.sql import statement

_open_pairs = statement(Path(__file__).parent.parent / "sql", "open_pairs")


@dataclass(frozen=True, slots=True)
class FxPosition:
    """``amount`` more than zero: the hub has it and gave another currency for it; less: it owes it.

    ``worth``: in the hub's currency at the day's reference ``rate``; None where there is no rate.
    """

    amount: Money
    worth: Money | None
    rate: FxRate | None


def fx_positions(day: date) -> list[FxPosition]:
    """The open position of each currency over all books, by currency. They balance but for rates that moved."""
    sums: dict[str, int] = {}
    for found in ledger.balances():
        if found.key.purpose is Purpose.FX:
            sums[found.key.currency] = sums.get(found.key.currency, 0) + found.net.minor
    positions = []
    for currency, minor in sorted(sums.items()):
        if minor:
            amount, rate = Money(minor, currency), fx(currency, settings().hub_currency, day)
            worth = amount.convert(rate.rate, settings().hub_currency) if rate else None
            positions.append(FxPosition(amount, worth, rate))
    return positions


def open_books(sold: str, bought: str) -> list[Book]:
    """The books in which ``sold`` was taken in for orders whose sellers were paid in ``bought``, and is still there."""
    return [Book(*row) for row in _open_pairs({"sold": sold, "bought": bought})]
