"""What was stated of the origin of an order's goods."""

from uuid import UUID

from karum.shipping.domain.origin import OriginCard
from karum.shipping.models import OriginClaim


def origin_of(seller_id: int, order_key: UUID) -> OriginCard | None:
    """The statement that holds for an order; None when there is none, or it was taken back."""
    row = OriginClaim.objects.filter(seller_id=seller_id, order_key=order_key).order_by("-id").first()
    return origin_card(row) if row is not None and row.text else None


def last_reference(seller_id: int, proof: str) -> str:
    """The number that the seller last wrote in a statement under this agreement; empty when never."""
    rows = OriginClaim.objects.filter(seller_id=seller_id, proof=proof).exclude(reference="").order_by("-id")
    return rows.values_list("reference", flat=True).first() or ""


def origin_card(row: OriginClaim) -> OriginCard:
    return OriginCard(
        row.proof,
        row.scheme,
        row.language,
        row.reference,
        row.criterion,
        tuple(row.lines),
        row.text,
        row.made_by,
        row.made_at,
    )
