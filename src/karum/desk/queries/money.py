"""The seller's money: what is held and until when, what is due, what was paid."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from karum.desk.queries.order_words import clock_words
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.domain.release_clock import Running
from karum.orders.domain.states import State
from karum.orders.queries.release_clock import release_clock
from karum.orders.words import rule_text, stop_text
from karum.payments import queries as payments
from karum.payments.domain.payouts import harmless
from karum.reports.queries import purse as reports
from karum.reports.queries.purse import Held, Purse

MANY = 10_000
CLOCKS_MAX = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One order's held money with its clock: when it frees at the latest, under which rule, what would change it."""

    held: Held
    at: datetime | None
    rule: str
    may: list[str]
    stopped: bool


@dataclass(frozen=True, slots=True)
class DeskPurse:
    """All of it. ``more``: orders with held money besides those that are ``shown``."""

    sums: Purse
    shown: list[Shown]
    more: int

    @property
    def next(self) -> Shown | None:
        """What frees first."""
        return next((one for one in self.shown if one.at and not one.stopped), None)


def purse(seller_id: int) -> DeskPurse:
    """A seller's money as it stands, with the clocks of the orders that free first."""
    found = reports.purse(seller_id)
    shown = [_shown(held) for held in found.held[:CLOCKS_MAX]]
    shown.sort(key=lambda one: (one.stopped, one.at is None, one.at or one.held.since))
    return DeskPurse(found, shown, max(0, len(found.held) - CLOCKS_MAX))


def _shown(held: Held) -> Shown:
    clock = release_clock(held.order)
    stopped = clock.running is Running.STOPPED
    rule = rule_text(clock.rule) if clock.rule else ""
    return Shown(held, clock.at, rule or clock_words(held.order), [stop_text(one) for one in clock.may], stopped)


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
        amount = payout.amount if payout.is_paid else Money.zero(payout.amount.currency)
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
