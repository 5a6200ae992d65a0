"""How the money of an order is split: what was charged, what goes back, what is released. Integer minor units."""

from collections.abc import Sequence
from dataclasses import dataclass

from karum.money import Money, allocate


@dataclass(frozen=True, slots=True)
class Charge:
    """What the buyer pays at checkout, in minor units of her currency. ``fees``: for clearance, never the hub's."""

    currency: str
    goods: int
    shipping: int
    duty: int
    tax: int
    fees: int

    @property
    def total(self) -> Money:
        return Money(self.goods + self.shipping + self.duty + self.tax + self.fees, self.currency)

    @property
    def parts(self) -> tuple[int, int, int, int, int]:
        return (self.goods, self.shipping, self.duty, self.tax, self.fees)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the seller is owed when all goes well, in her currency: her prices, her shipping, less the hub's fee."""

    currency: str
    goods: int
    shipping: int
    fee: int

    @property
    def net(self) -> int:
        return self.goods + self.shipping - self.fee


@dataclass(frozen=True, slots=True)
class Release:
    """What leaves escrow when it opens.

    ``seller``: the buyer's money for goods and shipping; ``payable`` and ``fee``: the same in the seller's currency.
    """

    seller: Money
    duty: Money
    tax: Money
    payable: Money
    fee: Money


def refund_parts(charge: Charge, refunded: Sequence[int], amount: int) -> tuple[int, ...]:
    """Split a refund of ``amount`` over goods, shipping, duty, tax and fees, in proportion to what was charged.

    ``refunded`` is what went back of each before. The split is of the sum so far, so that a refund of a part and then
    of the rest returns each part in whole. ``amount`` must not exceed what is left.
    """
    before = sum(refunded)
    if not 0 < amount <= charge.total.minor - before:
        raise ValueError(f"a refund of {amount} does not fit into {charge.total.minor - before}")
    if before + amount == charge.total.minor:
        return tuple(whole - gone for whole, gone in zip(charge.parts, refunded, strict=True))
    left = [whole - gone for whole, gone in zip(charge.parts, refunded, strict=True)]
    return tuple(allocate(amount, left))


def release_parts(charge: Charge, refunded: Sequence[int], settlement: Settlement) -> Release:
    """Split what is left in escrow. After refunds the seller's net and the fee shrink in proportion to her part."""
    goods, shipping, duty, tax, fees = (whole - gone for whole, gone in zip(charge.parts, refunded, strict=True))
    seller, whole = goods + shipping, charge.goods + charge.shipping
    payable = settlement.net * seller // whole if whole else 0
    fee = settlement.fee * seller // whole if whole else 0
    if charge.currency == settlement.currency:
        payable = seller - fee  # one currency: nothing is left over by rounding
    return Release(
        Money(seller, charge.currency),
        Money(duty + fees, charge.currency),
        Money(tax, charge.currency),
        Money(payable, settlement.currency),
        Money(fee, settlement.currency),
    )
