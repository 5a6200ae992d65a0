"""What a provider answers. An expected "no" is a value, never an exception."""

from dataclasses import dataclass
from uuid import UUID

from karum.money import Money
from karum.payments.domain.states import Happening


@dataclass(frozen=True, slots=True)
class Succeeded:
    reference: str


@dataclass(frozen=True, slots=True)
class Declined:
    """``reason`` is a stable code; ``karum.payments.texts`` says it in words."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pending:
    reference: str


@dataclass(frozen=True, slots=True)
class NeedsAction:
    """The buyer has to do something at ``url`` (3-D Secure); the result comes by webhook."""

    reference: str
    url: str


Outcome = Succeeded | Declined | Pending | NeedsAction


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """``reference`` is the provider's; ``reason`` is empty unless it was refused."""

    reference: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """One verified message of a provider. ``event_id`` is unique for the provider, so repeats are known."""

    event_id: str
    happening: Happening
    payment_key: UUID
    reference: str
    amount: Money
    reason: str = ""
