"""The hub bears what no order and no seller can: LOSS -> CLEARING, with a reason, above a limit by two people."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from karum.disputes.domain.losses import NotBorne, alone, takes_two
from karum.disputes.models import ChargebackShare, HubLoss
from karum.disputes.queries.losses import gap_of
from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.parties.queries import Person
from karum.payments import queries as payments
from karum.payments.domain import ChargebackRecord, ChargebackState

HUB = 0


@transaction.atomic
def bear_loss(chargeback: UUID, reason: str, person: Person, *, key: UUID, now: datetime) -> HubLoss | NotBorne:
    """Book the part of a lost chargeback that nobody bears as the hub's loss; above the limit only ask for it.

    ``key`` makes a button that is pressed twice do one thing.
    """
    known = HubLoss.objects.filter(key=key, chargeback=chargeback).first()
    if known is not None:
        return known
    record = _locked(chargeback)
    if record is None:
        return NotBorne.NOT_FOUND
    if record.state is not ChargebackState.LOST:
        return NotBorne.NOT_LOST
    gap, reason = gap_of(record), reason.replace("\0", "").strip()[:500]
    if not gap:
        return NotBorne.NO_GAP
    if not reason:
        return NotBorne.NO_REASON
    row = HubLoss(key=key, chargeback=chargeback, amount_minor=gap.minor, currency=gap.currency, reason=reason)
    row.asked_by_id, row.asked_by, row.asked_at = person.pk, str(person)[:200], now
    row.takes_two = takes_two(_worth(gap, now))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # somebody else asked for it in the same moment
        return NotBorne.NO_GAP
    if not row.takes_two:
        _book(row, now)
    return row


@transaction.atomic
def approve_loss(key: UUID, person: Person, *, now: datetime) -> NotBorne | None:
    """A second person agrees, and it is booked. The value says why not: who asked for it never approves it."""
    row = HubLoss.objects.select_for_update().filter(key=key, booked_at=None, ended_at=None).first()
    record = _locked(row.chargeback) if row else None
    if row is None or record is None:
        return NotBorne.NOT_FOUND
    if row.asked_by_id == person.pk:
        return NotBorne.SAME_PERSON
    if gap_of(record) != Money(row.amount_minor, row.currency):
        return NotBorne.CHANGED
    row.approved_by_id, row.approved_by, row.approved_at = person.pk, str(person)[:200], now
    _book(row, now)
    return None


@transaction.atomic
def drop_loss(key: UUID, *, now: datetime) -> bool:
    """What was asked for is not wanted any more, by whoever says so. False once it is booked."""
    return bool(HubLoss.objects.filter(key=key, booked_at=None, ended_at=None).update(ended_at=now))


def regain_losses(chargeback: UUID, *, now: datetime) -> None:
    """The chargeback was won after all: what the hub bore of it is taken back, what was asked for falls away."""
    for row in HubLoss.objects.select_for_update().filter(chargeback=chargeback, ended_at=None).order_by("id"):
        if row.booked_at is not None:
            ledger.post([_entry(row, "regained", Purpose.CLEARING, Purpose.LOSS)], now=now)
        row.ended_at = now
        row.save()


def _locked(chargeback: UUID) -> ChargebackRecord | None:
    """The chargeback as it stands, with what its orders bear locked."""
    list(ChargebackShare.objects.select_for_update().filter(chargeback=chargeback).order_by("seller_id", "order_key"))
    return next((record for record in payments.chargebacks() if record.key == chargeback), None)


def _worth(amount: Money, now: datetime) -> Money | None:
    rate = payments.fx(amount.currency, alone().currency, now.date())
    return amount.convert(rate.rate, alone().currency) if rate else None


def _book(row: HubLoss, now: datetime) -> None:
    ledger.post([_entry(row, "borne", Purpose.LOSS, Purpose.CLEARING)], now=now)
    row.booked_at = now
    row.save()


def _entry(row: HubLoss, edge: str, debit: Purpose, credit: Purpose) -> Entry:
    amount = Money(row.amount_minor, row.currency)
    return Entry(uuid5(row.key, edge), HUB, debit, credit, amount, f"chargeback {edge} {row.chargeback}")
