"""The bank's balance and the ledger's, and every difference between the two by name."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Sum

from karum.ledger import queries as ledger
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.payments.domain.matching import EntryKind
from karum.payments.domain.payouts import PayoutState
from karum.payments.models import BankBalance, BankEntry, OwnTransfer, Payout, ProviderSettlement


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one account as its statements tell it. ``gap``: what lies between the last closing balance and this
    opening one; ``off``: what the entries leave unexplained between opening and closing. Both are zero, or shown."""

    account: str
    day: date
    opening: Money | None
    in_: Money
    out: Money
    closing: Money
    gap: Money
    off: Money


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the two sides do not share. ``amount``: what it adds to the statement's side."""

    kind: str
    name: str
    day: date | None
    amount: Money
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One currency. statement - before - sum of ``items`` - unexplained = ledger, always.

    ``before``: what stood in the accounts before their first statement here. ``unexplained``: days without statements
    and parts of files that could not be read.
    """

    currency: str
    statement: Money
    ledger: Money
    before: Money
    items: list[Item]
    unexplained: Money
    days: list[Day] = field(default_factory=list)
    has_statement: bool = True

    @property
    def groups(self) -> list[tuple[str, Money, list[Item]]]:
        """Items of one kind together, with their sum."""
        kinds: dict[str, list[Item]] = {}
        for item in self.items:
            kinds.setdefault(item.kind, []).append(item)
        zero = Money.zero(self.currency)
        return [(kind, sum((item.amount for item in its), zero), its) for kind, its in kinds.items()]

    @property
    def is_explained(self) -> bool:
        return not self.unexplained and all(item.kind != "other" for item in self.items)


def reconciliation() -> list[Reconciliation]:
    """For each currency that a statement or the ledger's bank accounts know."""
    booked: defaultdict[str, int] = defaultdict(int)
    for b in ledger.balances():
        if b.key.purpose is Purpose.BANK:
            booked[b.key.currency] += b.net.minor
    balances: defaultdict[str, list[BankBalance]] = defaultdict(list)
    for row in BankBalance.objects.order_by("account", "day", "closing"):
        balances[row.currency].append(row)
    told = set(BankEntry.objects.order_by().values_list("currency", flat=True).distinct())
    known = told | balances.keys()
    currencies = sorted(known | {c for c, minor in booked.items() if minor}, key=lambda c: (c not in known, c))
    return [_currency(currency, booked[currency], balances[currency]) for currency in currencies]


def _currency(currency: str, booked: int, balances: list[BankBalance]) -> Reconciliation:
    days = _days(currency, balances)
    first: dict[str, int] = {}
    last: dict[str, BankBalance] = {}
    for row in balances:
        first.setdefault(row.account, row.amount_minor)
        last[row.account] = row
    entries = BankEntry.objects.filter(currency=currency)
    moved = entries.aggregate(total=Sum("amount_minor"))["total"] or 0
    # An account without any balance (CSV) stands at the sum of its movements.
    bare = entries.exclude(account__in=last).aggregate(total=Sum("amount_minor"))["total"] or 0
    after = sum(
        _after(account, row, entries).aggregate(total=Sum("amount_minor"))["total"] or 0
        for account, row in last.items()
    )
    statement = sum(row.amount_minor for row in last.values()) + bare + after
    before = sum(first.values())
    items = _items(currency, booked)
    explained = sum(item.amount.minor for item in items)
    unexplained = statement - before - moved
    assert statement - before - unexplained - explained == booked, "every difference has its line"
    money = Money(statement, currency)
    return Reconciliation(
        currency,
        money,
        Money(booked, currency),
        Money(before, currency),
        items,
        Money(unexplained, currency),
        days,
        has_statement=bool(balances) or entries.exists(),
    )


def _after(account: str, balance: BankBalance, entries: QuerySet[BankEntry]) -> QuerySet[BankEntry]:
    """What moved in the account since the balance was drawn."""
    mine = entries.filter(account=account)
    return mine.filter(booked__gt=balance.day) if balance.closing else mine.filter(booked__gte=balance.day)


def _items(currency: str, booked: int) -> list[Item]:
    """What only the statements know (above zero: more at the bank), and what only the ledger knows."""
    entries = BankEntry.objects.filter(currency=currency)
    items = [
        Item(
            "not_booked",
            row.name or row.remittance or row.entry_id,
            row.booked,
            Money(row.amount_minor, currency),
            row.id,
        )
        for row in entries.filter(in_ledger=False).order_by("booked", "id")
    ]
    seen = set(entries.filter(kind=EntryKind.PAYOUT).values_list("target", flat=True))
    runs = set(entries.filter(kind=EntryKind.RUN).values_list("target", flat=True))
    back = set(entries.filter(kind=EntryKind.PAYOUT_BACK).values_list("target", flat=True))
    for row in Payout.objects.filter(Q(through_bank=True) | Q(in_transit=False), currency=currency).select_related(
        "run"
    ):
        when = row.settled_at.date() if row.settled_at else row.run.made_at.date()
        if row.reference not in seen and row.run.number not in runs:
            items.append(Item("payout", row.reference, when, Money(row.amount_minor, currency)))
        if row.state in (PayoutState.RETURNED, PayoutState.CANCELLED) and row.reference not in back:
            items.append(Item("payout_back", row.reference, when, Money(-row.amount_minor, currency)))
    settled = set(entries.filter(kind=EntryKind.SETTLEMENT).values_list("target", flat=True))
    for one in ProviderSettlement.objects.filter(currency=currency, failed_at=None).exclude(net_minor=0):
        name = f"{one.provider} {one.reference}"[:120]
        if name not in settled:
            items.append(Item("settlement", name, one.settled_at.date(), Money(-one.net_minor, currency)))
    own = OwnTransfer.objects.filter(currency=currency)
    for it in own.exclude(name__in=entries.filter(kind=EntryKind.OWN).values("target")).order_by("id"):
        items.append(Item(it.kind, it.reference, it.at.date(), Money(-it.amount_minor, currency)))
    shared = entries.filter(in_ledger=True).aggregate(total=Sum("amount_minor"))["total"] or 0
    known = sum(item.amount.minor for item in items if item.kind != "not_booked")
    other = shared - known - booked
    if other:
        items.append(Item("other", "", None, Money(other, currency)))
    return items


def _days(currency: str, balances: list[BankBalance]) -> list[Day]:
    by_day: defaultdict[tuple[str, date], dict[bool, int]] = defaultdict(dict)
    for row in balances:
        by_day[row.account, row.day][row.closing] = row.amount_minor
    days, last = [], dict[str, tuple[date, int]]()
    for (account, day), said in sorted(by_day.items()):
        if True not in said:
            continue
        rows = BankEntry.objects.filter(account=account, currency=currency, booked__lte=day)
        before = last.get(account)
        if before:
            rows = rows.filter(booked__gt=before[0])
        moved = list(rows.values_list("amount_minor", flat=True))
        opening = said.get(False)
        gap = opening - before[1] if opening is not None and before else 0
        start = opening if opening is not None else before[1] if before else said[True] - sum(moved)
        days.append(
            Day(
                account,
                day,
                Money(opening, currency) if opening is not None else None,
                Money(sum(m for m in moved if m > 0), currency),
                Money(sum(m for m in moved if m < 0), currency),
                Money(said[True], currency),
                Money(gap, currency),
                Money(said[True] - start - sum(moved), currency),
            )
        )
        last[account] = (day, said[True])
    return days[::-1]
