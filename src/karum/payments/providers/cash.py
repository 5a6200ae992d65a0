"""Cash: paid to whoever hands the goods over for the hub, or at its desk. ``services.cash_collected`` tells of it.

Where cash is taken, and up to how much, stands in ``data/methods.toml``.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from karum.money import Money
from karum.payments.domain import Instrument, Outcome, Pending, ProviderEvent, RefundOutcome
from karum.payments.providers import BadWebhook
from karum.runtime.settings import settings

CODE = "cash"
PAY_DAYS = 21


class Cash:
    """Pending until it is in somebody's hand."""

    code = CODE

    def offered(self, country: str, amount: Money) -> bool:
        return country in settings().cash_countries

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        return Pending(reference_of(key), pay_days=PAY_DAYS)

    def look(self, key: UUID, reference: str) -> Outcome | None:
        return Pending(reference_of(key), pay_days=PAY_DAYS)

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        """The hub's desk or its bank pays it out."""
        return RefundOutcome("", manual=True)

    def read_webhook(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> ProviderEvent | None:
        raise BadWebhook("cash sends no messages")


def reference_of(key: UUID) -> str:
    """What the buyer shows when she pays."""
    return f"CASH-{key.hex[:12].upper()}"
