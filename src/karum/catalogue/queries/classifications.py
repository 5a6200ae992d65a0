"""How a product came to its HS code."""

from datetime import datetime
from typing import NamedTuple

from karum.catalogue.models import Classification


class ClassificationCard(NamedTuple):
    """The last code that a person confirmed with our help. ``chosen_by``: the person's id."""

    text: str
    chosen: str
    chosen_by: int
    chosen_at: datetime


def last_classification(product_id: int) -> ClassificationCard | None:
    """Return the newest confirmation; None when the code was typed without help."""
    fields = ("text", "chosen", "chosen_by", "chosen_at")
    row = (
        Classification.objects.filter(product_id=product_id).order_by("-chosen_at", "-id").values_list(*fields).first()
    )
    return ClassificationCard(*row) if row else None
