"""What many reviews come to: how many of each number of stars, and their mean. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from karum.reviews.domain.terms import terms

STARS = (5, 4, 3, 2, 1)


class Step(NamedTuple):
    """One row of the spread."""

    stars: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Rating:
    """``counts``: reviews with 1, 2, 3, 4 and 5 stars. ``with_photo``: how many show a photo."""

    counts: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    with_photo: int = 0

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> Decimal | None:
        """The arithmetic mean, to one place, half up; None while there are fewer than the published number."""
        return self.exact.quantize(Decimal("0.1"), ROUND_HALF_UP) if self.count >= terms().average_min else None

    @property
    def exact(self) -> Decimal:
        """The mean as it is, 0 without reviews: for sorting, which weighs the count itself."""
        return (
            Decimal(sum(stars * n for stars, n in enumerate(self.counts, 1))) / self.count if self.count else Decimal()
        )

    @property
    def rounded(self) -> int:
        """The mean in whole stars, half up: for the drawing beside the figure."""
        return int(self.exact.quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def spread(self) -> tuple[Step, ...]:
        """Five stars first."""
        return tuple(Step(stars, self.counts[stars - 1]) for stars in STARS)
