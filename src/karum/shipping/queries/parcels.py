"""Reading parcels and what happened to them."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from karum.shipping.domain import carrier_name
from karum.shipping.domain.parcels import EventCard, ParcelCard, Step
from karum.shipping.models import Parcel, TrackingEvent


def parcels_of(order_key: UUID) -> list[ParcelCard]:
    """Return the parcels of one order, in their order, each with its events, the earliest first."""
    return parcels_of_orders([order_key])[order_key]


def parcels_of_orders(order_keys: Iterable[UUID]) -> dict[UUID, list[ParcelCard]]:
    """Return ``parcels_of`` for each order, with two queries for all of them."""
    keys = list(order_keys)
    found: dict[UUID, list[ParcelCard]] = {key: [] for key in keys}
    rows = Parcel.objects.filter(order_key__in=keys).order_by("order_key", "number").prefetch_related("events")
    for row in rows:
        found[row.order_key].append(parcel_card(row))
    return found


def parcels_by_tracking(carrier: str, tracking_number: str) -> list[ParcelCard]:
    """Return the parcels that carry this number: a carrier's message names no order."""
    rows = Parcel.objects.filter(carrier=carrier, tracking_number=tracking_number).prefetch_related("events")
    return [parcel_card(row) for row in rows]


def undelivered(seller_id: int) -> dict[UUID, int]:
    """Return for each order of a seller how many of its parcels are still on their way."""
    counts: dict[UUID, int] = defaultdict(int)
    done = TrackingEvent.objects.filter(seller_id=seller_id, step__in=[Step.DELIVERED, Step.RETURNED])
    on_their_way = Parcel.objects.filter(seller_id=seller_id).exclude(id__in=done.values("parcel_id"))
    for order_key in on_their_way.values_list("order_key", flat=True):
        counts[order_key] += 1
    return dict(counts)


def parcel_card(row: Parcel) -> ParcelCard:
    events = sorted(row.events.all(), key=lambda event: (event.at, event.id))
    return ParcelCard(
        id=row.id,
        seller_id=row.seller_id,
        order_key=row.order_key,
        number=row.number,
        carrier=row.carrier,
        carrier_name=carrier_name(row.carrier),
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        weight_g=row.weight_g,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        contents=tuple((int(line), int(quantity)) for line, quantity in row.contents),
        added_at=row.added_at,
        events=tuple(
            EventCard(Step(event.step), event.at, event.place, event.country, event.source, event.note)
            for event in events
        ),
    )
