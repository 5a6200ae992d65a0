"""What others do with a review: the seller's one reply, a translation by a person, a report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import NotWritten, Reason, may_reply
from karum.reviews.models import Report, Review, Translation
from karum.reviews.services.log import note


@transaction.atomic
def reply(
    seller_id: int, key: UUID, words: str, language: str, *, person_id: int, now: datetime
) -> Review | NotWritten:
    """Write the seller's one reply, or change it within its term. Raises Review.DoesNotExist for another's review."""
    review = Review.objects.select_for_update().get(seller_id=seller_id, key=key)
    why_not = may_reply(review.replied_at, review.hidden_at is not None, terms(), now)
    if why_not is not None:
        return why_not
    words, before = words.strip(), review.reply
    if (before, review.reply_language) == (words, language):
        return review
    review.reply, review.reply_language, review.replied_by = words, language, person_id
    review.replied_at = review.replied_at or now
    review.save()
    note(review, "reply_edited" if before else "replied", "seller", person_id, now, words=before)
    return review


@transaction.atomic
def translate(
    review_id: int, language: str, words: str, *, author: str, author_id: int, side: str, now: datetime
) -> Translation | None:
    """Keep what a person made of the review in another language; a later one takes the place of an earlier one.

    None where the hub has translated these words: a shop, which is spoken of, does not overwrite that.
    """
    review = Review.objects.select_for_update().get(id=review_id)
    assert language != review.language, "the original needs no translation"
    by_hub = Translation.objects.filter(review=review, language=language, side="hub", edition=review.edition)
    if side != "hub" and by_hub.exists():
        return None
    made, _new = Translation.objects.update_or_create(
        review=review,
        language=language,
        defaults={
            "edition": review.edition,
            "words": words.strip(),
            "author": author,
            "author_id": author_id,
            "side": side,
            "made_at": now,
        },
    )
    note(review, "translated", side, author_id, now, words=made.words, facts={"language": language})
    return made


@transaction.atomic
def report(review_id: int, reason: Reason, words: str, *, side: str, person_id: int | None, now: datetime) -> Report:
    """Tell the hub that a review breaks the rules. A person's second report while the first waits changes nothing."""
    review = Review.objects.select_for_update().get(id=review_id)
    if person_id is not None:
        known = Report.objects.filter(review=review, person_id=person_id, answered_at=None).first()
        if known is not None:
            return known
    made = Report.objects.create(
        review=review, side=side, person_id=person_id, reason=reason, words=words.strip(), at=now
    )
    note(review, "reported", side, person_id, now, words=made.words, facts={"reason": reason})
    return made
