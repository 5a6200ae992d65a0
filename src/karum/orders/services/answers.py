"""Who acts on an order, and what is answered."""

from dataclasses import dataclass
from enum import StrEnum

from karum.orders.domain.states import Role, State


class CannotAct(StrEnum):
    """Why nothing happened. The value is stable."""

    NOT_FOUND = "not_found"
    NOT_NOW = "not_now"  # the state or the role does not allow it
    AMOUNT = "amount"  # a refund that is not more than zero or more than is left
    PAID_MEANWHILE = "paid_meanwhile"  # the payment came through just before
    NOT_COVERED = "not_covered"  # the seller has less than she would give back
    TOO_MANY = "too_many"  # the parcels hold more than is left to ship
    STOPPED = "stopped"  # somebody looks at a complaint: nothing is released until it is decided
    UNPAID = "unpaid"  # a later instalment is not paid yet
    WHOLE = "whole"  # what is paid at the door is shipped whole
    AT_THE_BANK = "at_the_bank"  # the buyer's bank took the money back, and the order has not heard of it yet


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a role and, where a person is behind it, her id."""

    role: Role
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The transition happened. ``state`` is the new one; ``step`` its place in the audit trail."""

    state: State
    step: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing changed."""

    reason: CannotAct


class Undo(Exception):
    """Nothing of this transaction stays, for a reason that the caller is told."""

    def __init__(self, reason: CannotAct) -> None:
        self.reason = reason


CLOCK = Actor(Role.CLOCK)
PROVIDER = Actor(Role.PROVIDER)
HUB = Actor(Role.HUB)
