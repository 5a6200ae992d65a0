"""The hub's open positions between currencies, and what changing them gained or lost. Pure, integer minor units.

An order in two currencies leaves the buyer's money on one side of the account fx and the seller's on the other. A
conversion at the bank closes it; what the bank gave more or less than the orders were worth is a gain or a loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from karum.money import Money, allocate


@dataclass(frozen=True, slots=True)
class Book:
    """One seller's books: ``long`` of the currency sold was taken in, ``short`` of the other was given for it."""

    seller_id: int
    long: int
    short: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """One book's share of a conversion. ``cost``: what its orders gave for ``sold``; ``bought``: what the bank gave."""

    seller_id: int
    sold: int
    bought: int
    cost: int

    @property
    def result(self) -> int:
        """More than zero is a gain, in the currency bought."""
        return self.bought - self.cost


def conversions(books: Sequence[Book], sold: Money, bought: Money) -> list[Conversion]:
    """Split one deal with the bank over the books, by what each has open. Raises ValueError for more than is open."""
    open_ = [book.long for book in books]
    if not 0 < sold.minor <= sum(open_) or bought.minor <= 0:
        raise ValueError(f"{sold} is not within the open position of {Money(sum(open_), sold.currency)}")
    shares = allocate(sold.minor, open_)
    gains = allocate(bought.minor, shares)
    return [
        Conversion(book.seller_id, share, gain, book.short * share // book.long)
        for book, share, gain in zip(books, shares, gains, strict=True)
        if share
    ]
