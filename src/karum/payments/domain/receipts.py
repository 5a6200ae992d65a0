"""What a sum of money that came in does to the payment that it names."""

from dataclasses import dataclass
from datetime import timedelta

from karum.payments.domain.states import OPEN, PaymentState

GRACE = timedelta(days=2)
"""Money that was sent on the last day is on a statement by then: so long after ``pay_by`` orders wait."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """``pays``: the payment has its money now. ``extra_minor`` goes back, ``missing_minor`` is still awaited."""

    pays: bool
    extra_minor: int = 0
    missing_minor: int = 0


def sort_receipt(state: PaymentState, asked_minor: int, before_minor: int, amount_minor: int) -> Sorted:
    """``before_minor`` is what came before and was kept. Parts add up while the payment is open.

    Late money of exactly the sum asked for makes the payment a surplus, which goes back whole; any other late money
    goes back by itself. Every minor unit that comes in either pays, waits or goes back.
    """
    total = before_minor + amount_minor
    if state in OPEN or state is PaymentState.DECLINED:
        if total < asked_minor:
            return Sorted(False, missing_minor=asked_minor - total)
        return Sorted(True, extra_minor=total - asked_minor)
    if state is PaymentState.EXPIRED and amount_minor == asked_minor:
        return Sorted(True)
    return Sorted(False, extra_minor=amount_minor)
