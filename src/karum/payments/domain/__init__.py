"""What payments decide without a database, a clock or a network."""

from karum.payments.domain.cards import Card, CardError, read_card
from karum.payments.domain.chargebacks import ChargebackState
from karum.payments.domain.instruments import Instrument, Method
from karum.payments.domain.outcomes import (
    Declined,
    NeedsAction,
    Outcome,
    Pending,
    ProviderEvent,
    RefundFailed,
    RefundOutcome,
    Succeeded,
)
from karum.payments.domain.rates import FxRate
from karum.payments.domain.records import ChargebackRecord, PaymentRecord, RefundRecord
from karum.payments.domain.states import Happening, PaymentState, after

__all__ = [
    "Card",
    "CardError",
    "ChargebackRecord",
    "ChargebackState",
    "Declined",
    "FxRate",
    "Happening",
    "Instrument",
    "Method",
    "NeedsAction",
    "Outcome",
    "PaymentRecord",
    "PaymentState",
    "Pending",
    "ProviderEvent",
    "RefundFailed",
    "RefundOutcome",
    "RefundRecord",
    "Succeeded",
    "after",
    "read_card",
]
