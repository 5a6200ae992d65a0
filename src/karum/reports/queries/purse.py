"""The seller's money as it stands now, from the ledger's own transfers: each sum equals its account to the cent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from karum.ledger import history
from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.domain.numbers import order_number
from karum.orders.queries.several import orders_by_key
from karum.orders.queries.view import OrderView
from karum.reports.queries.statements import Rate, rate_of


@dataclass(frozen=True, slots=True)
class Held:
    """One order's money in escrow. ``escrow``: all of it, in the buyer's currency; ``yours`` and ``fee`` in hers."""

    order: OrderView
    escrow: Money
    yours: Money
    fee: Money
    rate: Rate | None
    since: datetime

    @property
    def fee_rate(self) -> Decimal:
        """The hub's fee as a share of the goods, as the order froze it."""
        agreed = self.order.settlement
        return Decimal(agreed.fee) / agreed.goods if agreed.goods else Decimal(0)


@dataclass(frozen=True, slots=True)
class Open:
    """What stands for one order in the reserve, or is owed for it."""

    number: str
    order: OrderView | None
    amount: Money
    since: datetime


@dataclass(frozen=True, slots=True)
class Purse:
    """Sums by currency, empty where nothing is. ``held`` sums to ``escrow``, ``reserved`` to ``reserve``."""

    escrow: list[Money]
    yours: list[Money]
    due: list[Money]
    transit: list[Money]
    reserve: list[Money]
    owed: list[Money]
    paid: list[Money]
    held: list[Held]
    reserved: list[Open]
    owing: list[Open]


def purse(seller_id: int) -> Purse:
    """All of a seller's money: held, due, on its way, in reserve, owed by her, paid."""
    stands: dict[Purpose, list[Money]] = {}
    for balance in ledger.balances(seller_id):
        if balance.net:
            stands.setdefault(balance.key.purpose, []).append(balance.net)
    found = history.positions([Purpose.ESCROW, Purpose.RESERVE, Purpose.RECEIVABLE], seller_id)
    orders = orders_by_key({(seller_id, p.order_key) for p in found if p.order_key})
    held = []
    for position in found:
        order = orders.get((seller_id, position.order_key)) if position.order_key else None
        if position.purpose is Purpose.ESCROW and order is not None:
            release = order.release_of_held
            held.append(Held(order, position.amount, release.payable, release.fee, rate_of(order), position.since))
    held.sort(key=lambda one: (one.order.due_at or one.since, one.order.number))

    def opened(purpose: Purpose, sign: int) -> list[Open]:
        return [
            Open(
                order_number(p.order_key) if p.order_key else "",
                orders.get((seller_id, p.order_key)) if p.order_key else None,
                p.amount * sign,
                p.since,
            )
            for p in found
            if p.purpose is purpose
        ]

    return Purse(
        escrow=stands.get(Purpose.ESCROW, []),
        yours=sums(one.yours for one in held),
        due=stands.get(Purpose.PAYABLE, []),
        transit=stands.get(Purpose.TRANSIT, []),
        reserve=stands.get(Purpose.RESERVE, []),
        owed=stands.get(Purpose.RECEIVABLE, []),
        paid=_paid(seller_id),
        held=held,
        reserved=opened(Purpose.RESERVE, 1),
        owing=opened(Purpose.RECEIVABLE, -1),
    )


def sums(amounts: Iterable[Money]) -> list[Money]:
    """By currency, without zeros."""
    found: dict[str, Money] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, Money.zero(amount.currency)) + amount
    return [found[currency] for currency in sorted(found) if found[currency]]


def _paid(seller_id: int) -> list[Money]:
    """What reached her bank, less what it sent back."""
    hers, bank = (Purpose.PAYABLE, Purpose.TRANSIT), Purpose.BANK
    found = []
    for (debit, credit, _currency), amount in history.flows(seller_id).items():
        if debit in hers and credit is bank:
            found.append(amount)
        elif debit is bank and credit in hers:
            found.append(-amount)
    return sums(found)
