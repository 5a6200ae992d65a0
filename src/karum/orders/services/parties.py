"""Who buys and who receives, looked at before an order is placed."""

import json
from collections.abc import Sequence
from datetime import datetime

from karum.compliance.services.screening import Buyer, Outcome, screen_buyer
from karum.orders.domain.placing import OrderRequest, Refusal
from karum.orders.models import Order

_REASONS = {
    Outcome.REVIEW: Refusal.PARTY_CHECK,
    Outcome.STRONG: Refusal.PARTY_CHECK,
    Outcome.BLOCKED: Refusal.PARTY_BLOCKED,
}


def held_for(requests: Sequence[OrderRequest], *, now: datetime) -> Refusal | None:
    """Why these orders of one checkout have to wait or may not be, None when they may be placed.

    Orders that are placed already are not held: a repeated key gets its first answer.
    """
    first = requests[0]
    if Order.objects.filter(seller_id=first.seller_id, key=first.key).exists():
        return None
    facts = json.loads(first.facts)
    ship_to = facts.get("ship_to") or {}
    buyer = Buyer(
        names=(str(ship_to.get("name", "")), str(facts.get("buyer", {}).get("name", ""))),
        company=str(ship_to.get("company", "")),
        country=first.destination,
        email=first.email,
        language=first.language,
        person_id=first.buyer_id,
    )
    return _REASONS.get(screen_buyer(buyer, now=now))
