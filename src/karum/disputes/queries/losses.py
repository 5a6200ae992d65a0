"""Chargebacks of which a part is borne by no order: what the hub itself has to bear."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Sum

from karum.disputes.models import ChargebackShare, HubLoss
from karum.money import Money
from karum.payments.domain import ChargebackRecord, ChargebackState
from karum.payments.queries import chargebacks


@dataclass(frozen=True, slots=True)
class Gap:
    """A lost chargeback that is not borne in full. ``amount``: the rest. ``asked``: who wants the hub to bear it."""

    chargeback: ChargebackRecord
    amount: Money
    asked: HubLoss | None


def gap_of(record: ChargebackRecord) -> Money:
    """What of a chargeback neither an order nor the hub has borne; zero while it is open or won."""
    zero = Money.zero(record.amount.currency)
    if record.state is not ChargebackState.LOST:
        return zero
    shares = ChargebackShare.objects.filter(chargeback=record.key).exclude(state="won")
    borne = shares.aggregate(sum=Sum(F("amount_minor") - F("missing_minor")))["sum"] or 0
    booked = HubLoss.objects.filter(chargeback=record.key, ended_at=None).exclude(booked_at=None)
    hubs = booked.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return max(zero, record.amount - Money(borne + hubs, record.amount.currency))


def gaps() -> list[Gap]:
    """Every lost chargeback with a part that nobody bears, the oldest first."""
    asked = {row.chargeback: row for row in HubLoss.objects.filter(ended_at=None, booked_at=None)}
    lost = [record for record in chargebacks() if record.state is ChargebackState.LOST]
    return [Gap(one, gap, asked.get(one.key)) for one in reversed(lost) if (gap := gap_of(one))]


def losses_of(chargeback: UUID) -> list[HubLoss]:
    """What the hub bore of a chargeback, the oldest first; also what was asked for and not done."""
    return list(HubLoss.objects.filter(chargeback=chargeback).order_by("id"))
