"""A person decides what a movement on the hub's account was."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from karum.ledger.domain import Purpose
from karum.money import Money
from karum.payments.domain.matching import EntryKind, EntryState
from karum.payments.domain.payouts import AT_THE_BANK, PayoutState
from karum.payments.models import BankEntry, OwnTransfer, Payment, Payout, ProviderSettlement, Refund
from karum.payments.services.payouts import close_when_settled, confirm, lock_payout, take_back
from karum.payments.services.receipts import bank_receipt
from karum.payments.services.refunds import refund_transferred
from karum.payments.services.statements import book, settle, transfer_id


class Decision(StrEnum):
    """What can be done with a movement that waits."""

    MATCH = "match"
    CHARGE = "charge"
    SEND_BACK = "send_back"
    KEEP = "keep"


class NotDecided(StrEnum):
    """Why nothing was done."""

    CLOSED = "closed"
    NO_NOTE = "no_note"
    DOES_NOT_FIT = "does_not_fit"


@transaction.atomic
def decide_entry(
    entry_id: int, decision: Decision, *, target: str = "", note: str, person_id: int, now: datetime
) -> NotDecided | None:
    """Do what a person decided, in one transaction; the value says why not.

    MATCH needs ``target``, a candidate's "kind:key", of exactly the same amount. CHARGE is for money that the bank
    took. SEND_BACK is for money that came in: it stands in suspense until a movement out is matched to it. KEEP leaves
    all as it is, with the note.
    """
    row = BankEntry.objects.select_for_update().filter(id=entry_id).first()
    note = note.replace("\0", "").strip()[:500]
    if row is None or row.state == EntryState.MATCHED:
        return NotDecided.CLOSED
    if not note:
        return NotDecided.NO_NOTE
    if decision is Decision.MATCH:
        if not _match(row, target, now=now):
            return NotDecided.DOES_NOT_FIT
        row.state = EntryState.MATCHED
    elif decision is Decision.CHARGE:
        if row.amount_minor > 0:
            return NotDecided.DOES_NOT_FIT
        book(row, "charge", Purpose.CHARGES, Purpose.BANK, now=now)
        settle(row, EntryKind.CHARGE, "")
        row.state = EntryState.MATCHED
    elif decision is Decision.SEND_BACK:
        if not row.in_suspense:
            return NotDecided.DOES_NOT_FIT
        row.state = EntryState.SEND_BACK
    else:
        row.state = EntryState.KEPT
    row.note, row.decided_by_id, row.decided_at = note, person_id, now
    row.save()
    return None


def _match(row: BankEntry, target: str, *, now: datetime) -> bool:
    kind, _, key = target.partition(":")
    amount = Money(row.amount_minor, row.currency)
    match kind:
        case EntryKind.PAYOUT:
            return amount.minor < 0 and _payout(row, key, amount, now=now)
        case EntryKind.PAYOUT_BACK:
            return amount.minor > 0 and _payout_back(row, key, amount, now=now)
        case EntryKind.RECEIPT:
            return amount.minor > 0 and _receipt(row, key, amount, now=now)
        case EntryKind.SETTLEMENT:
            return _settlement(row, key, amount, now=now)
        case EntryKind.REFUND:
            return amount.minor < 0 and _refund(row, key, amount, now=now)
        case EntryKind.SENT_BACK:
            return amount.minor < 0 and _sent_back(row, key, amount, now=now)
        case EntryKind.OWN:
            return _own(row, key, amount, now=now)
    return False


def _payout(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    payout = _locked_payout(key)
    if payout is None or payout.state != PayoutState.OPEN or Money(-payout.amount_minor, payout.currency) != amount:
        return False
    confirm(payout, now=now)
    close_when_settled(payout.run_id, now=now)
    settle(row, EntryKind.PAYOUT, payout.reference)
    return True


def _payout_back(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    payout = _locked_payout(key)
    fits = payout is not None and payout.state in (PayoutState.OPEN, PayoutState.CONFIRMED)
    if payout is None or not fits or Money(payout.amount_minor, payout.currency) != amount:
        return False
    _out_of_suspense(row, now=now)
    take_back(payout, row.return_reason or row.remittance or "returned by the bank", now=now, through_bank=True)
    close_when_settled(payout.run_id, now=now)
    settle(row, EntryKind.PAYOUT_BACK, payout.reference)
    return True


def _locked_payout(key: str) -> Payout | None:
    found = lock_payout(key)
    return found if found is not None and found.run.state in AT_THE_BANK else None


def _receipt(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    payment = Payment.objects.filter(provider_reference=key).first()
    if payment is None:
        return False
    received = bank_receipt(key, amount, now, transfer_id(row, "receipt"), payer=row.name, account=row.counterparty)
    if received.result in ("unknown", "wrong_currency"):
        return False
    _out_of_suspense(row, now=now)
    settle(row, EntryKind.RECEIPT, key[:120])
    return True


def _settlement(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    provider, _, reference = key.partition(" ")
    target = f"{provider} {reference}"[:120]
    one = ProviderSettlement.objects.select_for_update().filter(provider=provider, reference=reference).first()
    if one is None or Money(one.net_minor, one.currency) != amount:
        return False
    if BankEntry.objects.filter(kind=EntryKind.SETTLEMENT, target=target).exists():
        return False
    _out_of_suspense(row, now=now)
    settle(row, EntryKind.SETTLEMENT, target)
    return True


def _own(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    one = OwnTransfer.objects.select_for_update().filter(name=key).first()
    if one is None or Money(one.amount_minor, one.currency) != amount:
        return False
    if BankEntry.objects.filter(kind=EntryKind.OWN, target=one.name).exists():
        return False
    _out_of_suspense(row, now=now)
    settle(row, EntryKind.OWN, one.name)
    return True


def _refund(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    refund = Refund.objects.select_related("payment").filter(key=key).first() if len(key) == 36 else None
    if refund is None or Money(-refund.amount_minor, refund.payment.currency) != amount:
        return False
    if not refund_transferred(refund.key, row.entry_id, now=now):
        return False
    # What a provider did not pay stands as owed to the buyer; everything else left CLEARING when it was promised.
    book(row, "refund", Purpose.SUSPENSE if refund.in_suspense else Purpose.CLEARING, Purpose.BANK, now=now)
    Refund.objects.filter(id=refund.id).update(in_suspense=False)
    settle(row, EntryKind.REFUND, key)
    return True


def _sent_back(row: BankEntry, key: str, amount: Money, *, now: datetime) -> bool:
    came = BankEntry.objects.select_for_update().filter(id=int(key)).first() if key.isdecimal() else None
    if came is None or came.state != EntryState.SEND_BACK or Money(-came.amount_minor, came.currency) != amount:
        return False
    book(row, "sent back", Purpose.SUSPENSE, Purpose.BANK, now=now)
    settle(row, EntryKind.SENT_BACK, came.entry_id)
    came.state, came.in_suspense, came.kind, came.target = EntryState.MATCHED, False, EntryKind.SENT_BACK, row.entry_id
    came.save()
    return True


def _out_of_suspense(row: BankEntry, *, now: datetime) -> None:
    """What stood among money that nobody knows is taken out again, before it is booked for what it is."""
    if row.in_suspense:
        book(row, "known", Purpose.SUSPENSE, Purpose.BANK, now=now)
        row.in_suspense = False
