"""Keep how a product came to its HS code: what was shown, what was answered, who confirmed it."""

from datetime import datetime

from karum.catalogue.models import Classification
from karum.rules.classify import Classification as Shortlist
from karum.rules.classify import to_json

SHOWN_MAX = 10


def record_classification(
    product_id: int, found: Shortlist, *, chosen: str, chosen_by: int, now: datetime
) -> int | None:
    """Add a row for a code that a person confirmed; return its id, None when it says nothing new.

    chosen: the code as the product has it, 6 to 10 digits. Nothing is kept for a code that was not on the list: then
    she found it without us.
    """
    shown = to_json(found)["candidates"][:SHOWN_MAX]
    if chosen[:6] not in {candidate["code"] for candidate in shown}:
        return None
    facts = {
        "text": found.text[:300],
        "language": found.language,
        "answers": dict(found.answers),
        "chosen": chosen,
        "version": found.version,
    }
    last = Classification.objects.filter(product_id=product_id).order_by("-chosen_at", "-id").first()
    if last is not None and all(getattr(last, name) == value for name, value in facts.items()):
        return None
    row = Classification.objects.create(
        product_id=product_id, candidates=shown, chosen_by=chosen_by, chosen_at=now, **facts
    )
    return int(row.pk)
