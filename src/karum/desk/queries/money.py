"""The seller's money: what is held and until when, what is due, what was paid."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from karum.desk.queries.order_words import SENT, TODO, clock_words
from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.domain.states import State
from karum.orders.queries import OrderView
from karum.payments import queries as payments
from karum.payments.domain.payouts import harmless

MANY = 10_000


@dataclass(frozen=True, slots=True)
class Clock:
    """One order's money: how much, held until when, and what happens then. ``fee``: the hub's."""

    order: OrderView
    money: Money
    fee: Money
    words: str


@dataclass(frozen=True, slots=True)
class Purse:
    """All of it. Amounts by currency: a seller is rarely paid in more than one."""

    held: list[Money]
    due: list[Money]
    paid: list[Money]
    clocks: list[Clock]


def purse(seller_id: int) -> Purse:
    """What is held (orders that were paid and not released), due (the next payout) and paid out so far."""
    open_orders = orders.orders_of_seller(seller_id, [*TODO, *SENT], limit=MANY)
    clocks = [Clock(o, o.release.payable, o.release.fee, clock_words(o)) for o in open_orders]
    clocks.sort(key=lambda clock: clock.order.due_at or clock.order.placed_at)
    due = [b.free for b in ledger.balances(seller_id) if b.key.purpose is Purpose.PAYABLE and b.free.minor]
    return Purse(
        held=_sums(clock.money for clock in clocks),
        due=due,
        paid=_sums(payout.amount for payout in payments.payouts_of(seller_id, limit=MANY)),
        clocks=clocks,
    )


def statement(seller_id: int, first: date | None, last: date | None) -> str:
    """A CSV of every order and payout of the days from ``first`` to ``last``, the oldest first."""
    rows: list[tuple[date, list[str]]] = []
    for order in orders.orders_of_seller(seller_id, limit=MANY):
        day, release = order.placed_at.date(), order.release
        finished = order.state in (State.CANCELLED, State.REFUSED, State.REFUNDED)
        zero = Money.zero(order.settlement.currency)
        cells = [
            _("Order"),
            order.number,
            order.state,
            harmless(order.buyer_name),
            order.destination,
            order.settlement.currency,
            Money(order.settlement.goods, order.settlement.currency).text,
            Money(order.settlement.shipping, order.settlement.currency).text,
            (zero if finished else release.fee).text,
            (zero if finished else release.payable).text,
            str(order.refunded) if order.refunded else "",
        ]
        rows.append((day, cells))
    for payout in payments.payouts_of(seller_id, limit=MANY):
        amount = payout.amount
        cells = [
            _("Payout"), payout.reference, payout.state, "", "", amount.currency, "", "", "", (-amount).text, ""
        ]  # fmt: skip
        rows.append((payout.made_at.date(), cells))
    out = io.StringIO()
    out.write("\ufeff")  # so that spreadsheets read it as UTF-8
    writer = csv.writer(out)
    writer.writerow(
        [
            _("Day"), _("Kind"), _("Number"), _("State"), _("Buyer"), _("Country"), _("Currency"), _("Goods"),
            _("Shipping"), _("Hub's fee"), _("Yours"), _("Refunded to the buyer"),
        ]
    )  # fmt: skip
    for day, cells in sorted(rows, key=lambda row: (row[0], row[1][1])):
        if (first is None or day >= first) and (last is None or day <= last):
            writer.writerow([day.isoformat(), *cells])
    return out.getvalue()


def _sums(amounts: Iterable[Money]) -> list[Money]:
    sums: defaultdict[str, int] = defaultdict(int)
    for amount in amounts:
        sums[amount.currency] += amount.minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items()) if minor]
