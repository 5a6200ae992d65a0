"""Counts by day. No row is of a person: there is no address, no account and no visit in them."""

from typing import ClassVar

from django.db import models


class Count(models.Model):
    """How often something happened on one day (UTC)."""

    day = models.DateField()
    what = models.CharField(max_length=8)  # domain.tally.What
    seller_id = models.BigIntegerField()  # 0: the whole hub
    country = models.CharField(max_length=2, blank=True)  # of the buyer, empty while unknown
    key = models.CharField(max_length=100)
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller_id", "what", "day", "country", "key"], name="count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.key}"
