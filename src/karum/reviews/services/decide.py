"""The hub decides about a review: it stays, is hidden for a reason, or is shown again. Nobody else can."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.reviews.domain.writing import Reason
from karum.reviews.models import Report, Review
from karum.reviews.services import photos
from karum.reviews.services.log import note
from karum.reviews.services.ratings import refresh


@transaction.atomic
def hide(key: UUID, reason: Reason, words: str, *, person_id: int, now: datetime) -> Review:
    """Take a review out of sight, with its photos. Both sides are told why; an opinion is no reason."""
    review = Review.objects.select_for_update().get(key=key)
    _answer(review, "hid", now)
    if review.hidden_at is None:
        review.hidden_at, review.hidden_for = now, reason
        review.save()
        refresh(review)
        note(review, "hid", "hub", person_id, now, words=words.strip(), facts={"reason": reason})
        transaction.on_commit(lambda: photos.put_away(review))
    return review


@transaction.atomic
def show_again(key: UUID, words: str, *, person_id: int, now: datetime) -> Review:
    """Undo ``hide``."""
    review = Review.objects.select_for_update().get(key=key)
    if review.hidden_at is not None:
        review.hidden_at, review.hidden_for = None, ""
        review.save()
        refresh(review)
        note(review, "showed", "hub", person_id, now, words=words.strip())
        transaction.on_commit(lambda: photos.bring_back(review))
    return review


@transaction.atomic
def keep(key: UUID, words: str, *, person_id: int, now: datetime) -> int:
    """The review stays as it is: answer what was reported; return how many reports that were."""
    review = Review.objects.select_for_update().get(key=key)
    answered = _answer(review, "kept", now)
    if answered:
        note(review, "kept", "hub", person_id, now, words=words.strip())
    return answered


def _answer(review: Review, answer: str, now: datetime) -> int:
    return Report.objects.filter(review=review, answered_at=None).update(answered_at=now, answer=answer)
