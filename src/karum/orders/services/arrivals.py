"""What parcels tell about their order."""

from datetime import datetime
from uuid import UUID

from karum.orders.domain.states import Action, Role
from karum.orders.services.act import Actor, Done, act
from karum.shipping.domain.parcels import Step
from karum.shipping.queries import parcels_of


def note_arrival(seller_id: int, key: UUID, *, now: datetime) -> bool:
    """When every parcel of a shipped order was delivered, the order is; return whether it became so just now."""
    parcels = parcels_of(key)
    if not parcels or any(parcel.step is not Step.DELIVERED for parcel in parcels):
        return False
    return isinstance(act(seller_id, key, Action.DELIVER, Actor(Role.HUB), now=now), Done)
