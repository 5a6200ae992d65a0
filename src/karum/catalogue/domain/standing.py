"""Standing: what lifts a listing among others that match as well, and the ladder of good samples. Pure.

The rule is published (docs/explanation/search.md): nobody can pay for it, and each point is in every seller's hands.
Among equals a draw decides anew each day, so that everybody's goods stand first now and then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

RUNGS = 14
LIKING_MAX = 3
_USUAL_STARS, _USUAL_COUNT = 4, 10
"""What is thought of goods of which nobody said anything yet, and how many reviews that thought weighs as much as."""
_MIDDLE = 5  # merit at which a listing climbs with the plain chance


@dataclass(frozen=True, slots=True)
class Effort:
    """What a seller has done for a listing. description_chars: of the longest text."""

    pictures: int
    description_chars: int
    languages: int
    materials: int
    verified: bool


def merit(effort: Effort) -> int:
    """Return 0 to 10 points: pictures 4, a real description 2, materials 1, a second language 1, checked papers 2."""
    points = 3 if effort.pictures else 0
    points += 1 if effort.pictures >= 3 else 0
    points += 2 if effort.description_chars >= 200 else 1 if effort.description_chars >= 60 else 0
    points += 1 if effort.materials else 0
    points += 1 if effort.languages >= 2 else 0
    return points + (2 if effort.verified else 0)


def liking(counts: Sequence[int]) -> int:
    """Return what buyers add to the merit, or take from it: -3 to 3 points, a quarter of a star each.

    counts: reviews with 1, 2, 3, 4 and 5 stars. Their mean is pulled to the usual one as if ten more buyers had given
    four stars (a Bayesian mean), so that one review of five stars says less than two hundred of 4.8.
    """
    stars = _USUAL_STARS * _USUAL_COUNT + sum(stars * count for stars, count in enumerate(counts, 1))
    quarters = 4 * stars / (_USUAL_COUNT + sum(counts)) - 4 * _USUAL_STARS
    return max(-LIKING_MAX, min(LIKING_MAX, round(quarters)))


def rung(product_id: int, seller_id: int, points: int) -> int:
    """Return how high a listing stands on the ladder: from each rung half of them climb on, of the best more.

    The listings on rung ``n`` and above are a sample, of those with 5 points about one in 2**n; two more points double
    the chance. It is drawn once for a listing by a digest, so that nothing is stored and the sample stays what it is.
    """
    drawn = int.from_bytes(blake2b(b"%d %d" % (product_id, seller_id), digest_size=7).digest()) / 2**56
    chance = 2.0 ** ((points - _MIDDLE) / 2)
    height = 0
    while height < RUNGS and drawn < chance * 0.5 ** (height + 1):
        height += 1
    return height


def rung_lexemes(height: int) -> list[str]:
    """Return the lexemes of a listing that stands on rung ``height``: of that and of all below it."""
    return [rung_lexeme(step) for step in range(1, height + 1)]


def rung_lexeme(height: int) -> str:
    """Return the lexeme that all listings on rung ``height`` or above have."""
    return f"g:{height}"
