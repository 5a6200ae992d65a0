"""Tables of reviews. A review belongs to one line of one order, and lives with its seller."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import Q

from karum.reviews.domain.writing import Reason

ACTIONS = ("wrote", "edited", "replied", "reply_edited", "translated", "reported", "kept", "hid", "showed")
SIDES = ("buyer", "seller", "hub", "anybody")


def _values(words: Iterable[StrEnum]) -> list[str]:
    return sorted(word.value for word in words)


class Review(models.Model):
    """One buyer's words about one thing that she bought. ``country``: where it was sent. ``signed``: empty for nobody.

    ``buyer`` stands for her e-mail address and cannot be turned back into it. Of a signed-in buyer's reviews of the
    same product of one shop only the newest counts: the others have ``replaced_at``.
    """

    key = models.UUIDField(unique=True)  # chosen by the form: a button pressed twice writes one review
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    position = models.SmallIntegerField()
    offer_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    buyer = models.CharField(max_length=32)
    person_id = models.BigIntegerField(null=True)
    signed = models.CharField(max_length=40, blank=True)
    sign = models.CharField(max_length=10)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=10)
    stars = models.SmallIntegerField()
    words = models.TextField(blank=True)
    edition = models.IntegerField(default=1)
    """translations are of one edition: when the words change, older ones are no longer shown"""
    photo_count = models.SmallIntegerField(default=0)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_for = models.CharField(max_length=20, blank=True)
    reply = models.TextField(blank=True)
    reply_language = models.CharField(max_length=10, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "order_key", "product_id"], name="review_once_in_an_order"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="review_stars"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_for="") | Q(hidden_at__isnull=False, hidden_for__in=_values(Reason)),
                name="review_hidden_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replied_at=None, reply="") | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="review_reply_has_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["product_id", "-written_at"],
                name="review_of_product",
                condition=Q(hidden_at=None, replaced_at=None),
            ),
            models.Index(fields=["seller_id", "-written_at"], name="review_of_seller"),
            models.Index(fields=["product_id", "buyer"], name="review_by_buyer"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} stars for {self.product_id}"


class Photo(models.Model):
    """A photo of a review: decoded and encoded anew, like every picture of the hub."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="photos")
    position = models.SmallIntegerField()
    digest = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)
    webp_widths = models.JSONField()
    avif_widths = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "position"], name="review_photo_place")]
        indexes = [models.Index(fields=["digest"], name="review_photo_digest")]

    def __str__(self) -> str:
        return self.digest


class Translation(models.Model):
    """A review, and its reply, in another language by a person who is named. ``state``: ``human``; no machine's."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    edition = models.IntegerField()
    words = models.TextField()
    author = models.CharField(max_length=200)
    author_id = models.BigIntegerField()
    side = models.CharField(max_length=7)
    state = models.CharField(max_length=10, default="human")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "language"], name="review_translation_once"),
            models.CheckConstraint(condition=Q(state="human"), name="review_translation_by_people"),
            models.CheckConstraint(condition=Q(side__in=["seller", "hub"]), name="review_translation_side"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} in {self.language}"


class Report(models.Model):
    """Somebody says that a review breaks the rules. ``answer``: ``kept`` or ``hid`` when the hub has looked."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="reports")
    side = models.CharField(max_length=7)
    person_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=_values(Reason)), name="review_report_reason"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False, answer__in=["kept", "hid"]),
                name="review_report_answered",
            ),
            models.UniqueConstraint(
                fields=["review", "person_id"],
                condition=Q(answered_at=None, person_id__isnull=False),
                name="review_reported_once_by_each",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="review_report_open", condition=Q(answered_at=None))]

    def __str__(self) -> str:
        return f"{self.reason} about {self.review_id}"


class ReviewEvent(models.Model):
    """The audit trail: who did what and why, with the words that were there before. Written once."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    action = models.CharField(max_length=12)
    side = models.CharField(max_length=7)
    person_id = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(action__in=ACTIONS), name="review_event_action"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="review_event_side"),
        ]
        indexes = [models.Index(fields=["review", "id"], name="review_event_of")]

    def __str__(self) -> str:
        return f"{self.action} {self.review_id}"


class _Sums(models.Model):
    """How many shown reviews have each number of stars. Derived; ``karum doctor`` compares."""

    n1 = models.IntegerField(default=0)
    n2 = models.IntegerField(default=0)
    n3 = models.IntegerField(default=0)
    n4 = models.IntegerField(default=0)
    n5 = models.IntegerField(default=0)
    with_photo = models.IntegerField(default=0)

    class Meta:
        abstract = True


class ProductRating(_Sums):
    product_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"product {self.product_id}"


class SellerRating(_Sums):
    seller_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"seller {self.seller_id}"
