"""Months as the reports count them: in UTC, from the first moment to before the first moment of the next."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

CLOSES_AFTER = timedelta(hours=6)
"""What began before midnight is written by then: the month's figures no longer change."""


class BadMonth(ValueError):
    """A text that names no month or quarter."""


@dataclass(frozen=True, slots=True)
class Period:
    """A month (2026-11) or a quarter (2026-Q4) for which taxes are declared. ``end``: the first day after it."""

    name: str
    first_day: date
    end: date

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first_day, time(), UTC)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.end, time(), UTC)

    def is_closed(self, now: datetime) -> bool:
        """Whether no sale can come to it any more."""
        return now >= self.until + CLOSES_AFTER


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """``Month(2026, 11)``; written 2026-11."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first_day, time(), UTC)

    @property
    def until(self) -> datetime:
        """The first moment that is no longer in it."""
        return self.next.since

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)

    def is_closed(self, now: datetime) -> bool:
        """Whether its figures no longer change."""
        return now >= self.until + CLOSES_AFTER


def read_period(text: str) -> Period:
    """Read ``2026-11`` or ``2026-Q4``. Raises BadMonth for anything else."""
    if re.fullmatch(r"(19|20)[0-9]{2}-Q[1-4]", text):
        first = Month(int(text[:4]), int(text[-1]) * 3 - 2)
        return Period(text, first.first_day, first.next.next.next.first_day)
    month = read_month(text)
    return Period(text, month.first_day, month.next.first_day)


def quarter_of(month: Month) -> Period:
    """The quarter that a month is in."""
    return read_period(f"{month.year:04}-Q{(month.number + 2) // 3}")


def month_of(moment: datetime) -> Month:
    """The month that a moment is in."""
    there = moment.astimezone(UTC)
    return Month(there.year, there.month)


def read_month(text: str) -> Month:
    """Read ``2026-11``. Raises BadMonth for anything else."""
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", text):
        raise BadMonth(f"{text[:20]!r} is no month; write it like 2026-11")
    return Month(int(text[:4]), int(text[5:]))


def last_closed(now: datetime) -> Month:
    """The newest month whose figures no longer change."""
    month = month_of(now).previous
    return month if month.is_closed(now) else month.previous


def closed_months(first: datetime, now: datetime) -> list[Month]:
    """Every closed month from that of ``first``, the newest first."""
    months, month, oldest = [], last_closed(now), month_of(first)
    while month >= oldest:
        months.append(month)
        month = month.previous
    return months
