"""Charts as rectangles: a template writes them as SVG, without style or script."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 120
_GAP = 0.25


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in the chart's own units, the origin above on the left."""

    x: float
    y: float
    width: float
    height: float


def bars(values: Sequence[int]) -> list[Bar]:
    """Bars from the first value on the left; the highest has the chart's height. No value, no bar."""
    if not values:
        return []
    step, most = WIDTH / len(values), max(*values, 1)
    return [
        Bar(
            round(place * step + step * _GAP / 2, 2),
            round(HEIGHT - value / most * HEIGHT, 2),
            round(step * (1 - _GAP), 2),
            round(value / most * HEIGHT, 2),
        )
        for place, value in enumerate(values)
    ]
