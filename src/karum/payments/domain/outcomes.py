"""What a provider answers. An expected "no" is a value, never an exception."""

from dataclasses import dataclass
from datetime import datetime
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
    """``pay_days``: how many days the buyer has to send the money, where it is she who sends it; 0: seconds."""

    reference: str
    pay_days: int = 0


@dataclass(frozen=True, slots=True)
class NeedsAction:
    """The buyer has to do something at ``url`` (3-D Secure); the result comes by webhook."""

    reference: str
    url: str


Outcome = Succeeded | Declined | Pending | NeedsAction


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """``reference`` is the provider's; ``reason`` is empty unless it was refused; ``manual``: the hub transfers it."""

    reference: str
    reason: str = ""
    manual: bool = False


@dataclass(frozen=True, slots=True)
class RefundFailed:
    """A verified message: a refund that the provider had taken on did not reach the buyer, its money is at the
    provider again. ``refund_key``: the key it was asked with; ``reference``: the provider's own of the refund."""

    event_id: str
    refund_key: UUID
    reference: str
    amount: Money
    reason: str


@dataclass(frozen=True, slots=True)
class ProviderEvent:
    """One verified message of a provider. ``event_id`` is unique for the provider, so repeats are known.

    Of a chargeback ``reference`` is the chargeback's own, ``amount`` what was taken and ``reply_by`` the last moment
    for an answer, when the provider says one.
    """

    event_id: str
    happening: Happening
    payment_key: UUID
    reference: str
    amount: Money
    reason: str = ""
    reply_by: datetime | None = None
