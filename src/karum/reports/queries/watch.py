"""What the operator looks through: how old money is, and what should not be there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from karum.ledger import history
from karum.ledger import queries as ledger
from karum.ledger.domain import NEVER_OVERDRAWN, Purpose
from karum.money import Money
from karum.payments import queries as payments

AGES = (7, 30, 60, 90)
"""Days at which the columns of the ageing end; the last column is everything older."""

ESCROW_DAYS_MAX = 60
"""Escrow that is older waits for a dispute, or was forgotten."""

CLEARING_DAYS_MAX = 14
"""A provider that has not settled by then is asked."""

REFUND_DAYS_MAX = 1

AGED = (Purpose.ESCROW, Purpose.PAYABLE, Purpose.RESERVE, Purpose.TRANSIT, Purpose.RECEIVABLE, Purpose.SUSPENSE)


@dataclass(frozen=True, slots=True)
class AgedRow:
    """One account of all sellers in one currency: its money by age, youngest first; the columns sum to ``total``."""

    purpose: Purpose
    columns: tuple[Money, ...]
    total: Money


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something that should not be there. ``what_to_do``: in a sentence. ``order``: (seller, key) if any."""

    kind: str
    what: str
    what_to_do: str
    amount: Money | None = None
    order: tuple[int, UUID] | None = None


def ageing(now: datetime) -> list[AgedRow]:
    """Held, due, reserved, on its way, owed and unknown money by age, first in first out.

    What leaves an account is taken to be its oldest money: the money that is still there is that which came last.
    """
    rows = []
    for (purpose, currency), layers in sorted(_layers(now).items()):
        columns = [0] * (len(AGES) + 1)
        for age, minor in layers:
            columns[next((at for at, days in enumerate(AGES) if age < timedelta(days=days)), len(AGES))] += minor
        total = Money(sum(columns), currency)
        rows.append(AgedRow(purpose, tuple(Money(minor, currency) for minor in columns), total))
    order = {purpose: at for at, purpose in enumerate(AGED)}
    return sorted(rows, key=lambda row: (row.total.currency, order[row.purpose]))


def _layers(now: datetime) -> dict[tuple[Purpose, str], list[tuple[timedelta, int]]]:
    """(account, currency) -> (age, minor units) of what stands in it, over all sellers."""
    found: dict[tuple[Purpose, str], list[tuple[timedelta, int]]] = {}
    for _seller, purpose, currency, at, minor in history.layers(AGED, now):
        found.setdefault((purpose, currency), []).append((now - at, minor))
    return found


def anomalies(now: datetime) -> list[Anomaly]:
    """Everything of the ledger and of payments that somebody should look at, each with what to do."""
    return [*_overdrawn(), *_old_escrow(now), *_stuck_clearing(now), *_suspense(), *_payments(now)]


def _overdrawn() -> Iterable[Anomaly]:
    for balance in ledger.balances():
        if balance.key.purpose in NEVER_OVERDRAWN and balance.net.minor < 0:
            yield Anomaly(
                "overdrawn",
                _("Account %(account)s of seller %(seller)s is below zero.")
                % {"account": balance.key.purpose, "seller": balance.key.seller_id},
                _("Stop payouts, keep a copy of the database, and compare with the last good export."),
                balance.net,
            )
    for position in history.positions([Purpose.ESCROW]):
        if position.amount.minor < 0 and position.order_key:
            yield Anomaly(
                "order_overdrawn",
                _("More left escrow for an order than came in."),
                _("Open the order and compare its transfers with its payment."),
                position.amount,
                (position.seller_id, position.order_key),
            )


def _old_escrow(now: datetime) -> Iterable[Anomaly]:
    for position in history.positions([Purpose.ESCROW]):
        days = (now - position.since).days
        if position.amount.minor > 0 and days > ESCROW_DAYS_MAX:
            yield Anomaly(
                "old_escrow",
                _("Money is held for %(days)s days.") % {"days": days},
                _("Look whether a dispute waits for you; otherwise ask buyer and seller whether the goods arrived."),
                position.amount,
                (position.seller_id, position.order_key) if position.order_key else None,
            )


def _stuck_clearing(now: datetime) -> Iterable[Anomaly]:
    old: dict[str, int] = {}
    for _seller, _purpose, currency, at, minor in history.layers([Purpose.CLEARING], now):
        if now - at > timedelta(days=CLEARING_DAYS_MAX):
            old[currency] = old.get(currency, 0) + minor
    for currency, minor in sorted(old.items()):
        if minor > 0:
            yield Anomaly(
                "stuck_clearing",
                _("Providers owe this for more than %(days)s days.") % {"days": CLEARING_DAYS_MAX},
                _("Load the bank's statements; what is still missing then, ask the provider for."),
                Money(minor, currency),
            )


def _suspense() -> Iterable[Anomaly]:
    owed = payments.failed_refunds()
    for balance in ledger.balances(0):
        net = balance.net
        if balance.key.purpose is Purpose.SUSPENSE:
            net -= owed.get(balance.key.currency, Money.zero(balance.key.currency))
        if balance.key.purpose is Purpose.SUSPENSE and net:
            yield Anomaly(
                "suspense",
                _("Money came in and nobody knows for what."),
                _("Match it with an order under Bank, or send it back."),
                net,
            )
    for _currency, amount in sorted(owed.items()):
        yield Anomaly(
            "refunds_failed",
            _("Refunds did not reach their buyers."),
            _("Ask the provider again, or transfer them: they wait under Money in."),
            amount,
        )


def _payments(now: datetime) -> Iterable[Anomaly]:
    refunds = payments.refunds_waiting(since=now - timedelta(days=REFUND_DAYS_MAX))
    if refunds:
        yield Anomaly(
            "refunds",
            _("Refunds that were promised more than a day ago are not sent: %(count)s.") % {"count": refunds},
            _("Run karum doctor --retry-failed; when it stays, look at the provider's own page."),
        )
    for event in payments.odd_webhooks()[:20]:
        yield Anomaly(
            "webhook",
            _("A provider told of a payment that is not known, or of another amount: %(event)s.") % {"event": event},
            _("Look it up on the provider's own page and compare the amounts."),
        )
    for reference, why, amount in payments.odd_moves()[:20]:
        yield Anomaly(
            "provider_move",
            _("Stripe's balance has a line that our books do not explain: %(reference)s (%(why)s).")
            % {"reference": reference, "why": why},
            _("Look it up on Stripe's own page: a payment or refund that was made there by hand, or another program."),
            amount,
        )
    for which in payments.payouts_that_differ():
        yield Anomaly(
            "payouts",
            _("Payouts and ledger differ: %(which)s.") % {"which": which},
            _("Do not send a bank file before the difference is found."),
        )
