"""What payments tell the packages above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaymentChanged:
    """The state of a payment changed; published in the same transaction."""

    payment_id: int


@dataclass(frozen=True, slots=True)
class ChargebackChanged:
    """A chargeback was opened, won or lost; published in the same transaction. Payments moves no order's money."""

    chargeback_id: int
