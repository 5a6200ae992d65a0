"""Statements of the hub's bank: loaded once, booked, matched by themselves where they say what they are.

Everything that came in is in the ledger at once: for what it is, or as money that nobody knows (SUSPENSE). What went
out and is not understood is left out of the ledger until a person decides; the reconciliation page shows it.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import Q

from karum.banking import BadStatement, Statement, StatementEntry, read
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.payments.domain.matching import EntryKind, EntryState, Why, mentions
from karum.payments.domain.payouts import AT_THE_BANK, PayoutState
from karum.payments.models import BankBalance, BankEntry, BankFile, OwnTransfer, Payout, PayoutRun, ProviderSettlement
from karum.payments.queries.own import own_accounts, own_number
from karum.payments.services.payouts import close_when_settled, confirm, lock_payout, take_back
from karum.payments.services.receipts import bank_receipt

_NAMES = UUID("0b4c1f6a-2f0e-4d0e-8c56-6f5b1d9e7a31")  # the namespace of the ids of what statements move
_ONE_AT_A_TIME = 4_870_005  # advisory lock of statements
_CREDITOR_REFERENCE = re.compile(r"RF\d\d(?:\s?[0-9A-Z]){12}")  # as this hub writes them (ISO 11649)
HUB = 0
SETTLEMENT_DAYS = 10
"""So long before or after it was announced a provider's payout may be on the statement."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file brought: ``fresh`` entries, of which ``matched`` by themselves; ``repeated`` ones were here before.
    ``broken``: parts that could not be used; ``known``: the very same file was loaded before."""

    file_id: int
    kind: str
    fresh: int
    matched: int
    repeated: int
    broken: int
    known: bool = False


@transaction.atomic
def load_statement(data: bytes, name: str, *, now: datetime, actor_id: int | None) -> Loaded:
    """Load one file in one transaction. Raises BadStatement for a file that is none, or is of a strange account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    sha256 = hashlib.sha256(data).hexdigest()
    before = BankFile.objects.filter(sha256=sha256).first()
    if before:
        return Loaded(before.id, before.kind, 0, 0, before.fresh + before.repeated, len(before.broken), known=True)
    statement = read(data, own_account=_only_account())
    numbers = {account: _ours(account) for account in _accounts(statement)}
    broken = [[one.place[:200], one.reason[:500], one.text[:500]] for one in statement.broken]
    file = BankFile.objects.create(
        name=name[:255], kind=statement.kind, sha256=sha256, loaded_at=now, loaded_by_id=actor_id
    )
    fresh, repeated = [], 0
    for entry in statement.entries:
        row = _row(file, entry, numbers[entry.account])
        differs = _known(row)
        if differs is None:
            row.save()
            fresh.append(row)
        else:
            repeated += 1
            if differs:
                broken.append([entry.place[:200], differs, f"{entry.entry_id} {entry.amount}"])
    broken += _balances(file, statement, numbers)
    for row in sorted(fresh, key=lambda row: (row.booked, row.amount_minor > 0, row.id)):  # money out before it returns
        _book(row, now=now)
    file.fresh, file.repeated, file.broken = len(fresh), repeated, broken
    file.save()
    matched = sum(row.state == EntryState.MATCHED for row in fresh)
    return Loaded(file.id, file.kind, len(fresh), matched, repeated, len(broken))


def _only_account() -> str:
    """For a CSV that names no account: the hub's, when it has one only."""
    numbers = {details.iban or details.account_number for details in own_accounts()}
    return numbers.pop() if len(numbers) == 1 else ""


def _accounts(statement: Statement) -> set[str]:
    return {one.account for one in statement.entries} | {one.account for one in statement.balances}


def _ours(account: str) -> str:
    found = own_number(account)
    if not found:
        raise BadStatement(f"The statement is of account {account}, which is none of the hub's. Nothing was loaded.")
    return found


def _row(file: BankFile, entry: StatementEntry, account: str) -> BankEntry:
    return BankEntry(
        file=file,
        place=entry.place[:200],
        account=account,
        entry_id=entry.entry_id,
        booked=entry.booked,
        valued=entry.valued,
        amount_minor=entry.amount.minor,
        currency=entry.amount.currency,
        name=entry.name,
        counterparty=entry.counterparty,
        remittance=entry.remittance,
        end_to_end=entry.end_to_end,
        return_reason=entry.return_reason,
        state=EntryState.OPEN,
    )


def _known(row: BankEntry) -> str | None:
    """None for a movement that is new; else what the earlier file says differently, "" when it says the same."""
    whole = row.entry_id.partition("/")[0]
    same = BankEntry.objects.filter(account=row.account, entry_id=row.entry_id).first()
    if same:
        said = f"{Money(same.amount_minor, same.currency)} of {same.booked}"
        agrees = said == f"{Money(row.amount_minor, row.currency)} of {row.booked}"
        if same.file_id == row.file_id:
            return "The file brings this movement twice; it was taken once."
        return "" if agrees else f"An earlier file says {said} for the same movement."
    other_way = BankEntry.objects.filter(account=row.account).exclude(file=row.file)
    if "/" in row.entry_id and other_way.filter(entry_id=whole).exists():
        return ""  # the sum of the batch is here already
    if other_way.filter(entry_id__startswith=f"{row.entry_id}/").exists():
        return ""  # the parts of the batch are here already
    return None


def _balances(file: BankFile, statement: Statement, numbers: dict[str, str]) -> list[list[str]]:
    """Keep what the bank says stood in its accounts; return what contradicts an earlier file."""
    broken = []
    for one in statement.balances:
        row, _ = BankBalance.objects.get_or_create(
            account=numbers[one.account],
            currency=one.amount.currency,
            day=one.day,
            closing=one.closing,
            defaults={"file": file, "amount_minor": one.amount.minor},
        )
        if row.amount_minor != one.amount.minor:
            said = f"An earlier file says {Money(row.amount_minor, row.currency)} for the same moment."
            broken.append([f"balance of {one.day}", said, str(one.amount)])
    return broken


def _book(row: BankEntry, *, now: datetime) -> None:
    """Match a new movement, or put it into the queue with the reason."""
    why = _went_out(row, now=now) if row.amount_minor < 0 else _came_in(row, now=now)
    if why is None:
        row.state = EntryState.MATCHED
    else:
        row.why = why
        if row.amount_minor > 0 and not row.in_ledger:
            book(row, "suspense", Purpose.BANK, Purpose.SUSPENSE, now=now)
            row.in_suspense = True
    row.save()


def _went_out(row: BankEntry, *, now: datetime) -> Why | None:
    payout = _payout_named(row)
    if payout is not None:
        return _payout_left(row, payout, now=now)
    runs = [run for run in _runs_named(row) if run.state in AT_THE_BANK]
    for run in runs:
        rows = _unseen(run, row.currency)
        for part in (rows, [one for one in rows if one.iban]):
            if part and sum(one.amount_minor for one in part) == -row.amount_minor:
                for one in part:
                    confirm(one, now=now)
                close_when_settled(run.id, now=now)
                return settle(row, EntryKind.RUN, run.number)
    if _settlement(row) is None or _own_transfer(row) is None:
        return None
    return Why.OTHER_AMOUNT if runs else Why.UNKNOWN_OUT


def _unseen(run: PayoutRun, currency: str) -> list[Payout]:
    """What the bank may still show as paid: also what only an operator said was paid."""
    seen = BankEntry.objects.filter(kind=EntryKind.PAYOUT).values("target")
    if BankEntry.objects.filter(kind=EntryKind.RUN, target=run.number, currency=currency).exists():
        return list(Payout.objects.select_for_update().filter(run=run, currency=currency, left_at=None).order_by("id"))
    rows = Payout.objects.select_for_update().filter(run=run, currency=currency).exclude(reference__in=seen)
    return list(rows.filter(Q(left_at=None) | Q(through_bank=True)).order_by("id"))


def _payout_left(row: BankEntry, payout: Payout, *, now: datetime) -> Why | None:
    if payout.run.state not in AT_THE_BANK:
        return Why.NOT_SENT
    if (payout.amount_minor, payout.currency) != (-row.amount_minor, row.currency):
        return Why.OTHER_AMOUNT
    told = BankEntry.objects.filter(kind=EntryKind.PAYOUT, target=payout.reference).exclude(id=row.id).exists()
    paid_back = payout.state == PayoutState.RETURNED and payout.left_at is not None
    if told or paid_back or payout.state == PayoutState.CANCELLED:
        return Why.SETTLED_BEFORE
    confirm(payout, now=now)
    close_when_settled(payout.run_id, now=now)
    return settle(row, EntryKind.PAYOUT, payout.reference)


def _came_in(row: BankEntry, *, now: datetime) -> Why | None:
    payout = _payout_named(row)
    if payout is not None:
        return _payout_came_back(row, payout, now=now)
    if _settlement(row) is None or _own_transfer(row) is None:
        return None
    moment = datetime.combine(row.booked, time(12), tzinfo=UTC)
    for reference in _references(row):
        received = bank_receipt(
            reference,
            Money(row.amount_minor, row.currency),
            min(moment, now),
            transfer_id(row, "receipt"),
            payer=row.name,
            account=row.counterparty,
            booked_at=now,
        )
        if received.result == "wrong_currency":
            return Why.WRONG_CURRENCY
        if received.result != "unknown":
            return settle(row, EntryKind.RECEIPT, reference[:120])
    return Why.UNKNOWN_IN


def _payout_came_back(row: BankEntry, payout: Payout, *, now: datetime) -> Why | None:
    if payout.run.state not in AT_THE_BANK or payout.currency != row.currency:
        return Why.NOT_SENT
    if row.amount_minor != payout.amount_minor:
        return Why.LESS_CAME_BACK if row.amount_minor < payout.amount_minor else Why.OTHER_AMOUNT
    if payout.state not in (PayoutState.OPEN, PayoutState.CONFIRMED):
        return Why.SETTLED_BEFORE
    take_back(payout, row.return_reason or row.remittance or "returned by the bank", now=now, through_bank=True)
    close_when_settled(payout.run_id, now=now)
    return settle(row, EntryKind.PAYOUT_BACK, payout.reference)


def _settlement(row: BankEntry) -> Why | None:
    """A provider's settlement is in the ledger since it was announced: the movement is only the sight of it."""
    rows = ProviderSettlement.objects.filter(net_minor=row.amount_minor, currency=row.currency, failed_at=None)
    words = f"{row.end_to_end} {row.remittance}"
    told = set(BankEntry.objects.filter(kind=EntryKind.SETTLEMENT).values_list("target", flat=True))
    fresh = [one for one in rows if _settlement_name(one) not in told]
    named = [one for one in fresh if mentions(one.reference, words) or (one.trace and mentions(one.trace, words))]
    # Few banks carry a provider's own reference: its name, the amount and the days may say it, when only one fits.
    near = [one for one in fresh if abs((row.booked - one.settled_at.date()).days) <= SETTLEMENT_DAYS]
    by_name = [one for one in near if one.provider in f"{row.name} {words}".lower()]
    found = named[:1] or (by_name if len(by_name) == 1 else [])
    return settle(row, EntryKind.SETTLEMENT, _settlement_name(found[0])) if found else Why.UNKNOWN_IN


def _own_transfer(row: BankEntry) -> Why | None:
    """What the hub moved itself is in the ledger since then: the statement names its reference."""
    for one in OwnTransfer.objects.filter(amount_minor=row.amount_minor, currency=row.currency).order_by("id"):
        seen = BankEntry.objects.filter(kind=EntryKind.OWN, target=one.name).exists()
        if not seen and one.reference and mentions(one.reference, f"{row.end_to_end} {row.remittance}"):
            return settle(row, EntryKind.OWN, one.name)
    return Why.UNKNOWN_IN


def _settlement_name(one: ProviderSettlement) -> str:
    return f"{one.provider} {one.reference}"[:120]


def _references(row: BankEntry) -> Iterable[str]:
    """Where a buyer may have put the reference of her payment."""
    words = row.remittance.upper()
    yield from filter(None, (row.end_to_end, *_CREDITOR_REFERENCE.findall(words), *words.split()[:20]))


def _payout_named(row: BankEntry) -> Payout | None:
    """The payout whose reference the movement bears, locked."""
    words = f"{row.end_to_end} {row.remittance}".replace(",", " ").split()
    return next((found for word in words if word.startswith("KP-") and (found := lock_payout(word))), None)


def _runs_named(row: BankEntry) -> list[PayoutRun]:
    words = f"{row.end_to_end} {row.remittance}".replace(",", " ").split()
    numbers = {"-".join(word.split("-")[:3]) for word in words if word.startswith("KP-")}
    return list(PayoutRun.objects.select_for_update().filter(number__in=numbers).order_by("id"))


def settle(row: BankEntry, kind: EntryKind, target: str) -> Why | None:
    """It is known for what it is, and the ledger has it: nobody has to look (None)."""
    row.kind, row.target, row.in_ledger, row.why = kind, target[:120], True, ""
    return None


def transfer_id(row: BankEntry, edge: str) -> UUID:
    return uuid5(_NAMES, f"{row.account}:{row.entry_id}:{edge}")


def book(row: BankEntry, edge: str, debit: Purpose, credit: Purpose, *, now: datetime) -> None:
    """Move the whole of it in the hub's own books, once for each ``edge``."""
    amount = Money(abs(row.amount_minor), row.currency)
    said = f"bank {edge} {row.entry_id}"[:64]
    ledger.post([Entry(transfer_id(row, edge), HUB, debit, credit, amount, said)], now=now)
    row.in_ledger = True
