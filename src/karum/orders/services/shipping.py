"""Ship an order: its parcels and its transition in one commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.orders.domain.states import Action
from karum.orders.services import parts
from karum.orders.services.act import act
from karum.orders.services.answers import Actor, Done, NotDone
from karum.shipping.domain.parcels import Refused
from karum.shipping.services import add_parcel


@dataclass(frozen=True, slots=True)
class Handover:
    """One parcel given to a carrier. ``tracking_number`` may be empty for a service without tracking."""

    carrier: str
    tracking_number: str
    weight_g: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0


class _Undo(Exception):
    def __init__(self, answer: Refused) -> None:
        self.answer = answer


def ship(
    seller_id: int, key: UUID, handovers: Sequence[Handover], actor: Actor, *, now: datetime
) -> Done | NotDone | Refused:
    """Mark the order as shipped in these parcels, one or more; one that is refused leaves everything as it was."""
    if not handovers:
        raise ValueError("an order is shipped in one parcel or more")
    try:
        with transaction.atomic():
            answer = act(seller_id, key, Action.SHIP, actor, now=now)
            if isinstance(answer, NotDone):
                return answer
            made = []
            for handover in handovers:
                parcel = add_parcel(
                    seller_id=seller_id,
                    order_key=key,
                    carrier=handover.carrier,
                    tracking_number=handover.tracking_number,
                    now=now,
                    weight_g=handover.weight_g,
                    length_mm=handover.length_mm,
                    width_mm=handover.width_mm,
                    height_mm=handover.height_mm,
                )
                if isinstance(parcel, Refused):
                    raise _Undo(parcel)
                made.append(parcel.id)
            parts.hold_parcels(seller_id, key, made)
            return answer
    except _Undo as undo:
        return undo.answer
