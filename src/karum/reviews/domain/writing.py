"""Who may write, change and answer a review, and until when. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from karum.reviews.domain.terms import Terms


class NotWritten(StrEnum):
    """Why a review is not taken."""

    NOT_ARRIVED = "not_arrived"
    TOO_LATE = "too_late"
    OWN_GOODS = "own_goods"
    WRITTEN = "written"  # there is one about this already
    CLOSED = "closed"  # it can no longer be changed
    HIDDEN = "hidden"  # by the hub


class Reason(StrEnum):
    """Why somebody reports a review, or the hub hides it."""

    INSULT = "insult"
    PRIVATE = "private"  # somebody's name, address or telephone number
    ADVERT = "advert"
    OTHER_THING = "other_thing"  # not about these goods or this seller
    BOUGHT = "bought"  # written for money, or under pressure
    ILLEGAL = "illegal"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides. ``arrived_at``: when the goods of the order arrived, None when they have not."""

    arrived_at: datetime | None
    is_own: bool
    written: bool


def may_write(facts: Facts, terms: Terms, now: datetime) -> NotWritten | None:
    """Why not, or None when she may. Money that went back changes nothing: she had the goods in her hands."""
    if facts.written:
        return NotWritten.WRITTEN
    if facts.is_own:
        return NotWritten.OWN_GOODS
    if facts.arrived_at is None:
        return NotWritten.NOT_ARRIVED
    return NotWritten.TOO_LATE if now > facts.arrived_at + terms.write_time else None


def may_edit(written_at: datetime, hidden: bool, terms: Terms, now: datetime) -> NotWritten | None:
    """Why a review can no longer be changed by its author, or None when it can."""
    if hidden:
        return NotWritten.HIDDEN
    return NotWritten.CLOSED if now > written_at + terms.edit_time else None


def may_reply(replied_at: datetime | None, hidden: bool, terms: Terms, now: datetime) -> NotWritten | None:
    """Why the seller cannot reply, or change her one reply; None when she can."""
    return may_edit(replied_at or now, hidden, terms, now)
