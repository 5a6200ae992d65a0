"""Payout runs and what each seller was paid."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from karum.compliance.queries import held
from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.payments.domain.payouts import ENDED, PayoutLine, PayoutState, RunState, Skipped, bank_file
from karum.payments.models import BankAccount, Payout, PayoutRun
from karum.payments.queries.tiers import over_limit


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """One run: the CSV text for the bank, its lines, and who could not be paid."""

    id: int
    key: UUID
    number: str
    state: RunState
    made_at: datetime
    lines: list[PayoutLine]
    skipped: list[Skipped]
    sha256: str
    made_by: str = ""
    made_by_id: int | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    fetched_by_id: int | None = None
    fetched_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.state in ENDED

    @property
    def text(self) -> str:
        return bank_file(self.number, self.lines, self.made_at.date())

    @property
    def name(self) -> str:
        return f"{self.number}.csv"

    @property
    def totals(self) -> list[Money]:
        """The sum of each currency, for the control total at the bank."""
        sums: dict[str, Money] = {}
        for line in self.lines:
            sums[line.amount.currency] = sums.get(line.amount.currency, Money.zero(line.amount.currency)) + line.amount
        return [sums[currency] for currency in sorted(sums)]


@dataclass(frozen=True, slots=True)
class PayoutCard:
    """One payout as its seller sees it."""

    reference: str
    amount: Money
    state: str  # the run's until the payout has one of its own: confirmed, returned, cancelled
    made_at: datetime
    sent_at: datetime | None
    confirmed_at: datetime | None
    account_end: str
    reason: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether the money is with the seller, or on its way to her."""
        return self.state not in (PayoutState.RETURNED, PayoutState.CANCELLED)


@dataclass(frozen=True, slots=True)
class DuePayout:
    """Money that the next run pays, if the seller ``has_account`` in its currency that did not just replace another
    (``new_account``), is not ``held`` by screening and not ``over_limit`` of her tier."""

    seller_id: int
    amount: Money
    has_account: bool
    held: bool = False
    over_limit: bool = False
    new_account: bool = False

    @property
    def is_payable(self) -> bool:
        return self.has_account and not self.held and not self.over_limit and not self.new_account


def due_payouts(now: datetime | None = None) -> list[DuePayout]:
    """Every seller's money that is free now, less what she owes the hub."""
    due, now = _due(), now or timezone.now()
    accounts = set(BankAccount.objects.values_list("seller_id", "currency"))
    fresh = set(BankAccount.objects.filter(usable_from__gt=now).values_list("seller_id", "currency"))
    waiting = held({seller_id for seller_id, _ in due})
    too_much = over_limit(due, now=now)
    return [
        DuePayout(
            seller_id,
            amount,
            (seller_id, amount.currency) in accounts,
            held=seller_id in waiting,
            over_limit=(seller_id, amount.currency) in too_much,
            new_account=(seller_id, amount.currency) in fresh,
        )
        for seller_id, amount in due
    ]


def _due() -> list[tuple[int, Money]]:
    every = ledger.balances()
    owed = {(b.key.seller_id, b.key.currency): b.net for b in every if b.key.purpose is Purpose.RECEIVABLE}
    due = []
    for b in every:
        if b.key.purpose is Purpose.PAYABLE:
            left = b.free - owed.get((b.key.seller_id, b.key.currency), Money.zero(b.key.currency))
            if left.minor > 0:
                due.append((b.key.seller_id, left))
    return due


def payout_file(run_id: int) -> PayoutFile:
    """Raises PayoutRun.DoesNotExist."""
    run = PayoutRun.objects.select_related("made_by", "approved_by").get(id=run_id)
    lines = [_line(row) for row in Payout.objects.filter(run=run).order_by("seller_id", "currency")]
    skipped = [
        Skipped(seller_id, name, Money(minor, currency), reason)
        for seller_id, name, minor, currency, reason in run.skipped
    ]
    return PayoutFile(
        id=run.id,
        key=run.key,
        number=run.number,
        state=RunState(run.state),
        made_at=run.made_at,
        lines=lines,
        skipped=skipped,
        sha256=run.sha256,
        made_by=str(run.made_by or ""),
        made_by_id=run.made_by_id,
        approved_by=str(run.approved_by or ""),
        approved_at=run.approved_at,
        fetched_by_id=run.fetched_by_id,
        fetched_at=run.fetched_at,
    )


def payout_runs(limit: int = 50) -> list[PayoutFile]:
    """The latest runs, newest first."""
    return [payout_file(run_id) for run_id in PayoutRun.objects.order_by("-id").values_list("id", flat=True)[:limit]]


def payouts_of(seller_id: int, limit: int = 100) -> list[PayoutCard]:
    """What a seller was paid, newest first."""
    rows = Payout.objects.filter(seller_id=seller_id).select_related("run").order_by("-id")[:limit]
    return [
        PayoutCard(
            reference=row.reference,
            amount=Money(row.amount_minor, row.currency),
            state=row.run.state if row.state == PayoutState.OPEN else row.state,
            made_at=row.run.made_at,
            sent_at=row.run.sent_at,
            confirmed_at=row.run.confirmed_at,
            account_end=(row.iban or row.account_number)[-4:],
            reason=row.reason,
        )
        for row in rows
    ]


def _line(row: Payout) -> PayoutLine:
    return PayoutLine(
        reference=row.reference,
        seller_id=row.seller_id,
        seller_name=row.seller_name,
        amount=Money(row.amount_minor, row.currency),
        holder=row.holder,
        country=row.country,
        iban=row.iban,
        account_number=row.account_number,
        bank_code=row.bank_code,
        id=row.id,
        state=PayoutState(row.state),
        reason=row.reason,
    )
