"""The price at the buyer's door: what screens show and what an order freezes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from karum.money import Money
from karum.orders.domain.amounts import Charge
from karum.rules import ChargeLine, LandedCost, Reason
from karum.shipping.domain import ShippingOption


class Priced(Protocol):
    """What a door price needs to know of an offer; catalogue's OfferSnapshot and OfferCard have it."""

    @property
    def seller_id(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def hs_code(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def weight_g(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DoorLine:
    """Some units of one offer. ``unit``: the price of one, in the seller's currency, at this quantity."""

    offer: Priced
    quantity: int
    unit: Money

    @property
    def goods(self) -> Money:
        return self.unit * self.quantity

    @property
    def weight_g(self) -> int:
        return self.offer.weight_g * self.quantity


class DoorStatus(StrEnum):
    """How sure a door price is."""

    EXACT = "exact"  # every line known, from an official or professional source
    ESTIMATE = "estimate"  # every line known, not every one verified
    UNKNOWN = "unknown"  # a line is not known: the total is not shown as certain
    NOT_SHIPPED = "not_shipped"  # the seller does not ship there, or not that heavy
    FORBIDDEN = "forbidden"  # the goods may not come in
    NO_RATE = "no_rate"  # there is no exchange rate between the seller's and the buyer's currency


@dataclass(frozen=True, slots=True)
class Exchange:
    """The exchange rate used: one unit of the seller's currency in the buyer's.

    ``spread_bp``: by how much it is above the reference rate, in basis points of that.
    """

    rate: Decimal
    source: str
    day: date
    verified: bool
    spread_bp: int = 0

    @property
    def spread(self) -> Decimal:
        return Decimal(self.spread_bp) / 10_000


def with_spread(rate: Decimal, spread_bp: int) -> Decimal:
    """A reference rate made dearer by ``spread_bp`` basis points, to 12 significant digits."""
    return _significant(rate * (10_000 + spread_bp) / 10_000)


def without_spread(rate: Decimal, spread_bp: int) -> Decimal:
    """A reference rate by which the other currency is dearer by ``spread_bp``, to 12 significant digits."""
    return _significant(rate * 10_000 / (10_000 + spread_bp))


def _significant(rate: Decimal) -> Decimal:
    return round(rate, 12 - rate.adjusted() - 1)


@dataclass(frozen=True, slots=True)
class DoorPrice:
    """What goods of one seller cost at one door, in the buyer's currency. An amount that is not known is None.

    ``checkout`` is what the buyer pays now, ``border`` what is asked of her on arrival; ``total`` is both.
    """

    status: DoorStatus
    currency: str
    goods: Money | None = None
    landed: LandedCost | None = None
    option: ShippingOption | None = None
    earliest: date | None = None
    latest: date | None = None
    exchange: Exchange | None = None

    @property
    def shipping(self) -> Money | None:
        return self.landed.totals.freight if self.landed else None

    @property
    def duty(self) -> Money | None:
        return self.landed.totals.duty if self.landed else None

    @property
    def tax(self) -> Money | None:
        return self.landed.totals.tax if self.landed else None

    @property
    def fees(self) -> Money | None:
        return self.landed.totals.fees if self.landed else None

    @property
    def total(self) -> Money | None:
        return self.landed.totals.landed if self.landed else None

    @property
    def lowest(self) -> Money | None:
        """The least that an unknown total may come to; None where there is no bound."""
        return self.landed.lowest.landed if self.landed and self.landed.lowest else None

    @property
    def highest(self) -> Money | None:
        """The most that an unknown total may come to; None where there is no bound."""
        return self.landed.highest.landed if self.landed and self.landed.highest else None

    @property
    def checkout(self) -> Money | None:
        return self.landed.totals.due_at_checkout if self.landed else None

    @property
    def border(self) -> Money | None:
        return self.landed.totals.due_at_border if self.landed else None

    @property
    def lines(self) -> Sequence[ChargeLine]:
        return self.landed.lines if self.landed else ()

    @property
    def missing(self) -> Sequence[Reason]:
        return self.landed.missing_facts if self.landed else ()

    @property
    def can_buy(self) -> bool:
        """True when there is a sum to charge: what is due at checkout is known, whatever is due at the border."""
        return self.checkout is not None and self.status not in (DoorStatus.NOT_SHIPPED, DoorStatus.FORBIDDEN)


def status_of(landed: LandedCost) -> DoorStatus:
    """How sure an answer of the rules is."""
    if landed.status == "forbidden":
        return DoorStatus.FORBIDDEN
    if not landed.is_known:
        return DoorStatus.UNKNOWN
    return DoorStatus.EXACT if landed.is_certain else DoorStatus.ESTIMATE


def charge_of(landed: LandedCost) -> Charge:
    """What is collected at checkout, part by part. The parts sum to ``totals.due_at_checkout``, which must be known.

    Delivered duty paid, that is all of it: the seller hands duty and tax on to the carrier.
    """
    totals = landed.totals
    assert totals.goods is not None
    assert totals.freight is not None
    assert totals.due_at_checkout is not None
    due: dict[str, int] = {"duty": 0, "tax": 0, "fee": 0}
    for line in landed.lines:
        if line.due == "checkout" and line.amount is not None:
            due[line.kind] += line.amount.minor
    insurance = totals.insurance.minor if totals.insurance else 0
    charge = Charge(
        landed.currency,
        goods=totals.goods.minor,
        shipping=totals.freight.minor + insurance,
        duty=due["duty"],
        tax=due["tax"],
        fees=due["fee"],
    )
    assert charge.total == totals.due_at_checkout, f"{charge} does not sum to {totals.due_at_checkout}"
    return charge
