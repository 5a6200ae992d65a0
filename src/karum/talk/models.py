"""Tables of talk. A conversation lives with its seller; the asker's e-mail address never leaves these tables."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import Q

from karum.talk.domain.saying import Reason, Side

ACTIONS = (
    "opened", "confirmed", "blocked", "unblocked", "reported", "dismissed", "froze", "thawed", "published", "withdrew",
    "allowed", "forbade",
)  # fmt: skip


def _values(words: Iterable[StrEnum]) -> list[str]:
    return sorted(word.value for word in words)


class Conversation(models.Model):
    """One buyer, one shop, one matter: a product, an order, or the shop itself. ``about``: the product's title then.

    ``confirmed_at``: a guest's question reaches the shop only when she has shown that the address is hers.
    ``waiting_since``: when the shop's clock began; null while nothing waits for it.
    """

    key = models.UUIDField(unique=True)  # chosen by the form: a button pressed twice asks once
    seller_id = models.BigIntegerField()
    product_id = models.BigIntegerField(null=True)
    product_slug = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=300, blank=True)
    about_language = models.CharField(max_length=10, blank=True)
    order_key = models.UUIDField(null=True)
    person_id = models.BigIntegerField(null=True)
    email = models.CharField(max_length=254)
    asker = models.CharField(max_length=32)
    """stands for the e-mail address and cannot be turned back into it"""
    name = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10)
    may_publish = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField()
    steps = models.IntegerField(default=0)
    in_a_row = models.IntegerField(default=0)
    last_side = models.CharField(max_length=6)
    seller_unread = models.BooleanField(default=False)
    asker_unread = models.BooleanField(default=False)
    waiting_since = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_after_s = models.BigIntegerField(null=True)
    """from the first question to the first answer"""
    frozen_at = models.DateTimeField(null=True)
    frozen_for = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller_id", "order_key"], condition=Q(order_key__isnull=False), name="talk_once_about_an_order"
            ),
            models.CheckConstraint(condition=Q(last_side__in=_values(Side)), name="talk_side_known"),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_for="") | Q(frozen_at__isnull=False, frozen_for__in=_values(Reason)),
                name="talk_frozen_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["seller_id", "-last_at"], name="talk_of_seller"),
            models.Index(fields=["person_id", "-last_at"], name="talk_of_person", condition=Q(person_id__isnull=False)),
            models.Index(fields=["asker", "-last_at"], name="talk_of_asker"),
            models.Index(fields=["seller_id"], name="talk_unread", condition=Q(seller_unread=True)),
            models.Index(fields=["waiting_since"], name="talk_waiting", condition=Q(waiting_since__isnull=False)),
            models.Index(fields=["opened_at"], name="talk_unconfirmed", condition=Q(confirmed_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Message(models.Model):
    """What one side wrote, in its language. ``hints``: what the reader is warned of. Written once."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    step = models.IntegerField()
    side = models.CharField(max_length=6)
    person_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=10)
    words = models.TextField()
    hints = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "step"], name="talk_message_step"),
            models.CheckConstraint(condition=Q(side__in=_values(Side)), name="talk_message_side"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.step}"


class Attachment(models.Model):
    """A picture with a message: encoded anew, and shown only to the two sides, and to the hub when it was reported."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="pictures")
    key = models.UUIDField(unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.IntegerField()

    def __str__(self) -> str:
        return str(self.key)


class SavedReply(models.Model):
    """A reply that a shop keeps, in one language, with places such as ``{name}``."""

    seller_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller_id", "name", "language"], name="talk_reply_once")]

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """``side`` wants to hear nothing more from the other one."""

    seller_id = models.BigIntegerField()
    asker = models.CharField(max_length=32)
    side = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "asker", "side"], name="talk_block_once"),
            models.CheckConstraint(condition=Q(side__in=_values(Side)), name="talk_block_side"),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.side}"


class Report(models.Model):
    """Somebody shows a conversation to the hub. Without one the hub does not read it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="reports")
    side = models.CharField(max_length=6)
    person_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "side"], condition=Q(answered_at=None), name="talk_reported_once_by_each"
            ),
            models.CheckConstraint(condition=Q(reason__in=_values(Reason)), name="talk_report_reason"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, answer__in=["dismissed", "froze"]),
                name="talk_report_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.conversation_id}"


class PublicAnswer(models.Model):
    """A question and its answer that everybody may read on the product's page, without the asker's name."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="public")
    seller_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    question = models.ForeignKey(Message, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Message, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=6, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question"], name="talk_published_once")]
        indexes = [
            models.Index(fields=["product_id", "-published_at"], name="talk_public_of", condition=Q(withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return f"answer about {self.product_id}"


class TalkEvent(models.Model):
    """The audit trail beside the messages: who blocked, reported, published, decided, and why. Written once."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    action = models.CharField(max_length=10)
    side = models.CharField(max_length=6)
    person_id = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(action__in=ACTIONS), name="talk_event_action"),
            models.CheckConstraint(condition=Q(side__in=["asker", "seller", "hub"]), name="talk_event_side"),
        ]
        indexes = [models.Index(fields=["conversation", "id"], name="talk_event_of")]

    def __str__(self) -> str:
        return f"{self.action} {self.conversation_id}"
