"""Prices of several currencies beside one another, by what each is worth in the hub's currency. Pure.

It sorts and filters; nobody is ever charged by it.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

_MOST = 2**62
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Worth:
    """factor: minor units of the hub's currency for one minor unit of ``currency``."""

    currency: str
    factor: Decimal


def units_between(worth: Worth, low_minor: int | None, high_minor: int | None) -> tuple[int, int]:
    """Return the lowest and the highest price in a currency that is worth so much, rounded half up.

    low_minor, high_minor: in the hub's currency, both in the range; None: no bound. Nothing is in it where the first
    is above the second.
    """
    lowest = 0 if low_minor is None else ceil((low_minor - _HALF) / Fraction(worth.factor))
    highest = _MOST if high_minor is None else ceil((high_minor + _HALF) / Fraction(worth.factor)) - 1
    return min(max(lowest, 0), _MOST), min(highest, _MOST)


def reference_minor(worth: Worth, unit_minor: int) -> int:
    """Return what a price is worth in the hub's currency, minor units, rounded half up."""
    return int(unit_minor * Fraction(worth.factor) + _HALF)
