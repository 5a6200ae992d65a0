"""Payment providers behind one small interface."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from karum.money import Money
from karum.payments.domain import Instrument, Outcome, ProviderEvent, RefundFailed, RefundOutcome


class BadWebhook(ValueError):
    """A message that is not from the provider or cannot be read; the text says why."""


class ProviderUnreachable(RuntimeError):
    """No answer: whether the provider acted is unknown. Asking again with the same key is safe."""


class Provider(Protocol):
    """Every call carries a key; a provider that gets a key again gives its first answer and moves nothing."""

    code: str

    def offered(self, country: str, amount: Money) -> bool:
        """This hub has an account there, and a buyer in ``country`` can pay ``amount`` through it."""

    def start(self, key: UUID, amount: Money, instrument: Instrument, *, return_path: str) -> Outcome:
        """Ask for the money. Raises ProviderUnreachable."""

    def look(self, key: UUID, reference: str) -> Outcome | None:
        """Ask what became of a payment; None when the provider never heard of it. ``reference`` is empty when its
        answer to ``start`` was lost. Raises ProviderUnreachable."""

    def refund(self, key: UUID, payment_reference: str, amount: Money) -> RefundOutcome:
        """Give money back. Raises ProviderUnreachable."""

    def read_webhook(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> ProviderEvent | RefundFailed | None:
        """Verify and read a message; None for one that is true but of no interest. Raises BadWebhook, and
        ProviderUnreachable when it has to ask back and nobody answers."""
