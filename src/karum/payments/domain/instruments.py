"""Ways to pay."""

from dataclasses import dataclass

from karum.payments.domain.cards import Card


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay that is offered to a buyer. ``code``: card or mobile_money."""

    code: str
    provider: str


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
