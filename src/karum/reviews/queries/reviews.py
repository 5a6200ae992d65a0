"""Reviews as pages show them: of a product, of a seller, one by one, and those that were reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404

from karum.catalogue import queries as catalogue
from karum.catalogue.domain import OfferSnapshot
from karum.catalogue.queries import PictureSet
from karum.catalogue.queries.pictures import picture_set
from karum.orders.queries import OrderView
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import NotWritten, may_reply
from karum.reviews.models import Photo, Report, Review, ReviewEvent, Translation

PAGE = 10


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants to see; empty is everything."""

    stars: int = 0
    country: str = ""
    photos: bool = False

    @property
    def is_on(self) -> bool:
        return bool(self.stars or self.country or self.photos)


@dataclass(frozen=True)
class ReviewView:
    """One review in the page's language where somebody translated it. ``offer``: what was bought, when it is known."""

    row: Review
    photos: tuple[PictureSet, ...]
    translation: Translation | None
    offer: OfferSnapshot | None = None

    @property
    def key(self) -> UUID:
        return self.row.key

    @property
    def empty_stars(self) -> int:
        return 5 - self.row.stars

    @cached_property
    def events(self) -> list[ReviewEvent]:
        """The audit trail, the oldest first."""
        return list(ReviewEvent.objects.filter(review=self.row).order_by("id"))

    @cached_property
    def open_reports(self) -> list[Report]:
        return list(Report.objects.filter(review=self.row, answered_at=None).order_by("id"))

    def why_no_reply(self, now: datetime) -> NotWritten | None:
        """Why the seller cannot reply or change her reply now."""
        return may_reply(self.row.replied_at, self.row.hidden_at is not None, terms(), now)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of reviews. ``countries``: (code, how many), the most frequent first, without the filter."""

    reviews: list[ReviewView]
    count: int
    page: int
    countries: list[tuple[str, int]]

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def find(
    language: str, wanted: Filter, page: int = 1, *, product_id: int | None = None, seller_id: int | None = None
) -> Found:
    """Shown reviews of a product or of a seller, the newest first."""
    rows = shown().filter(**_of(product_id, seller_id))
    by_country = rows.order_by().values_list("country").annotate(n=Count("*"))
    countries = sorted(((code, n) for code, n in by_country), key=lambda pair: (-pair[1], pair[0]))
    if wanted.stars:
        rows = rows.filter(stars=wanted.stars)
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    if wanted.photos:
        rows = rows.filter(photo_count__gt=0)
    count = rows.count()
    page = min(max(page, 1), max(1, -(-count // PAGE)))
    chosen = rows.order_by("-written_at", "-id")[(page - 1) * PAGE : page * PAGE]
    return Found(views(chosen, language), count, page, countries)


def newest(product_id: int, language: str, *, limit: int = 2) -> list[ReviewView]:
    """The newest shown reviews of a product that say something, in one or two reads: for its page."""
    rows = shown().filter(product_id=product_id).exclude(words="").order_by("-written_at", "-id")
    return views(rows[:limit], language, photos=False, offers=False)


def shown() -> QuerySet[Review]:
    """What everybody sees: not hidden by the hub, and the newest of its buyer."""
    return Review.objects.filter(hidden_at=None, replaced_at=None)


def shown_review(key: UUID, language: str) -> ReviewView:
    """A review that everybody may read. Raises Http404 for any other."""
    return _one(shown().filter(key=key), language)


def review(key: UUID, language: str) -> ReviewView:
    """Any review: that the person is an operator was checked by ``parties.access_operator``. Raises Http404."""
    return _one(Review.objects.filter(key=key), language)


def access_review_as_buyer(order: OrderView, position: int) -> Review | None:
    """Her review of a line of the order that her token opened; None when there is none yet."""
    return Review.objects.filter(seller_id=order.seller_id, order_key=order.key, position=position).first()


def access_review_as_seller(seller_id: int, key: UUID, language: str) -> ReviewView:
    """A review of what this seller sold; ``parties.access_business`` checked who acts for her. Raises Http404."""
    return _one(Review.objects.filter(seller_id=seller_id, key=key), language)


def unanswered(seller_id: int) -> int:
    """Shown reviews of a seller that have words and no reply: the number beside the desk's tab."""
    return shown().filter(seller_id=seller_id, replied_at=None).exclude(words="").count()


def reported(language: str) -> list[ReviewView]:
    """Reviews that somebody reported and nobody has looked at, the oldest report first."""
    waiting = Report.objects.filter(answered_at=None).order_by("at").values_list("review_id", flat=True)
    order = list(dict.fromkeys(waiting))
    rows = sorted(Review.objects.filter(id__in=order), key=lambda row: order.index(row.pk))
    return views(rows, language)


def count_reported() -> int:
    """How many reviews wait for the hub."""
    return Report.objects.filter(answered_at=None).values("review_id").distinct().count()


def hidden(language: str, *, limit: int = 50) -> list[ReviewView]:
    """What the hub has hidden, the latest first."""
    return views(Review.objects.exclude(hidden_at=None).order_by("-hidden_at")[:limit], language)


def views(rows: Iterable[Review], language: str, *, photos: bool = True, offers: bool = True) -> list[ReviewView]:
    """Rows as views, with photos, translations and offers read at once."""
    found = list(rows)
    ids = [row.pk for row in found]
    pictures: dict[int, list[PictureSet]] = {}
    if photos and any(row.photo_count for row in found):
        for photo in Photo.objects.filter(review_id__in=ids).order_by("position"):
            pictures.setdefault(photo.review_id, []).append(picture_of(photo))
    others = [row.pk for row in found if row.language != language and row.words]
    translated = _translations(others, language) if others else {}
    snapshots = catalogue.offers([row.offer_id for row in found], language) if offers else {}
    return [
        ReviewView(
            row,
            tuple(pictures.get(row.pk, ())),
            _current(row, translated.get(row.pk)),
            snapshots.get(row.offer_id),
        )
        for row in found
    ]


def picture_of(photo: Photo) -> PictureSet:
    """A photo as the tag ``picture`` wants it. It has no words of its own: the review says what it shows."""
    return picture_set(photo.digest, "", photo.width, photo.height, photo.colour, photo.webp_widths, photo.avif_widths)


def _translations(ids: Sequence[int], language: str) -> dict[int, Translation]:
    return {row.review_id: row for row in Translation.objects.filter(review_id__in=ids, language=language)}


def _current(row: Review, translation: Translation | None) -> Translation | None:
    return translation if translation is not None and translation.edition == row.edition else None


def _one(rows: QuerySet[Review], language: str) -> ReviewView:
    found = views(rows[:1], language)
    if not found:
        raise Http404
    return found[0]


def _of(product_id: int | None, seller_id: int | None) -> dict[str, Any]:
    assert (product_id is None) != (seller_id is None), "reviews of a product or of a seller"
    return {"seller_id": seller_id} if product_id is None else {"product_id": product_id}
