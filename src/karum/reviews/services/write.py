"""A buyer writes and changes her review."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from karum.catalogue.services import PictureFiles
from karum.orders.queries import OrderView
from karum.parties.queries import emails_of
from karum.reviews.domain.names import Sign, signed
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import NotWritten, may_edit
from karum.reviews.models import Review
from karum.reviews.queries.orders import bought
from karum.reviews.services import photos
from karum.reviews.services.log import note
from karum.reviews.services.ratings import refresh


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says. ``stars``: 1 to 5. ``language``: in which the words are."""

    stars: int
    words: str
    language: str
    sign: Sign


def write(
    order: OrderView,
    position: int,
    key: UUID,
    said: Said,
    pictures: Sequence[PictureFiles] = (),
    *,
    person_id: int | None,
    now: datetime,
) -> Review | NotWritten:
    """Write the review of one line; the same ``key`` again returns what was written. Raises NotAccepted for photos.

    An older review by the same buyer of the same product of this shop is no longer counted or shown, where she has
    shown that she is the same: she is signed in with the address of both orders. What a guest types proves nothing,
    and a shop knows the addresses of its buyers: it could order from itself to make their reviews go away.
    """
    try:
        return _write(order, position, key, said, pictures, person_id, now)
    except IntegrityError:  # two at once: the other one was written
        known = Review.objects.filter(key=key, seller_id=order.seller_id, order_key=order.key).first()
        return known or NotWritten.WRITTEN


@transaction.atomic
def _write(
    order: OrderView,
    position: int,
    key: UUID,
    said: Said,
    pictures: Sequence[PictureFiles],
    person_id: int | None,
    now: datetime,
) -> Review | NotWritten:
    known = Review.objects.filter(key=key, seller_id=order.seller_id, order_key=order.key).first()
    if known is not None:
        return known
    one = next((one for one in bought(order, said.language, now) if one.line.position == position), None)
    if one is None:
        return NotWritten.NOT_ARRIVED
    if one.review is not None:
        return NotWritten.WRITTEN
    if one.why_not is not None:
        return one.why_not
    review = Review(
        key=key,
        seller_id=order.seller_id,
        order_key=order.key,
        position=position,
        offer_id=one.offer.id,
        product_id=one.offer.product_id,
        buyer=buyer_mark(order.email),
        person_id=person_id,
        country=order.destination,
        written_at=now,
    )
    _fill(review, order, said)
    if _is_hers(review.buyer, person_id):
        same = {"seller_id": review.seller_id, "product_id": review.product_id, "buyer": review.buyer}
        Review.objects.filter(**same, replaced_at=None).update(replaced_at=now)
    review.save()
    photos.keep(review, pictures)
    review.save()
    refresh(review)
    note(review, "wrote", "buyer", person_id, now, facts={"stars": said.stars})
    return review


@transaction.atomic
def edit(
    order: OrderView,
    review_id: int,
    said: Said,
    pictures: Sequence[PictureFiles] = (),
    *,
    without: Sequence[int] = (),
    person_id: int | None,
    now: datetime,
) -> Review | NotWritten:
    """Change a review within its term; ``without``: positions of photos to take away. The audit keeps the old words."""
    review = Review.objects.select_for_update().get(id=review_id, seller_id=order.seller_id, order_key=order.key)
    why_not = may_edit(review.written_at, review.hidden_at is not None, terms(), now)
    if why_not is not None:
        return why_not
    before = {"stars": review.stars, "language": review.language, "photos": review.photo_count}
    old, old_words = (review.stars, review.words, review.language, review.sign), review.words
    _fill(review, order, said)
    gone = photos.drop(review, without)
    photos.keep(review, pictures)
    if old == (review.stars, review.words, review.language, review.sign) and not gone and not pictures:
        return review
    if (review.words, review.language) != (old_words, before["language"]):
        review.edition += 1
    review.changed_at = now
    review.save()
    refresh(review)
    note(review, "edited", "buyer", person_id, now, words=old_words, facts=before)
    transaction.on_commit(lambda: photos.forget_files(gone))
    return review


def buyer_mark(email: str) -> str:
    """What stands for a buyer's address: the same for the same address, and of no use to anybody else."""
    return hmac.new(settings.SECRET_KEY.encode(), b"reviewer " + email.lower().encode(), "sha256").hexdigest()[:32]


def _is_hers(buyer: str, person_id: int | None) -> bool:
    """Whether the signed-in person has the address that ``buyer`` stands for: an account's address is confirmed."""
    email = emails_of([person_id]).get(person_id) if person_id is not None else None
    return email is not None and buyer_mark(email) == buyer


def _fill(review: Review, order: OrderView, said: Said) -> None:
    review.stars, review.words, review.language = said.stars, said.words.strip(), said.language
    review.sign, review.signed = said.sign, signed(order.buyer_name, said.sign)
