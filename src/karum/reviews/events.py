"""What reviews tell the packages above them, and their own jobs. Fields are JSON values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewChanged:
    """Something happened to a review; ``event_id`` is its row in the audit trail."""

    review_id: int
    event_id: int
    action: str
