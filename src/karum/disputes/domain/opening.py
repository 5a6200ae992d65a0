"""Whether a case may be opened about an order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from karum.disputes.domain.terms import Terms


class NotOpened(StrEnum):
    """Why no case was opened. The value is stable."""

    NOT_SENT = "not_sent"  # before that the buyer simply cancels
    TOO_LATE = "too_late"
    OPEN_ALREADY = "open_already"
    DECIDED = "decided"  # the hub has decided about this order: once
    AMOUNT = "amount"  # not more than zero, or more than is left
    NOTHING_LEFT = "nothing_left"
    NO_VARIANT = "no_variant"  # none of the same price is there
    CHARGEBACK = "chargeback"  # the buyer's bank has the matter in hand


@dataclass(frozen=True, slots=True)
class Facts:
    """What an order tells. ``received_at``: delivered, confirmed, or taken as received; None while on its way."""

    shipped_at: datetime | None
    received_at: datetime | None
    left_minor: int
    has_open_case: bool
    was_decided: bool
    has_chargeback: bool


def may_open(facts: Facts, terms: Terms, now: datetime) -> NotOpened | None:
    """Why no case may be opened now; None when one may."""
    if facts.shipped_at is None:
        return NotOpened.NOT_SENT
    if facts.has_open_case:
        return NotOpened.OPEN_ALREADY
    if facts.has_chargeback:
        return NotOpened.CHARGEBACK
    if facts.was_decided:
        return NotOpened.DECIDED
    if facts.left_minor <= 0:
        return NotOpened.NOTHING_LEFT
    last = last_moment(facts, terms)
    return NotOpened.TOO_LATE if last is not None and last < now else None


def last_moment(facts: Facts, terms: Terms) -> datetime | None:
    """Until when a case may be opened; None while the goods are on their way."""
    return facts.received_at + timedelta(days=terms.claim_days) if facts.received_at else None
