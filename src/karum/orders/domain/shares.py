"""What each step moves of an order's money: shares of the frozen parts, summed so that they meet in the end. Pure.

Parts are always (goods, shipping, duty, tax, fees) in minor units of the buyer's currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from karum.money import allocate
from karum.orders.domain.amounts import Charge, Settlement
from karum.orders.domain.escrow import Part

Parts = tuple[int, int, int, int, int]
NOTHING: Parts = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """What moved: ``parts`` and ``spread`` in the buyer's currency, the rest in the seller's."""

    parts: Parts = NOTHING
    payable: int = 0
    fee: int = 0
    spread: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(
            plus(self.parts, other.parts),
            self.payable + other.payable,
            self.fee + other.fee,
            self.spread + other.spread,
        )

    def __sub__(self, other: "Share") -> "Share":
        return Share(
            minus(self.parts, other.parts),
            self.payable - other.payable,
            self.fee - other.fee,
            self.spread - other.spread,
        )

    @property
    def total(self) -> int:
        return sum(self.parts)

    @property
    def sellers(self) -> int:
        """Goods and shipping."""
        return self.parts[0] + self.parts[1]


@dataclass(frozen=True, slots=True)
class Position:
    """An order's money so far: charged, refunded out of escrow, released, and given back after release."""

    charge: Charge
    settlement: Settlement
    refunded: Parts = NOTHING
    released: Share = field(default_factory=Share)
    returned: Share = field(default_factory=Share)
    spread_bp: int = 0
    """what the buyer pays above the reference rate, in basis points of it; 0 within one currency"""
    unpaid: Parts = NOTHING
    """the instalment that is still to come"""

    @property
    def exchanged(self) -> bool:
        return self.charge.currency != self.settlement.currency

    @property
    def held(self) -> Parts:
        """What is still in escrow."""
        return minus(minus(minus(self.charge.parts, self.unpaid), self.refunded), self.released.parts)

    @property
    def kept(self) -> Share:
        """What was released and not given back."""
        return self.released - self.returned

    @property
    def left(self) -> int:
        """What could still go back to the buyer, minor units of her currency."""
        return sum(self.held) + self.kept.total


@dataclass(frozen=True, slots=True)
class Means:
    """What the accounts of the seller's books hold: hers in her currency, ``duty`` and ``tax`` in the buyer's."""

    payable: int = 0
    reserve: int = 0
    receivable: int = 0
    duty: int = 0
    tax: int = 0


@dataclass(frozen=True, slots=True)
class Borne:
    """Duty and tax that had been handed on when they went back, in the buyer's currency; ``hers`` is what the seller
    gave for them, in her own."""

    duty: int = 0
    tax: int = 0
    hers: int = 0

    def __add__(self, other: "Borne") -> "Borne":
        return Borne(self.duty + other.duty, self.tax + other.tax, self.hers + other.hers)


def share_of(amount: int, left: Sequence[int]) -> Parts:
    """``amount`` of what is ``left``, in proportion. Raises ValueError when it does not fit."""
    whole = sum(left)
    if not 0 < amount <= whole:
        raise ValueError(f"{amount} does not fit into {whole}")
    return _parts(left if amount == whole else allocate(amount, left))


def release_share(position: Position, parts: Parts) -> Share:
    """What releasing ``parts`` of what is held gives the seller and the hub. Shares sum to the whole in the end."""
    charge, settlement, before = position.charge, position.settlement, position.released
    sellers, whole = before.sellers + parts[0] + parts[1], charge.goods + charge.shipping
    fee = settlement.fee * sellers // whole if whole else 0
    if position.exchanged:
        payable = settlement.net * sellers // whole if whole else 0
        spread = sellers * position.spread_bp // (10_000 + position.spread_bp)
    else:
        payable, spread = sellers - fee, 0  # one currency: nothing is left over by rounding
    return Share(parts, payable - before.payable, fee - before.fee, spread - before.spread)


def released_amounts(position: Position, share: Share, reserve_bp: int, means: Means) -> dict[Part, int]:
    """The amounts of a release: a part is kept in reserve, and what the seller owed is taken of the rest."""
    reserve = share.payable * reserve_bp // 10_000
    netting = max(0, min(means.payable + share.payable - reserve, means.receivable))
    return {
        Part.DUTY: share.parts[2] + share.parts[4],
        Part.TAX: share.parts[3],
        Part.SPREAD: share.spread,
        Part.EXCHANGED: share.sellers - share.spread if position.exchanged else 0,
        Part.PAYABLE: share.payable,
        Part.FEE: share.fee,
        Part.RESERVE: reserve,
        Part.NETTING: netting,
    }


def return_share(position: Position, parts: Parts) -> Share:
    """What giving back ``parts`` of what was released takes from the seller (before she gets the fee back: net)."""
    released, before = position.released, position.returned
    after, whole = before.sellers + parts[0] + parts[1], released.sellers

    def portion(of: int, gone: int) -> int:
        return max(0, of * after // whole - gone) if whole else 0

    gross = portion(released.payable + released.fee, before.payable + before.fee)
    fee = min(gross, portion(released.fee, before.fee))
    return Share(parts, gross - fee, fee, portion(released.spread, before.spread))


def returned_amounts(position: Position, share: Share, means: Means) -> dict[Part, int]:
    """The amounts of giving back after release: the fee first, then out of what the seller has, the rest she owes.

    Duty and tax come out of their accounts while these hold them; what was handed on already the seller bears.
    """
    borne = borne_of(position, share, means)
    take = share.payable + share.fee + borne.hers
    from_payable = min(take, max(0, means.payable + share.fee))
    from_reserve = min(take - from_payable, max(0, means.reserve))
    return {
        Part.FEE: share.fee,
        Part.FROM_PAYABLE: from_payable,
        Part.FROM_RESERVE: from_reserve,
        Part.OWED: take - from_payable - from_reserve,
        Part.EXCHANGED: share.sellers - share.spread + borne.duty + borne.tax if position.exchanged else 0,
        Part.SPREAD: share.spread,
        Part.DUTY: share.parts[2] + share.parts[4] - borne.duty,
        Part.TAX: share.parts[3] - borne.tax,
    }


def borne_of(position: Position, share: Share, means: Means) -> Borne:
    """What of the duty and tax of ``share`` their accounts hold no more."""
    duty = max(0, share.parts[2] + share.parts[4] - max(0, means.duty))
    tax = max(0, share.parts[3] - max(0, means.tax))
    return Borne(duty, tax, _in_sellers(position, duty + tax))


def regained_amounts(position: Position, held: int, share: Share, borne: Borne, means: Means) -> dict[Part, int]:
    """The amounts of a chargeback that was won: everything is as if it had not been; what she still owes is taken.

    ``borne``: duty and tax that she paid in the state's place are hers again.
    """
    amounts = released_amounts(position, share, 0, means)
    amounts[Part.DUTY] -= borne.duty
    amounts[Part.TAX] -= borne.tax
    amounts[Part.PAYABLE] += borne.hers
    amounts[Part.EXCHANGED] += borne.duty + borne.tax if position.exchanged else 0
    amounts[Part.NETTING] = max(0, min(means.payable + amounts[Part.PAYABLE], means.receivable))
    return {Part.BACK: held, **amounts}


def plus(one: Sequence[int], other: Sequence[int]) -> Parts:
    return _parts([a + b for a, b in zip(one, other, strict=True)])


def minus(one: Sequence[int], other: Sequence[int]) -> Parts:
    return _parts([a - b for a, b in zip(one, other, strict=True)])


def _in_sellers(position: Position, minor: int) -> int:
    """An amount of the buyer's currency in the seller's, at the rate that the order froze; rounded half up."""
    if not position.exchanged:
        return minor
    paid = position.released.sellers - position.released.spread
    worth = position.released.payable + position.released.fee
    return (2 * minor * worth + paid) // (2 * paid) if paid else 0


def _parts(values: Sequence[int]) -> Parts:
    goods, shipping, duty, tax, fees = values
    return (goods, shipping, duty, tax, fees)
