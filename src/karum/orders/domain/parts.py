"""Orders that are shipped in parts: which units a part holds, and its share of the money. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from karum.money import allocate
from karum.orders.domain.shares import Parts

Units = dict[int, int]  # line position -> how many


@dataclass(frozen=True, slots=True)
class LineLeft:
    """One line of an order: what one unit costs in the seller's currency, and how many units are not shipped yet."""

    position: int
    unit_minor: int
    left: int


def part_of(packed: Sequence[Sequence[tuple[int, int]]], lines: Sequence[LineLeft]) -> Units | None:
    """The units of the parcels that are handed over now; None when they are all that is left.

    ``packed``: contents of each parcel, (line number from 1, units). A parcel that does not say holds the rest. Raises
    ValueError for more units than are left.
    """
    left = {line.position: line.left for line in lines}
    if not packed or any(not contents for contents in packed):
        return None
    units: Units = {}
    for number, count in (pair for contents in packed for pair in contents):
        if count:
            units[number - 1] = units.get(number - 1, 0) + count
    if any(count > left.get(position, 0) for position, count in units.items()):
        raise ValueError("the parcels hold more than is left to ship")
    if not units or units == {position: count for position, count in left.items() if count}:
        return None
    return units


def worth(units: Mapping[int, int], lines: Iterable[LineLeft]) -> int:
    """What these units cost in the seller's currency."""
    return sum(line.unit_minor * units.get(line.position, 0) for line in lines)


def share_of_part(held: Parts, part: int, others: int) -> Parts:
    """The share of what is ``held`` for a part worth ``part``, when goods worth ``others`` wait for theirs too."""
    if others <= 0:
        return held
    goods, shipping, duty, tax, fees = (allocate(minor, [part, others])[0] for minor in held)
    return (goods, shipping, duty, tax, fees)
