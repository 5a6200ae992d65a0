"""Ways to pay."""

from dataclasses import dataclass

from karum.payments.domain.cards import Card


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay that is offered to a buyer. ``code``: card, mobile_money, bank_transfer or cash.

    ``asks`` says what the form asks for: "card", "phone" or "" (the provider's own page asks, or nobody).
    """

    code: str
    provider: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """What the buyer pays with, once. ``phone`` is in E.164 and only for mobile money."""

    method: str
    card: Card | None = None
    phone: str = ""

    @property
    def last4(self) -> str:
        """All that is stored of it."""
        return self.card.last4 if self.card else self.phone[-4:]

    @property
    def brand(self) -> str:
        return self.card.brand if self.card else ""
