"""What other packages see of a payment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from karum.money import Money
from karum.payments.domain.chargebacks import ChargebackState
from karum.payments.domain.states import OPEN, PAID, PaymentState


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One attempt to pay for one order group. ``refunded`` counts refunds from the moment they are promised;
    ``charged_back`` is what open and lost chargebacks took. ``pay_by``: until when the buyer may send the money.
    """

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
    charged_back: Money
    pay_by: datetime | None = None

    @property
    def is_paid(self) -> bool:
        return self.state in PAID

    @property
    def is_open(self) -> bool:
        """The provider may still say yes or no."""
        return self.state in OPEN

    @property
    def refundable(self) -> Money:
        """What can still go back: what a chargeback took is not sent a second time."""
        left = self.amount - self.refunded - self.charged_back
        zero = Money.zero(self.amount.currency)
        return left if self.is_paid and zero < left else zero


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """Money on its way back. ``state``: requested, sent, or manual: the hub transfers it itself.

    ``extra``: money beyond the amount that was asked for. ``to_holder``, ``to_account``: where it came from, if known.
    ``failed``: why the provider did not pay it, "" when it was never asked; then it may be asked again.
    """

    id: int
    key: UUID
    payment_id: int
    amount: Money
    state: str
    created_at: datetime
    extra: bool = False
    to_holder: str = ""
    to_account: str = ""
    failed: str = ""


@dataclass(frozen=True, slots=True)
class ChargebackRecord:
    """Money of a payment that the buyer's bank took back. ``state``: opened, won or lost."""

    id: int
    key: UUID
    payment_id: int
    group_key: UUID
    provider: str
    reference: str
    amount: Money
    reason: str
    state: ChargebackState
    reply_by: datetime | None
    opened_at: datetime
    changed_at: datetime
