"""Stating the origin of an order's goods, and taking it back. Rows are only added."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from karum.rules.statements import Statement
from karum.shipping.domain.origin import OriginCard, state
from karum.shipping.domain.parcels import Refused
from karum.shipping.models import OriginClaim
from karum.shipping.queries.origin import origin_card


def state_origin(
    *,
    seller_id: int,
    order_key: UUID,
    said: Statement,
    scheme: str,
    origin: str,
    reference: str,
    criterion: str,
    lines: Sequence[int],
    value: Decimal | None,
    made_by: int | None,
    now: datetime,
    producer: str = "",
) -> OriginCard | Refused:
    """Keep the statement of the seller; the newest one of an order holds.

    value: what the covered goods are worth in the currency of the agreement's limit, None where no rate is known.
    The caller holds the order and has checked that ``made_by`` acts for ``seller_id``.
    """
    text = state(
        said,
        origin=origin,
        reference=reference,
        criterion=criterion,
        producer=producer,
        lines=lines,
        value=value,
    )
    if isinstance(text, Refused):
        return text
    row = OriginClaim.objects.create(
        seller_id=seller_id,
        order_key=order_key,
        proof=said.proof.code,
        scheme=scheme,
        language=said.language,
        reference=reference,
        criterion=criterion,
        lines=sorted(lines),
        text=text,
        made_by=made_by,
        made_at=now,
    )
    return origin_card(row)


def withdraw_origin(*, seller_id: int, order_key: UUID, made_by: int | None, now: datetime) -> None:
    """Take the statement back: papers printed from now on do not hold it. What was stated stays on record."""
    OriginClaim.objects.create(
        seller_id=seller_id, order_key=order_key, proof="", scheme="", language="", made_by=made_by, made_at=now
    )
