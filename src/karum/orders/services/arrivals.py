"""What parcels tell about their order."""

from datetime import datetime
from uuid import UUID

from karum.orders.domain.states import Action, Role
from karum.orders.models import Shipment
from karum.orders.services.act import act
from karum.orders.services.answers import Actor, Done
from karum.orders.services.shipments import deliver_part
from karum.shipping.domain.parcels import Step
from karum.shipping.queries import parcels_of


def note_arrival(seller_id: int, key: UUID, *, now: datetime) -> bool:
    """When every parcel of a shipped order was delivered, the order is; return whether it became so just now.

    Of an order that is shipped in parts, each part by itself.
    """
    parcels = parcels_of(key)
    arrived = {parcel.id for parcel in parcels if parcel.step is Step.DELIVERED}
    open_parts = Shipment.objects.filter(seller_id=seller_id, order_key=key, delivered_at=None, closed_at=None)
    found = [part.number for part in open_parts if part.parcels and arrived.issuperset(part.parcels)]
    if Shipment.objects.filter(seller_id=seller_id, order_key=key).exists():
        answers = [deliver_part(seller_id, key, number, Actor(Role.HUB), now=now) for number in found]
        return any(isinstance(answer, Done) for answer in answers)
    if not parcels or any(parcel.step is not Step.DELIVERED for parcel in parcels):
        return False
    return isinstance(act(seller_id, key, Action.DELIVER, Actor(Role.HUB), now=now), Done)
