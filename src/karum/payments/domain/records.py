"""What other packages see of a payment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from karum.money import Money
from karum.payments.domain.states import OPEN, PAID, PaymentState


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One attempt to pay for one order group. ``refunded`` counts refunds from the moment they are promised."""

    id: int
    key: UUID
    group_key: UUID
    provider: str
    method: str
    state: PaymentState
    amount: Money
    refunded: Money
    provider_reference: str
    reason: str
    brand: str
    last4: str
    action_url: str
    created_at: datetime
    changed_at: datetime

    @property
    def is_paid(self) -> bool:
        return self.state in PAID

    @property
    def is_open(self) -> bool:
        """The provider may still say yes or no."""
        return self.state in OPEN

    @property
    def refundable(self) -> Money:
        return self.amount - self.refunded if self.is_paid else Money.zero(self.amount.currency)


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """Money on its way back. ``state``: requested, sent, refused."""

    id: int
    key: UUID
    payment_id: int
    amount: Money
    state: str
    created_at: datetime
