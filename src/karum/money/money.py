"""The Money value."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from karum.money.currencies import exponent

MINOR_MAX = 10**15
"""The largest amount that is read or charged, in minor units: sums of a thousand of them still fit into a bigint."""


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies were combined."""


class BadAmount(ValueError):
    """A text that is not an amount of its currency."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``Money(1999, "EUR")`` is EUR 19.99; ``Money(500, "JPY")`` is JPY 500."""

    minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.minor * count, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.currency} {self.text}"

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact: ``Decimal("19.99")``."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @property
    def text(self) -> str:
        """The amount in major units with all its decimals: ``"19.99"``, ``"500"``."""
        return f"{self.decimal:.{exponent(self.currency)}f}"

    def share(self, rate: Decimal) -> "Money":
        """Return ``rate`` of this amount (0.12 is 12 %), rounded half up to one minor unit."""
        return Money(_whole(Decimal(self.minor) * rate), self.currency)

    def convert(self, rate: Decimal, currency: str) -> "Money":
        """Return this amount in ``currency``; ``rate`` is how many major units of it one major unit of ours buys."""
        return Money(_whole((self.decimal * rate).scaleb(exponent(currency))), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(0, currency)

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be combined without a rate")
        return other.minor


def parse(text: str, currency: str) -> Money:
    """Read a plain decimal text in major units ("12.50") exactly.

    Raises BadAmount when it is no number, is above MINOR_MAX or has more decimals than the currency; BadCurrency for an
    unknown currency.
    """
    digits = exponent(currency)
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise BadAmount(f"{text!r} is not an amount; write it like 12.50") from None
    # By its exponent first: 1e999999 is short to write and takes minutes to write out.
    if not amount.is_finite() or amount.adjusted() > 15:
        raise BadAmount(f"{text!r} is not an amount; write it like 12.50")
    minor = amount.scaleb(digits)
    if minor != minor.to_integral_value():
        raise BadAmount(f"{currency} has {digits} decimals; {text} has more")
    if abs(minor) > MINOR_MAX:
        raise BadAmount(f"{text} is more than anything costs")
    return Money(int(minor), currency)


def _whole(exact: Decimal) -> int:
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
