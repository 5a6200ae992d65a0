"""The hub's open positions between currencies."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Sum

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.domain.treasury import Book
from karum.orders.models import FxConversion
from karum.payments.domain import FxRate
from karum.payments.queries import fx
from karum.payments.queries.own import own_references
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

    @property
    def lacks(self) -> Money:
        return max(-self.amount, Money.zero(self.amount.currency))


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
    return [Book(*row[2:]) for row in _open_pairs({"sold": sold, "bought": bought})]


@dataclass(frozen=True, slots=True)
class OpenPair:
    """What may be changed at the bank: buyers paid ``taken``, and for it sellers were owed ``given``.

    ``worth``: ``taken`` at the day's reference rate; None where there is none.
    """

    taken: Money
    given: Money
    worth: Money | None
    rate: FxRate | None


def open_pairs(day: date) -> list[OpenPair]:
    """Every pair of currencies that orders left open, over all books."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for sold, bought, _seller_id, taken, given in _open_pairs({"sold": None, "bought": None}):
        before = sums.get((sold, bought), (0, 0))
        sums[sold, bought] = (before[0] + taken, before[1] + given)
    found = []
    for (sold, bought), (taken, given) in sorted(sums.items()):
        rate, money = fx(sold, bought, day), Money(taken, sold)
        worth = money.convert(rate.rate, bought) if rate else None
        found.append(OpenPair(money, Money(given, bought), worth, rate))
    return found


@dataclass(frozen=True, slots=True)
class Deal:
    """One conversion at the bank. ``result`` above zero is a gain, in the currency bought."""

    key: UUID
    at: datetime
    reference: str
    sold: Money
    bought: Money
    result: Money


def deals(limit: int = 50) -> list[Deal]:
    """The latest conversions, the newest first."""
    rows = list(
        FxConversion.objects.values("key", "at", "sold", "bought")
        .annotate(gone=Sum("sold_minor"), came=Sum("bought_minor"), cost=Sum("cost_minor"))
        .order_by("-at", "key")[:limit]
    )
    called = own_references(f"{row['key']} sold" for row in rows)
    return [
        Deal(
            row["key"],
            row["at"],
            called.get(f"{row['key']} sold", ""),
            Money(row["gone"], row["sold"]),
            Money(row["came"], row["bought"]),
            Money(row["came"] - row["cost"], row["bought"]),
        )
        for row in rows
    ]
