"""Statements that were loaded, movements that wait for a person, and what they may be."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from karum.money import Money
from karum.payments.domain.matching import Candidate, EntryKind, EntryState, nearness
from karum.payments.domain.payouts import AT_THE_BANK, PayoutState
from karum.payments.models import BankEntry, BankFile, OwnTransfer, Payment, Payout, ProviderSettlement
from karum.payments.providers import bank_transfer
from karum.payments.queries.money_in import manual_refunds

NEAR = 40
CANDIDATES_MAX = 8


@dataclass(frozen=True, slots=True)
class FileCard:
    """One loaded file."""

    id: int
    name: str
    kind: str
    sha256: str
    loaded_at: datetime
    loaded_by: str
    fresh: int
    repeated: int
    broken: list[list[str]]


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One movement. ``candidates`` are what it may be, the nearest first; only asked for where a person decides."""

    id: int
    account: str
    entry_id: str
    booked: date
    amount: Money
    name: str
    counterparty: str
    remittance: str
    end_to_end: str
    return_reason: str
    state: EntryState
    kind: str
    target: str
    why: str
    in_ledger: bool
    in_suspense: bool
    note: str
    decided_by: str
    decided_at: datetime | None
    file: str
    place: str
    candidates: list[Candidate]


def bank_files(limit: int = 50) -> list[FileCard]:
    """The latest files, newest first."""
    rows = BankFile.objects.select_related("loaded_by").order_by("-id")[:limit]
    return [
        FileCard(
            row.id,
            row.name,
            row.kind,
            row.sha256,
            row.loaded_at,
            str(row.loaded_by or ""),
            row.fresh,
            row.repeated,
            row.broken,
        )
        for row in rows
    ]


def entries_to_decide(limit: int = 200) -> list[EntryCard]:
    """Movements that wait for a person, the oldest first."""
    rows = BankEntry.objects.filter(state=EntryState.OPEN).select_related("file", "decided_by").order_by("booked", "id")
    return [_card(row, []) for row in rows[:limit]]


def entries_undecided() -> int:
    """How many wait for a person."""
    return BankEntry.objects.filter(state=EntryState.OPEN).count()


def bank_entry(entry_id: int) -> EntryCard | None:
    """One movement with what it may be."""
    row = BankEntry.objects.select_related("file", "decided_by").filter(id=entry_id).first()
    return _card(row, _candidates(row)) if row else None


def _card(row: BankEntry, candidates: list[Candidate]) -> EntryCard:
    return EntryCard(
        id=row.id,
        account=row.account,
        entry_id=row.entry_id,
        booked=row.booked,
        amount=Money(row.amount_minor, row.currency),
        name=row.name,
        counterparty=row.counterparty,
        remittance=row.remittance,
        end_to_end=row.end_to_end,
        return_reason=row.return_reason,
        state=EntryState(row.state),
        kind=row.kind,
        target=row.target,
        why=row.why,
        in_ledger=row.in_ledger,
        in_suspense=row.in_suspense,
        note=row.note,
        decided_by=str(row.decided_by or ""),
        decided_at=row.decided_at,
        file=row.file.name,
        place=row.place,
        candidates=candidates,
    )


def _candidates(row: BankEntry) -> list[Candidate]:
    """What is still open in the same currency and direction and is near in amount, name or reference."""
    if row.state == EntryState.MATCHED:
        return []
    amount, words = Money(row.amount_minor, row.currency), f"{row.end_to_end} {row.remittance}"
    found = _outgoing(row) if row.amount_minor < 0 else _incoming(row)
    near = [
        Candidate(c.kind, c.key, c.name, c.reference, c.amount, nearness(amount, row.name, words, c)) for c in found
    ]
    near.sort(key=lambda c: (-c.score, c.reference))
    return [c for c in near if c.score >= NEAR][:CANDIDATES_MAX]


def _outgoing(row: BankEntry) -> list[Candidate]:
    payouts = Payout.objects.filter(
        state=PayoutState.OPEN, currency=row.currency, run__state__in=[str(s) for s in AT_THE_BANK]
    )
    found = [
        Candidate(EntryKind.PAYOUT, p.reference, p.holder, p.reference, Money(-p.amount_minor, p.currency))
        for p in payouts.order_by("-id")[:500]
    ]
    found += [
        Candidate(EntryKind.REFUND, str(r.key), r.to_holder, str(r.key), -r.amount)
        for r in manual_refunds()
        if r.amount.currency == row.currency
    ]
    back = BankEntry.objects.filter(state=EntryState.SEND_BACK, currency=row.currency)
    found += [
        Candidate(EntryKind.SENT_BACK, str(b.id), b.name, b.entry_id, Money(-b.amount_minor, b.currency)) for b in back
    ]
    return found + _settlements(row) + _own(row)


def _incoming(row: BankEntry) -> list[Candidate]:
    waiting = Payment.objects.filter(provider=bank_transfer.CODE, currency=row.currency).filter(
        Q(state="pending") | Q(state="created") | Q(state="expired")
    )
    found = [
        Candidate(EntryKind.RECEIPT, p.provider_reference, "", p.provider_reference, Money(p.amount_minor, p.currency))
        for p in waiting.order_by("-id")[:500]
        if p.provider_reference
    ]
    paid = Payout.objects.filter(
        state__in=[PayoutState.OPEN, PayoutState.CONFIRMED],
        currency=row.currency,
        amount_minor=row.amount_minor,
        run__state__in=[str(s) for s in AT_THE_BANK],
    )
    found += [
        Candidate(EntryKind.PAYOUT_BACK, p.reference, p.holder, p.reference, Money(p.amount_minor, p.currency))
        for p in paid.order_by("-id")[:100]
    ]
    return found + _settlements(row) + _own(row)


def _settlements(row: BankEntry) -> list[Candidate]:
    seen = set(BankEntry.objects.filter(kind=EntryKind.SETTLEMENT).values_list("target", flat=True))
    rows = ProviderSettlement.objects.filter(currency=row.currency, failed_at=None).order_by("-id")[:200]
    return [
        Candidate(EntryKind.SETTLEMENT, name, s.provider, s.reference, Money(s.net_minor, s.currency))
        for s in rows
        if (name := f"{s.provider} {s.reference}"[:120]) not in seen and (s.net_minor < 0) == (row.amount_minor < 0)
    ]


def _own(row: BankEntry) -> list[Candidate]:
    """What the hub moved itself, of exactly this amount: it knows what it told its bank."""
    seen = BankEntry.objects.filter(kind=EntryKind.OWN).values("target")
    rows = OwnTransfer.objects.filter(amount_minor=row.amount_minor, currency=row.currency).exclude(name__in=seen)
    return [
        Candidate(EntryKind.OWN, one.name, "", one.reference or one.kind, Money(one.amount_minor, one.currency))
        for one in rows.order_by("id")[:50]
    ]
