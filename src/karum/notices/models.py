"""Tables of notices: what people chose, and the devices that they are told on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from karum.notices.domain.kinds import KINDS

_KINDS = sorted(about.kind.value for about in KINDS)


class Choice(models.Model):
    """What somebody said about one kind of notices: a person, or who reads at an address without an account.

    None: she has said nothing, and the kind's own default holds.
    """

    person_id = models.BigIntegerField(null=True)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=12)
    by_email = models.BooleanField(null=True)
    by_push = models.BooleanField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="choice_kind_known"),
            models.CheckConstraint(
                condition=Q(person_id__isnull=False, email="") | (Q(person_id=None) & ~Q(email="")),
                name="choice_of_a_person_or_of_an_address",
            ),
            models.UniqueConstraint(
                fields=["person_id", "kind"], condition=Q(email=""), name="choice_once_of_a_person"
            ),
            models.UniqueConstraint(
                Lower("email"), "kind", condition=Q(person_id=None), name="choice_once_of_an_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id or self.email}"


class Device(models.Model):
    """A browser that a person allowed to show notices: where its push service listens, and the keys to write to it."""

    person_id = models.BigIntegerField(db_index=True)
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    """What she knows it by: "Chrome, Android"."""
    added_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    """When its push service last took a notice."""

    def __str__(self) -> str:
        return f"{self.name} of person {self.person_id}"


class NewsIssue(models.Model):
    """One issue of the hub's news that went out: by its name, so that it goes out once."""

    name = models.CharField(max_length=60, unique=True)
    sent_at = models.DateTimeField()
    letters = models.IntegerField()

    def __str__(self) -> str:
        return self.name
