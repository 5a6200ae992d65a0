"""A seller's statements: what moved in a month, line by line, with the order and the rate behind each line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from karum.ledger import history
from karum.ledger.domain import Purpose
from karum.ledger.queries import Posting
from karum.money import Money
from karum.orders.domain.numbers import order_number
from karum.orders.queries.several import orders_by_key
from karum.orders.queries.view import OrderView
from karum.reports.domain.months import Month, closed_months
from karum.reports.domain.statement import INTERNAL, Movement, Row, Statement, parts_of, statements


@dataclass(frozen=True, slots=True)
class Rate:
    """``per``: how many units of ``to`` one unit of ``base`` was reckoned as; frozen with the order."""

    base: str
    to: str
    per: Decimal
    source: str
    day: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line as people see it. ``balance``: what the hub owed her after it. ``spread``: what the buyer paid above the
    reference rate, in the buyer's currency; it was neither taken from her nor given to her.
    """

    movement: Movement
    balance: Money
    number: str
    rate: Rate | None
    charged: Money | None
    spread: Money | None

    @property
    def is_internal(self) -> bool:
        return self.movement.row in INTERNAL or not self.movement.amount


@dataclass(frozen=True, slots=True)
class Sheet:
    """One currency of a statement, with its lines told."""

    statement: Statement
    lines: tuple[Line, ...]

    @property
    def currency(self) -> str:
        return self.statement.currency

    @property
    def newest(self) -> tuple[Line, ...]:
        """The last fifty lines, the newest first."""
        return self.lines[:-51:-1]

    @property
    def sums(self) -> list[tuple[Row, Money]]:
        """What each kind of line comes to, where that is not zero."""
        found = [(row, self.statement.sum_of(row)) for row in Row]
        return [(row, amount) for row, amount in found if amount]


def months_of(seller_id: int, now: datetime) -> list[Month]:
    """The closed months of a seller since money first moved, the newest first."""
    first = history.first_movement(seller_id)
    return [] if first is None else closed_months(first, now)


def statement_of(seller_id: int, month: Month) -> list[Sheet]:
    """One sheet for each currency of a month."""
    return sheets(seller_id, month.since, month.until)


def sheets(seller_id: int, since: datetime, until: datetime) -> list[Sheet]:
    """One sheet for each currency from ``since`` to before ``until``."""
    opening = parts_of(history.balances_before(since, seller_id))
    postings = history.movements(seller_id, since, until)
    found = statements(opening, postings)
    names = {(seller_id, m.order_key) for one in found for m in one.movements if m.order_key}
    orders = {key: order for (_seller, key), order in orders_by_key(names).items()} if names else {}
    spreads = _spreads(postings)
    return [Sheet(one, tuple(_lines(one, orders, spreads))) for one in found]


def rate_of(order: OrderView) -> Rate | None:
    """The exchange rate that was frozen with an order; None when seller and buyer count in one currency."""
    found: dict[str, Any] | None = order.facts.get("exchange")
    if not found or order.charge.currency == order.settlement.currency:
        return None
    return Rate(
        order.settlement.currency,
        order.charge.currency,
        Decimal(found["rate"]),
        str(found.get("source", "")),
        date.fromisoformat(found["day"]),
        bool(found.get("verified", True)),
    )


def _lines(statement: Statement, orders: dict[UUID, OrderView], spreads: dict[UUID, Money]) -> Iterable[Line]:
    balance = statement.opening.total
    for movement in statement.movements:
        balance += movement.amount
        key = movement.order_key
        order = orders.get(key) if key else None
        is_sale = order is not None and movement.row is Row.SALE
        yield Line(
            movement,
            balance,
            order_number(key) if key else "",
            rate_of(order) if order else None,
            order.total if order and is_sale else None,
            spreads.get(key) if key and is_sale else None,
        )


def _spreads(postings: Iterable[Posting]) -> dict[UUID, Money]:
    found: dict[UUID, Money] = {}
    for posting in postings:
        if posting.credit is Purpose.SPREAD and posting.order_key:
            before = found.get(posting.order_key, Money.zero(posting.amount.currency))
            found[posting.order_key] = before + posting.amount
    return found
