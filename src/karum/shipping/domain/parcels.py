"""Parcels on their way, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from karum.parties.domain.words import Said, gettext_noop


class Step(StrEnum):
    """What can happen to a parcel, in the usual order. All but the first are stored as events."""

    PACKED = "packed"
    HANDED_OVER = "handed_over"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    CUSTOMS_HELD = "customs_held"
    CUSTOMS_RELEASED = "customs_released"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERED = "delivered"
    RETURNED = "returned"


EVENTS = tuple(step for step in Step if step is not Step.PACKED)
FINAL = frozenset({Step.DELIVERED, Step.RETURNED})

STEP_TEXTS: dict[Step, Said] = {
    Step.PACKED: Said(gettext_noop("Packed")),
    Step.HANDED_OVER: Said(gettext_noop("Handed to the carrier")),
    Step.IN_TRANSIT: Said(gettext_noop("On its way")),
    Step.CUSTOMS: Said(gettext_noop("At customs")),
    Step.CUSTOMS_HELD: Said(gettext_noop("Held by customs: a question is open")),
    Step.CUSTOMS_RELEASED: Said(gettext_noop("Released by customs")),
    Step.OUT_FOR_DELIVERY: Said(gettext_noop("Out for delivery")),
    Step.DELIVERY_FAILED: Said(gettext_noop("Nobody was there: the carrier tries again")),
    Step.DELIVERED: Said(gettext_noop("Delivered")),
    Step.RETURNED: Said(gettext_noop("Returned to the seller")),
}
"""What people read of a step; ``karum.parties.speech.translated`` says it in the page's language."""


@dataclass(frozen=True, slots=True)
class EventCard:
    """One thing that happened to a parcel. ``source`` is "seller" or "carrier"; ``country`` ISO alpha-2 or empty."""

    step: Step
    at: datetime
    place: str
    country: str
    source: str
    note: str

    @property
    def text(self) -> Said:
        """``step`` in English words."""
        return STEP_TEXTS[self.step]


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
        """Where the parcel is: arrived or returned for good, else the latest thing that happened; packed at first."""
        final = [event.step for event in self.events if event.step in FINAL]
        if final:
            return final[-1]
        return self.events[-1].step if self.events else Step.PACKED

    @property
    def text(self) -> Said:
        """``step`` in English words."""
        return STEP_TEXTS[self.step]

    @property
    def delivered_at(self) -> datetime | None:
        return next((event.at for event in self.events if event.step is Step.DELIVERED), None)


@dataclass(frozen=True, slots=True)
class Refused:
    """An expected no: which field it is about, and why. ``karum.parties.speech.translated`` says it to people."""

    field: str
    message: str
