"""What the desk keeps: products that are not ready yet, and which seller was told of which change in the rules."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RuleAlert(models.Model):
    """A loaded file changed duties on what a seller offers. One row for both: nobody is told twice.

    ``file_id`` and ``changes`` are ids of tariffs: the source file, and those of its changes that touch the seller.
    """

    seller_id = models.BigIntegerField()
    file_id = models.BigIntegerField()
    system = models.CharField(max_length=8)
    changes = ArrayField(models.BigIntegerField())
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller_id", "file_id"], name="rule_alert_told_once"),
        ]

    def __str__(self) -> str:
        return f"seller {self.seller_id}, file {self.file_id}"


class ProductDraft(models.Model):
    """A product that is not ready: what was typed, as it was typed, and the pictures that came with it.

    Nothing of it is in the catalogue. ``key`` comes from the form, so what a phone sends twice over a bad line is one
    draft. ``product_id``: what it became; the row stays a while, so that a phone which sends it again hears of it.
    """

    seller_id = models.BigIntegerField()
    key = models.UUIDField()
    person_id = models.BigIntegerField()
    typed = models.JSONField(default=dict)  # name of a field -> text
    pictures = models.JSONField(default=list)  # [{"digest", "width", "height", "colour", "webp_widths", "avif_widths"}]
    product_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seller_id", "key"], name="product_draft_once"),
        ]

    def __str__(self) -> str:
        return f"seller {self.seller_id}, draft {self.key}"
