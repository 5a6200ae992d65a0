"""What became of a price since the day on which it was saved. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from karum.money import Money

WORTH_TELLING_BP = 300
"""A price that fell by less than 3 % is no news: exchange rates alone move so much."""


class Change(StrEnum):
    """How a price stands to the one that was saved."""

    CHEAPER = "cheaper"
    DEARER = "dearer"
    SAME = "same"
    UNKNOWN = "unknown"  # one of the two is not known, or they are in two currencies


@dataclass(frozen=True, slots=True)
class Compared:
    """A price then and now. ``difference`` is None unless the change is known."""

    change: Change
    then: Money | None
    now: Money | None

    @property
    def difference(self) -> Money | None:
        """By how much, never negative."""
        if self.then is None or self.now is None or self.change is Change.UNKNOWN:
            return None
        return self.now - self.then if self.now > self.then else self.then - self.now


def compare(then: Money | None, now: Money | None) -> Compared:
    """Compare two prices of the same thing at the same door."""
    if then is None or now is None or then.currency != now.currency:
        return Compared(Change.UNKNOWN, then, now)
    if now == then:
        return Compared(Change.SAME, then, now)
    return Compared(Change.CHEAPER if now < then else Change.DEARER, then, now)


def fell_enough(then_minor: int, now_minor: int) -> bool:
    """Whether a seller's own price fell so far that it is worth a letter."""
    return now_minor * 10_000 <= then_minor * (10_000 - WORTH_TELLING_BP)
