"""How the exact sum of one line comes about: a value, reckoned for one parcel here and over many in batch."""

from decimal import Decimal
from typing import NamedTuple

from karum.rules.domain.measures import Part
from karum.rules.domain.valuation import ZERO, ItemValue

VALUE_PARTS: frozenset[Part] = frozenset({"goods", "freight", "insurance"})
_ONE = Decimal(1)


class Formula(NamedTuple):
    """(goods, freight, insurance x ``factor`` + the rest) x ``times`` / ``by`` + ``plus``, from ``least`` to ``most``.

    All sums in major units of the authority's currency.
    """

    parts: tuple[Part, ...] = ()
    times: Decimal = ZERO
    by: Decimal = _ONE
    factor: Decimal = _ONE
    plus: Decimal = ZERO
    least: Decimal | None = None
    most: Decimal | None = None

    def base(self, value: ItemValue) -> Decimal | None:
        """Return what the rate is taken of; None when a part is unknown."""
        if self.factor == _ONE:
            return value.base(self.parts)
        counted = value.base(part for part in self.parts if part in VALUE_PARTS)
        rest = value.base(part for part in self.parts if part not in VALUE_PARTS)
        return None if counted is None or rest is None else counted * self.factor + rest

    def reckon(self, base: Decimal | None) -> Decimal | None:
        """Return the exact sum over a base; None when that is unknown. A formula without parts needs no base."""
        if not self.parts:
            base = ZERO
        if base is None:
            return None
        exact = base * self.times / self.by + self.plus
        if self.least is not None:
            exact = max(exact, self.least)
        return exact if self.most is None else min(exact, self.most)
