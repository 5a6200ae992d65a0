"""The life of one payment, written once as data.

A payment is one attempt to pay for one order group. Providers repeat themselves, contradict themselves and speak late:
a pair that is not in the table changes nothing, so duplicates and messages out of order do no harm.
"""

from collections.abc import Mapping
from enum import StrEnum


class PaymentState(StrEnum):
    CREATED = "created"  # written down, the provider has not answered yet
    PENDING = "pending"  # the provider waits: for the buyer's bank, phone or a transfer
    SUCCEEDED = "succeeded"  # the money is at the provider
    DECLINED = "declined"  # no money moved; the buyer may try again
    EXPIRED = "expired"  # nobody paid in time, the orders were given up
    SURPLUS = "surplus"  # money that no order needs: it came too late or twice, and goes back
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"  # all of it
    RETURNED = "returned"  # a surplus that went back


class Happening(StrEnum):
    """What can happen to a payment. Providers report the first three and the chargebacks.

    A chargeback does not move the payment: it is a record of its own (``karum.payments.domain.chargebacks``).
    """

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    PAID_ELSEWHERE = "paid_elsewhere"  # it succeeded although another payment of the group already had
    EXPIRED = "expired"
    REFUNDED_PARTLY = "refunded_partly"
    REFUNDED_WHOLLY = "refunded_wholly"
    REFUND_FAILED = "refund_failed"  # a surplus that went back came again
    CHARGEBACK_OPENED = "chargeback_opened"  # the buyer's bank took the money back, and the hub may answer
    CHARGEBACK_WON = "chargeback_won"  # it came again
    CHARGEBACK_LOST = "chargeback_lost"


_S, _H = PaymentState, Happening

TABLE: Mapping[tuple[PaymentState, Happening], PaymentState] = {
    (_S.CREATED, _H.PENDING): _S.PENDING,
    (_S.CREATED, _H.SUCCEEDED): _S.SUCCEEDED,
    (_S.CREATED, _H.DECLINED): _S.DECLINED,
    (_S.CREATED, _H.PAID_ELSEWHERE): _S.SURPLUS,
    (_S.CREATED, _H.EXPIRED): _S.EXPIRED,
    (_S.PENDING, _H.SUCCEEDED): _S.SUCCEEDED,
    (_S.PENDING, _H.DECLINED): _S.DECLINED,
    (_S.PENDING, _H.PAID_ELSEWHERE): _S.SURPLUS,
    (_S.PENDING, _H.EXPIRED): _S.EXPIRED,
    # Some providers decline first and then let the same attempt through.
    (_S.DECLINED, _H.SUCCEEDED): _S.SUCCEEDED,
    (_S.DECLINED, _H.PAID_ELSEWHERE): _S.SURPLUS,
    (_S.DECLINED, _H.EXPIRED): _S.EXPIRED,
    # The orders are gone: late money must not be lost from sight, and must not bring them back.
    (_S.EXPIRED, _H.SUCCEEDED): _S.SURPLUS,
    (_S.EXPIRED, _H.PAID_ELSEWHERE): _S.SURPLUS,
    (_S.SUCCEEDED, _H.REFUNDED_PARTLY): _S.PARTLY_REFUNDED,
    (_S.SUCCEEDED, _H.REFUNDED_WHOLLY): _S.REFUNDED,
    (_S.PARTLY_REFUNDED, _H.REFUNDED_PARTLY): _S.PARTLY_REFUNDED,
    (_S.PARTLY_REFUNDED, _H.REFUNDED_WHOLLY): _S.REFUNDED,
    (_S.SURPLUS, _H.REFUNDED_WHOLLY): _S.RETURNED,
    (_S.RETURNED, _H.REFUND_FAILED): _S.SURPLUS,
}

OPEN = frozenset({_S.CREATED, _S.PENDING})
PAID = frozenset({_S.SUCCEEDED, _S.PARTLY_REFUNDED, _S.REFUNDED})  # at most one payment of a group is in these
REFUNDABLE = frozenset({_S.SUCCEEDED, _S.PARTLY_REFUNDED})


def after(state: PaymentState, happening: Happening) -> PaymentState | None:
    """The state that follows, or None when ``happening`` changes nothing in ``state``."""
    return TABLE.get((state, happening))
