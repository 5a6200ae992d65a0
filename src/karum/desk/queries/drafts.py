"""Reads of products that are not ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from karum.catalogue.queries import PictureSet
from karum.catalogue.queries.pictures import picture_set
from karum.desk.models import ProductDraft


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft with its pictures, by their digests. ``product_id``: what it became."""

    key: UUID
    typed: Mapping[str, str]
    pictures: tuple[tuple[str, PictureSet], ...]
    changed_at: datetime
    product_id: int | None

    @property
    def title(self) -> str:
        return self.typed.get("title", "").strip()


def drafts(seller_id: int) -> list[DraftCard]:
    """The firm's drafts that are no products yet, the newest first."""
    found = ProductDraft.objects.filter(seller_id=seller_id, product_id=None).order_by("-changed_at", "-id")
    return [_card(row) for row in found]


def draft(seller_id: int, key: UUID) -> DraftCard | None:
    """One draft of the firm, also one that became a product; None for any other."""
    row = ProductDraft.objects.filter(seller_id=seller_id, key=key).first()
    return _card(row) if row else None


def _card(row: ProductDraft) -> DraftCard:
    return DraftCard(
        key=row.key,
        typed=row.typed,
        pictures=tuple((one["digest"], picture_set(alt="", **one)) for one in row.pictures),
        changed_at=row.changed_at,
        product_id=row.product_id,
    )
