"""Tables of the ledger. Keys begin with ``seller_id``: each seller's books can live on a shard of their own."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from karum.ledger.domain import NEVER_OVERDRAWN, NEVER_OVERPAID, Kind, Purpose


def _values(words: Iterable[StrEnum]) -> list[str]:
    return sorted(word.value for word in words)


class Account(models.Model):
    """Running sums of one account in minor units; moved only by ``ledger.services.post``."""

    pk = models.CompositePrimaryKey("seller_id", "purpose", "currency")
    seller_id = models.BigIntegerField()
    purpose = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    debits_pending = models.BigIntegerField(default=0)
    debits_posted = models.BigIntegerField(default=0)
    credits_pending = models.BigIntegerField(default=0)
    credits_posted = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debits_pending__gte=0, debits_posted__gte=0, credits_pending__gte=0, credits_posted__gte=0),
                name="account_sums_not_negative",
            ),
            models.CheckConstraint(condition=Q(purpose__in=_values(Purpose)), name="account_purpose_known"),
            models.CheckConstraint(
                condition=~Q(purpose__in=_values(NEVER_OVERDRAWN))
                | Q(credits_posted__gte=F("debits_posted") + F("debits_pending")),
                name="account_never_overdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(purpose__in=_values(NEVER_OVERPAID))
                | Q(debits_posted__gte=F("credits_posted") + F("credits_pending")),
                name="account_never_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id}:{self.purpose}:{self.currency}"


class Transfer(models.Model):
    """An immutable movement between two accounts of one seller's books in one currency."""

    pk = models.CompositePrimaryKey("seller_id", "id")
    seller_id = models.BigIntegerField()
    id = models.UUIDField()
    kind = models.CharField(max_length=8)
    debit = models.CharField(max_length=12)
    credit = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    pending_id = models.UUIDField(null=True)
    order_key = models.UUIDField(null=True)
    reference = models.CharField(max_length=64)
    expires_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    seq = models.BigIntegerField(unique=True, editable=False)  # given by the database

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_between_two"),
            models.CheckConstraint(condition=Q(kind__in=_values(Kind)), name="transfer_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["post", "void"], pending_id__isnull=False)
                | Q(kind__in=["single", "pending"], pending_id__isnull=True),
                name="transfer_resolves_a_hold",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(kind="pending"), name="transfer_only_a_hold_expires"
            ),
            models.UniqueConstraint(
                fields=["seller_id", "pending_id"],
                condition=Q(pending_id__isnull=False),
                name="transfer_hold_resolved_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["seller_id", "order_key"], name="transfer_by_order", condition=Q(order_key__isnull=False)
            ),
            models.Index(fields=["seller_id", "at"], name="transfer_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.currency} {self.amount_minor}"


class Expiry(models.Model):
    """A hold that will expire, until it was looked at. Unlike the books themselves this is a list of work to do."""

    pk = models.CompositePrimaryKey("seller_id", "hold_id")
    seller_id = models.BigIntegerField()
    hold_id = models.UUIDField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.hold_id} until {self.expires_at}"


class Block(models.Model):
    """A sealed stretch of the transfers: the SHA-256 of the block before it and of the words of its own transfers."""

    number = models.BigIntegerField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField(unique=True)
    transfers = models.IntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_seq__gt=0, last_seq__gte=F("first_seq"), transfers__gt=0), name="block_is_a_stretch"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}:{bytes(self.digest).hex()}"
