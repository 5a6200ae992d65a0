"""Tables of saved things. A keeper is a person, or a guest whom only the signed cookie on her telephone knows."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Keeper(models.Model):
    """Whose saved things they are. ``share``: the secret in the link to her wish list, None while it is hers alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.BigIntegerField(null=True, unique=True)
    share = models.CharField(max_length=32, null=True, unique=True)
    seen_at = models.DateTimeField()
    """When she last saved or looked: guests who stay away are forgotten."""
    wishes_told_at = models.DateTimeField(null=True)
    goods_told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"person {self.person_id}" if self.person_id else f"guest {self.id}"


class Wish(models.Model):
    """An offer on a wish list, with what it cost when it was saved.

    ``door_minor`` is the price at the door in ``country`` and ``currency``, None where it was not known. ``told_*`` is
    what she was last told of (at first: what she saw), by the seller's own price: only news are told.
    """

    keeper = models.ForeignKey(Keeper, models.CASCADE, related_name="wishes")
    offer_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    saved_at = models.DateTimeField()
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=3)
    door_minor = models.BigIntegerField(null=True)
    told_currency = models.CharField(max_length=3)
    told_price_minor = models.BigIntegerField()
    told_in_stock = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["keeper", "offer_id"], name="wish_once"),
            models.CheckConstraint(condition=Q(told_price_minor__gt=0), name="wish_price_positive"),
            models.CheckConstraint(condition=Q(door_minor=None) | Q(door_minor__gt=0), name="wish_door_positive"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["seller_id"], name="wish_by_seller"),
            models.Index(fields=["product_id"], name="wish_by_product"),
        ]

    def __str__(self) -> str:
        return f"offer {self.offer_id} of {self.keeper_id}"


class Follow(models.Model):
    """Somebody wants to hear of a seller's new goods."""

    keeper = models.ForeignKey(Keeper, models.CASCADE, related_name="follows")
    seller_id = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["keeper", "seller_id"], name="follow_once")]
        indexes: ClassVar = [models.Index(fields=["seller_id"], name="follow_by_seller")]

    def __str__(self) -> str:
        return f"seller {self.seller_id} by {self.keeper_id}"
