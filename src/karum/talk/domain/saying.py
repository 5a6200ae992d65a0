"""What may be said, by whom. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from karum.talk.domain.hints import REFUSED, Hint
from karum.talk.domain.terms import Terms


class Side(StrEnum):
    ASKER = "asker"
    SELLER = "seller"


class NotSaid(StrEnum):
    """Why a message is not taken."""

    UNCONFIRMED = "unconfirmed"
    FROZEN = "frozen"  # closed by the hub
    BLOCKED = "blocked"
    TOO_MANY = "too_many"
    TOO_MANY_LETTERS = "too_many_letters"
    PAY_LINK = "pay_link"
    CARD = "card"


class Reason(StrEnum):
    """Why somebody reports a conversation."""

    SPAM = "spam"
    INSULT = "insult"
    OUTSIDE = "outside"  # wants to be paid outside the hub
    FRAUD = "fraud"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides. ``in_a_row``: messages of this side since the other one last wrote."""

    confirmed: bool
    frozen: bool
    blocked: bool
    in_a_row: int


def may_say(facts: Facts, hints: frozenset[Hint], terms: Terms) -> NotSaid | None:
    """Why not, or None when it may be said."""
    if facts.frozen:
        return NotSaid.FROZEN
    if facts.blocked:
        return NotSaid.BLOCKED
    if not facts.confirmed:
        return NotSaid.UNCONFIRMED
    if facts.in_a_row >= terms.in_a_row_max:
        return NotSaid.TOO_MANY
    return NotSaid(next(hint for hint in Hint if hint in hints)) if hints & REFUSED else None
