"""What payments tell the packages above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaymentChanged:
    """The state of a payment changed; published in the same transaction."""

    payment_id: int
