"""How a chargeback of one payment is shared by the orders that were paid with it."""

from collections.abc import Sequence

from karum.money import allocate


def shares(amount_minor: int, left_minor: Sequence[int]) -> list[int]:
    """Split ``amount_minor`` over orders in proportion to what is left of each, none taking more than that.

    The sum is ``amount_minor``, or all that is left when that is less: the rest is nobody's order.
    """
    whole = sum(left_minor)
    if amount_minor <= 0:
        raise ValueError("a chargeback is of more than zero")
    if amount_minor >= whole:
        return list(left_minor)
    split = allocate(amount_minor, list(left_minor))
    # Rounding by largest remainder never gives more than the next whole unit: below the whole it stays within.
    assert all(part <= left for part, left in zip(split, left_minor, strict=True))
    return split
