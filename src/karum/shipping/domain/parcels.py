"""Parcels on their way, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Step(StrEnum):
    """What can happen to a parcel. The words are stored; the order is the usual one."""

    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    CUSTOMS_HELD = "customs_held"
    CUSTOMS_RELEASED = "customs_released"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERED = "delivered"
    RETURNED = "returned"


FINAL = frozenset({Step.DELIVERED, Step.RETURNED})


@dataclass(frozen=True, slots=True)
class EventCard:
    """One thing that happened to a parcel. ``source`` is "seller" or "carrier"; ``country`` ISO alpha-2 or empty."""

    step: Step
    at: datetime
    place: str
    country: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """One parcel of an order. Sizes in millimetres, weight in grams with its wrapping; 0 where nobody said.

    ``contents``: (line number in the order, counted from 1; how many units of it), empty when all is in one parcel.
    """

    id: int
    seller_id: int
    order_key: UUID
    number: int
    carrier: str
    carrier_name: str
    tracking_number: str
    tracking_url: str
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    contents: tuple[tuple[int, int], ...]
    added_at: datetime
    events: tuple[EventCard, ...]

    @property
    def step(self) -> Step:
        """Where the parcel is: delivered or returned once it was, else the latest thing that happened."""
        final = [event.step for event in self.events if event.step in FINAL]
        if final:
            return final[-1]
        return self.events[-1].step if self.events else Step.HANDED_OVER

    @property
    def delivered_at(self) -> datetime | None:
        return next((event.at for event in self.events if event.step is Step.DELIVERED), None)


@dataclass(frozen=True, slots=True)
class Refused:
    """An expected no: which field it is about, and why. ``karum.parties.speech.translated`` says it to people."""

    field: str
    message: str
