"""Handing parcels to carriers, and hearing what becomes of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Max

from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.runtime.events import publish
from karum.shipping.domain import check_tracking
from karum.shipping.domain.parcels import FINAL, ParcelCard, Refused, Step
from karum.shipping.events import ParcelAdded, ParcelMoved
from karum.shipping.models import Parcel, TrackingEvent
from karum.shipping.queries.parcels import parcel_card


@transaction.atomic
def add_parcel(
    *,
    seller_id: int,
    order_key: UUID,
    carrier: str,
    tracking_number: str,
    now: datetime,
    key: UUID | None = None,
    weight_g: int = 0,
    length_mm: int = 0,
    width_mm: int = 0,
    height_mm: int = 0,
    contents: Iterable[tuple[int, int]] = (),
    place: str = "",
    country: str = "",
    handed_over: bool = True,
) -> ParcelCard | Refused:
    """Add a parcel to an order and say that it was handed to the carrier at ``now``; return it.

    ``handed_over`` False: it is only packed, so that its papers can be printed; ``hand_over`` follows.
    The same ``key``, or the same tracking number for the same order, is the same parcel: the first answer comes back.
    ``tracking_number`` may be empty for a service that is not tracked. Returns Refused for a number that cannot be.
    The caller holds the order and has checked that ``seller_id`` may ship it.
    """
    url = ""
    if tracking_number.strip():
        check = check_tracking(tracking_number, carrier)
        if not check.ok:
            return Refused("tracking_number", check.message)
        carrier, tracking_number, url = check.carrier, check.number, check.url
    elif not carrier.strip():
        return Refused("carrier", Said(_("Say who carries the parcel.")))
    if min(weight_g, length_mm, width_mm, height_mm) < 0:
        return Refused("weight_g", Said(_("Weight and size cannot be negative.")))
    tracking_number = tracking_number.strip()
    mine = Parcel.objects.filter(order_key=order_key)
    _one_at_a_time(order_key)
    known = mine.filter(key=key).first() if key else None
    if known is None and tracking_number:
        known = mine.filter(carrier=carrier, tracking_number=tracking_number).first()
    if known is not None:
        return parcel_card(known)
    parcel = Parcel.objects.create(
        seller_id=seller_id,
        order_key=order_key,
        number=(mine.aggregate(last=Max("number"))["last"] or 0) + 1,
        key=key or uuid4(),
        carrier=carrier.strip(),
        tracking_number=tracking_number,
        tracking_url=url,
        weight_g=weight_g,
        length_mm=length_mm,
        width_mm=width_mm,
        height_mm=height_mm,
        contents=[list(pair) for pair in contents],
        added_at=now,
    )
    publish(ParcelAdded(seller_id, str(order_key), parcel.id))
    if handed_over:
        add_event(parcel.id, Step.HANDED_OVER, at=now, source="seller", now=now, place=place, country=country)
    return parcel_card(parcel)


@transaction.atomic
def hand_over(seller_id: int, order_key: UUID, *, now: datetime, place: str = "", country: str = "") -> int:
    """Say that all packed parcels of an order are with the carrier; return how many that changed."""
    _one_at_a_time(order_key)
    packed = Parcel.objects.filter(seller_id=seller_id, order_key=order_key, events=None)
    ids = list(packed.values_list("id", flat=True))
    for parcel_id in ids:
        add_event(parcel_id, Step.HANDED_OVER, at=now, source="seller", now=now, place=place, country=country)
    return len(ids)


@transaction.atomic
def remove_parcel(seller_id: int, order_key: UUID, parcel_id: int) -> bool:
    """Unpack a parcel that was not handed over yet; return whether there was one. The others keep their numbers."""
    packed = Parcel.objects.filter(seller_id=seller_id, order_key=order_key, id=parcel_id, events=None)
    return packed.delete()[0] > 0


@transaction.atomic
def add_event(
    parcel_id: int,
    step: Step,
    *,
    at: datetime,
    source: str,
    now: datetime,
    place: str = "",
    country: str = "",
    note: str = "",
) -> bool | Refused:
    """Write down that something happened to a parcel; return whether that was news.

    ``source`` is "seller" or "carrier". Refused when it lies in the future, or after the parcel arrived.
    """
    if step is Step.PACKED:
        raise ValueError("a parcel is packed by add_parcel")
    if at > now:
        return Refused("at", Said(_("That time has not come yet.")))
    parcel = Parcel.objects.select_for_update().get(id=parcel_id)
    if step not in FINAL and parcel.events.filter(step__in=FINAL, at__lt=at).exists():
        return Refused("step", Said(_("This parcel has already arrived.")))
    _event, is_news = TrackingEvent.objects.get_or_create(
        parcel=parcel,
        step=step.value,
        at=at,
        place=place.strip()[:100],
        defaults={
            "seller_id": parcel.seller_id,
            "country": country,
            "source": source,
            "note": note.strip()[:300],
            "heard_at": now,
        },
    )
    if is_news:
        publish(ParcelMoved(parcel.seller_id, str(parcel.order_key), parcel.id, step.value))
    return is_news


def _one_at_a_time(order_key: UUID) -> None:
    """Wait until no other transaction adds a parcel to this order: the parcels of an order are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"parcels of {order_key}"])
