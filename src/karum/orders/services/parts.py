"""The rows of orders that are shipped in parts. Callers hold the order locked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, Sum

from karum.orders.domain import parts
from karum.orders.domain.parts import LineLeft, Units
from karum.orders.domain.shares import Parts
from karum.orders.domain.states import State
from karum.orders.models import Order, OrderLine, Shipment
from karum.orders.rows import position_of
from karum.shipping.domain.parcels import ParcelCard
from karum.shipping.queries import parcels_of


class TooMany(Exception):
    """The parcels hold more units than are left to ship."""


def lines_left(row: Order) -> list[LineLeft]:
    """What is not shipped yet, line by line."""
    lines = OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key).order_by("position")
    return [LineLeft(line.position, line.unit_minor, line.quantity - line.shipped) for line in lines]


def part_packed(row: Order) -> Units | None:
    """The units of the parcels that wait to be handed over; None when that is all that is left. Raises TooMany."""
    packed = [parcel.contents for parcel in _new_parcels(row)]
    if not packed:
        return None
    try:
        return parts.part_of(packed, lines_left(row))
    except ValueError:
        raise TooMany from None


def of(row: Order) -> list[Shipment]:
    """The parts in which the order was shipped so far."""
    return list(Shipment.objects.filter(seller_id=row.seller_id, order_key=row.key).order_by("number"))


def add(row: Order, units: Units | None, now: datetime, due_at: datetime | None) -> None:
    """Write down one part, before its parcels are handed over. ``units`` None: all that is left."""
    lines = lines_left(row)
    units = units if units is not None else {line.position: line.left for line in lines if line.left}
    rows = Shipment.objects.filter(seller_id=row.seller_id, order_key=row.key)
    stands = bool(row.stops) and due_at is not None
    Shipment.objects.create(
        seller_id=row.seller_id,
        order_key=row.key,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        units=sorted(units.items()),
        worth_minor=parts.worth(units, lines),
        parcels=[parcel.id for parcel in _new_parcels(row)],
        shipped_at=now,
        due_at=None if stands else due_at,
        left_s=int((due_at - now).total_seconds()) if stands and due_at else None,
    )
    for position, count in units.items():
        OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key, position=position).update(
            shipped=F("shipped") + count
        )


def _new_parcels(row: Order) -> list[ParcelCard]:
    """The parcels that no part holds yet."""
    gone = {parcel_id for part in of(row) for parcel_id in part.parcels}
    return [parcel for parcel in parcels_of(row.key) if parcel.id not in gone]


def hold_parcels(seller_id: int, key: UUID, parcel_ids: Sequence[int]) -> None:
    """Parcels that were handed over at once with the last part are its own; an order without parts has none."""
    last = Shipment.objects.filter(seller_id=seller_id, order_key=key).order_by("-number").first()
    if last is not None:
        last.parcels = [*last.parcels, *parcel_ids]
        last.save(update_fields=["parcels"])


def all_shipped(row: Order) -> None:
    """Every unit is on its way."""
    OrderLine.objects.filter(seller_id=row.seller_id, order_key=row.key).update(shipped=F("quantity"))


def share(row: Order, part: Shipment) -> Parts:
    """The share of what is held for one part: by the worth of all goods whose money is still held."""
    others = Shipment.objects.filter(
        seller_id=row.seller_id, order_key=row.key, closed_at=None, worth_minor__gt=0
    ).exclude(number=part.number)
    open_worth = (others.aggregate(sum=Sum("worth_minor"))["sum"] or 0) + worth_left(row)
    return parts.share_of_part(position_of(row).held, part.worth_minor, open_worth)


def share_left(row: Order) -> Parts:
    """The share of what is held for the units that were never shipped."""
    shipped = sum(part.worth_minor for part in of(row) if part.closed_at is None)
    return parts.share_of_part(position_of(row).held, worth_left(row), shipped)


def worth_left(row: Order) -> int:
    """What the units cost that are still to be shipped, in the seller's currency."""
    if row.state != State.ACCEPTED:
        return 0
    return sum(line.unit_minor * line.left for line in lines_left(row))


def close(row: Order, now: datetime) -> None:
    """The order is over: no part has a clock any more."""
    open_ = Shipment.objects.filter(seller_id=row.seller_id, order_key=row.key, closed_at=None)
    open_.update(closed_at=now, due_at=None, left_s=None)


def stop(row: Order, now: datetime) -> None:
    """The clocks of all parts stand still, with the time that they have."""
    for part in of(row):
        if part.due_at is not None:
            part.left_s, part.due_at = max(0, int((part.due_at - now).total_seconds())), None
            part.save(update_fields=["left_s", "due_at"])


def start(row: Order, now: datetime) -> None:
    """The clocks of all parts run on."""
    for part in of(row):
        if part.left_s is not None:
            part.due_at, part.left_s = now + timedelta(seconds=part.left_s), None
            part.save(update_fields=["left_s", "due_at"])
