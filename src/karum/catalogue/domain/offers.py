"""Offers: what one unit costs at a quantity, and whether that quantity can be ordered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from karum.money import Money

Breaks = tuple[tuple[int, int], ...]
"""(quantity from which, price of one unit in minor units), rising in quantity."""


class Priced(Protocol):
    """What a price needs to be told."""

    @property
    def currency(self) -> str: ...
    @property
    def price_minor(self) -> int: ...
    @property
    def breaks(self) -> Breaks: ...


class Stocked(Protocol):
    """What decides whether a quantity can be ordered."""

    @property
    def state(self) -> str: ...
    @property
    def quantity_min(self) -> int: ...
    @property
    def pack_multiple(self) -> int: ...
    @property
    def available(self) -> int: ...


@dataclass(frozen=True, slots=True)
class LockedOffer:
    """An offer as it stands while this transaction holds its lock: what the decision on an order needs, no more."""

    id: int
    seller_id: int
    state: str
    currency: str
    price_minor: int
    breaks: Breaks
    quantity_min: int
    pack_multiple: int
    available: int


@dataclass(frozen=True, slots=True)
class OfferSnapshot:
    """An offer with what a cart, a quote and a customs form need to know about the thing itself."""

    id: int
    seller_id: int
    variant_id: int
    product_id: int
    product_slug: str
    sku: str
    title: str
    title_language: str
    variant_name: str
    currency: str
    price_minor: int  # one unit, at quantity 1
    breaks: Breaks
    quantity_min: int
    pack_multiple: int
    available: int
    weight_g: int
    hs_code: str
    origin: str
    incoterm: str
    handling_days: int
    state: str


class QuantityProblem(StrEnum):
    """Why a quantity cannot be ordered."""

    PAUSED = "paused"
    BELOW_MINIMUM = "below_minimum"
    NOT_A_PACK = "not_a_pack"
    SOLD_OUT = "sold_out"
    TOO_MANY = "too_many"


def unit_price_minor(offer: Priced, quantity: int) -> int:
    """Return what one unit costs, in minor units, when ``quantity`` are bought: the last break that is reached."""
    price = offer.price_minor
    for quantity_from, price_minor in offer.breaks:
        if quantity < quantity_from:
            break
        price = price_minor
    return price


def unit_price(offer: Priced, quantity: int) -> Money:
    """Return what one unit costs when ``quantity`` are bought."""
    return Money(unit_price_minor(offer, quantity), offer.currency)


def quantity_problem(offer: Stocked, quantity: int) -> QuantityProblem | None:
    """Return why ``quantity`` units cannot be ordered now, or None when they can."""
    if offer.state != "active":
        return QuantityProblem.PAUSED
    if quantity < offer.quantity_min:
        return QuantityProblem.BELOW_MINIMUM
    if quantity % offer.pack_multiple:
        return QuantityProblem.NOT_A_PACK
    if offer.available < offer.quantity_min:
        return QuantityProblem.SOLD_OUT
    if quantity > offer.available:
        return QuantityProblem.TOO_MANY
    return None


def lowest_quantity(offer: Stocked) -> int:
    """Return the smallest quantity that keeps both the minimum and the pack multiple."""
    packs = -(-offer.quantity_min // offer.pack_multiple)
    return packs * offer.pack_multiple


def breaks_are_sound(price_minor: int, breaks: Sequence[Sequence[int]]) -> bool:
    """True when each break starts at more units than the one before, from 2 on, and costs less, but never nothing."""
    quantity_before, price_before = 1, price_minor
    for entry in breaks:
        if len(entry) != 2:
            return False
        quantity, price = entry
        if quantity <= quantity_before or not 0 < price < price_before:
            return False
        quantity_before, price_before = quantity, price
    return True
