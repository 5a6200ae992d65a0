"""What the operator has to look at, gathered from the packages below."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from karum.compliance.queries import CaseView, open_cases
from karum.disputes.queries import cases_for_hub
from karum.disputes.queries.chargebacks import ChargebackView, chargebacks
from karum.ledger.domain import DEBIT_SIDES, SIDES, Balance, Purpose, Side
from karum.ledger.history import balances_before
from karum.ledger.queries import balances
from karum.money import Money
from karum.orders.domain.states import State
from karum.orders.queries import OrderView, recent_orders
from karum.parties.queries import BusinessCard, all_businesses
from karum.payments.queries import DuePayout, PayoutFile, due_payouts, manual_refunds, payout_runs
from karum.payments.queries.statements import entries_undecided
from karum.reviews.queries import count_reported as reviews_reported
from karum.runtime.doctor import Finding, examine
from karum.talk.queries import count_reported as talks_reported

SOON = timedelta(days=1)
_WAITING = (State.PAID, State.PROMISED, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Queue:
    """What is next, the most urgent first."""

    findings: dict[str, Finding]
    late: list[OrderView]
    due: list[DuePayout]
    runs: list[PayoutFile]
    unverified: list[BusinessCard]
    cases: list[CaseView]
    movements: int
    disputes: int
    chargebacks: list[ChargebackView]
    refunds: int
    reviews: int
    talks: int

    @property
    def is_empty(self) -> bool:
        lists = (self.findings, self.late, self.due, self.runs, self.unverified, self.cases, self.chargebacks)
        return not (any(lists) or self.movements or self.disputes or self.refunds or self.reviews or self.talks)


def queue(now: datetime) -> Queue:
    """Findings of the doctor, names to look at, orders about to lapse, money due, runs under way, firms to verify."""
    late = [o for o in recent_orders(limit=500) if o.state in _WAITING and o.due_at and o.due_at < now + SOON]
    return Queue(
        findings={name: finding for name, finding in examine().items() if not finding.ok},
        late=sorted(late, key=lambda o: o.due_at or now),
        due=due_payouts(),
        runs=[run for run in payout_runs() if not run.is_over],
        unverified=[card for card in all_businesses() if not card.verified],
        cases=open_cases(),
        movements=entries_undecided(),
        disputes=len(cases_for_hub()),
        chargebacks=[one for one in chargebacks() if one.is_open],
        refunds=len(manual_refunds()),
        reviews=reviews_reported(),
        talks=talks_reported(),
    )


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One kind of account in one currency: sums over all sellers' books."""

    purpose: str
    side: Side
    debits: Money
    credits: Money
    net: Money


def trial_balance(day: date | None = None) -> list[tuple[str, list[TrialRow], Money]]:
    """For each currency: its rows, and what debits exceed credits by, which is always zero.

    ``day``: as it stood at the end of that day, in UTC; now without it.
    """
    by_currency: dict[str, dict[str, list[Balance]]] = {}
    found_then = balances() if day is None else balances_before(_end_of(day))
    for b in found_then:
        by_currency.setdefault(b.key.currency, {}).setdefault(b.key.purpose, []).append(b)
    found = []
    for currency, purposes in sorted(by_currency.items()):
        rows = [_row(purpose, its, currency) for purpose, its in purposes.items()]
        difference = Money.zero(currency)
        for row in rows:
            difference += row.debits - row.credits
        found.append((currency, sorted(rows, key=lambda row: (row.side, row.purpose)), difference))
    return found


def exchange_results() -> list[Money]:
    """What changing money at the bank has gained (above zero) or lost so far, by currency."""
    sums: dict[str, Money] = {}
    for b in balances():
        if b.key.purpose is Purpose.FX_RESULT and b.net:
            sums[b.key.currency] = sums.get(b.key.currency, Money.zero(b.key.currency)) + b.net
    return [sums[currency] for currency in sorted(sums) if sums[currency]]


def _end_of(day: date) -> datetime:
    last = min(day, date.max - timedelta(days=1))
    return datetime.combine(last + timedelta(days=1), time(), UTC)


def _row(purpose: str, its: list[Balance], currency: str) -> TrialRow:
    debits = Money(sum(b.debits_posted for b in its), currency)
    credited = Money(sum(b.credits_posted for b in its), currency)
    side = SIDES[its[0].key.purpose]
    return TrialRow(purpose, side, debits, credited, debits - credited if side in DEBIT_SIDES else credited - debits)
