"""The one thing that the desk keeps: which seller was told of which change in the rules."""

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
