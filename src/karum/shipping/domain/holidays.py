"""When a seller is away: from one day to another nothing is sent, and she says whether people may order meanwhile."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_MAX = 180
AHEAD_MAX = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Holiday:
    """``first`` and ``last`` are days where the seller is, both included. It ends by itself.

    ``sells``: people may order meanwhile and get it later; otherwise nothing can be ordered on these days.
    """

    first: date
    last: date
    sells: bool

    def is_on(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_over(self, day: date) -> bool:
        return self.last < day

    @property
    def back(self) -> date:
        """The first day on which she is there again."""
        return self.last + timedelta(days=1)

    @property
    def days(self) -> frozenset[date]:
        return frozenset(self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1))


def holiday_problem(first: date, last: date, today: date) -> str | None:
    """Which field of a holiday cannot be: ``last`` or ``first``; None when it is sound."""
    if last < first or last < today or (last - first).days >= DAYS_MAX:
        return "last"
    return "first" if first - today > AHEAD_MAX else None
