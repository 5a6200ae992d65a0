"""The audit trail of reviews, and who is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from karum.reviews.events import ReviewChanged
from karum.reviews.models import Review, ReviewEvent
from karum.runtime import events


def note(
    review: Review,
    action: str,
    side: str,
    person_id: int | None,
    now: datetime,
    *,
    words: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write what happened and have those told whom it concerns."""
    row = ReviewEvent.objects.create(
        review=review, at=now, action=action, side=side, person_id=person_id, words=words, facts=dict(facts or {})
    )
    events.publish(ReviewChanged(review.pk, row.pk, action))
