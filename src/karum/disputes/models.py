"""Tables of cases. A case is the folder; return, exchange and claim are the records that say what is asked for."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from karum.disputes.domain.states import NOTES, Action, Kind, Outcome, Problem, Side, Stage, Wanted


def _values(words: Iterable[StrEnum]) -> list[str]:
    return sorted(word.value for word in words)


class Case(models.Model):
    """One matter about one order: where it stands, whose clock runs, how it ended.

    ``terms`` are the clocks under which it was opened. The standing offer is carried out when both sides have agreed.
    """

    key = models.UUIDField(unique=True)  # chosen by the form: a button pressed twice opens one case
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    buyer_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10)
    stage = models.CharField(max_length=20)
    outcome = models.CharField(max_length=12, blank=True)
    currency = models.CharField(max_length=3)
    terms = models.JSONField()
    steps = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    standing = models.ForeignKey("Offer", models.PROTECT, null=True, related_name="+")
    buyer_agreed = models.BooleanField(default=False)
    seller_agreed = models.BooleanField(default=False)
    neutral_id = models.BigIntegerField(null=True)
    neutral = models.CharField(max_length=200, blank=True)
    appealed_by = models.CharField(max_length=6, blank=True)
    paid_minor = models.BigIntegerField(default=0)
    """what went back to the buyer because of this case"""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=_values(Kind)), name="case_kind_known"),
            models.CheckConstraint(condition=Q(stage__in=_values(Stage)), name="case_stage_known"),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_at__isnull=False, due_at=None, outcome__in=_values(Outcome))
                | (~Q(stage=Stage.CLOSED) & Q(closed_at=None, due_at__isnull=False, outcome="")),
                name="case_runs_by_a_clock_or_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(paid_minor__gte=0), name="case_paid_not_negative"),
            models.UniqueConstraint(
                fields=["seller_id", "order_key"], condition=Q(closed_at=None), name="case_one_open_of_an_order"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="case_by_clock", condition=Q(due_at__isnull=False)),
            models.Index(fields=["seller_id", "-opened_at"], name="case_by_seller"),
            models.Index(fields=["order_key"], name="case_by_order"),
            models.Index(fields=["stage"], name="case_by_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.stage}"


class Return(models.Model):
    """The goods come back, and ``amount_minor`` goes back for them. So is an award against return carried out."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="goods_back")
    amount_minor = models.BigIntegerField()
    reason = models.TextField()
    refusal = models.TextField(blank=True)
    carrier = models.CharField(max_length=50, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="return_amount_positive")]

    def __str__(self) -> str:
        return f"return {self.case_id}"


class Exchange(models.Model):
    """Another variant, or the same thing again, is sent instead. ``back``: whether the first one comes back before."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="exchange")
    offer_id = models.BigIntegerField(null=True)
    """what is sent and leaves the stock; null when several things of the order are sent again"""
    title = models.CharField(max_length=300)
    quantity = models.IntegerField()
    reason = models.TextField()
    refusal = models.TextField(blank=True)
    back = models.BooleanField(default=True)
    amount_minor = models.BigIntegerField()
    """what goes back instead when the other thing cannot be sent"""
    carrier = models.CharField(max_length=50, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    new_carrier = models.CharField(max_length=50, blank=True)
    new_tracking_number = models.CharField(max_length=60, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="exchange_quantity_positive"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="exchange_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"exchange {self.case_id}"


class Claim(models.Model):
    """Something is wrong: what, and what the buyer would take for it. ``position``: the line, null is the order."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="claim")
    problem = models.CharField(max_length=20)
    wanted = models.CharField(max_length=15)
    amount_minor = models.BigIntegerField()
    position = models.SmallIntegerField(null=True)
    words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(problem__in=_values(Problem)), name="claim_problem_known"),
            models.CheckConstraint(condition=Q(wanted__in=_values(Wanted)), name="claim_wanted_known"),
            models.CheckConstraint(
                condition=Q(wanted=Wanted.REPLACEMENT, amount_minor=0)
                | (~Q(wanted=Wanted.REPLACEMENT) & Q(amount_minor__gt=0)),
                name="claim_amount_fits_what_is_wanted",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.case_id} {self.problem}"


class Offer(models.Model):
    """What one side, or the neutral, would settle for. Written once; the case says which one stands."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="offers")
    side = models.CharField(max_length=6)
    person_id = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    goods_back = models.BooleanField()
    replacement = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["buyer", "seller", "hub"]), name="offer_side_known"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="offer_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(replacement=False) | Q(amount_minor=0), name="offer_replacement_instead_of_money"
            ),
            models.CheckConstraint(
                condition=Q(goods_back=False) | Q(amount_minor__gt=0) | Q(replacement=True),
                name="offer_goods_back_for_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.amount_minor}"


class Decision(models.Model):
    """What a person of the hub decided, with reasons. Written once. ``number`` 1 is the first; an appeal adds one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    number = models.SmallIntegerField()
    on_appeal = models.BooleanField()
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()
    goods_back = models.BooleanField()
    reasons = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="award_not_negative"),
            models.CheckConstraint(condition=~Q(reasons=""), name="award_has_reasons"),
            models.CheckConstraint(
                condition=Q(goods_back=False) | Q(amount_minor__gt=0), name="award_goods_back_for_money"
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} {self.amount_minor}"


class CaseEvent(models.Model):
    """The log of a case: who did or said what, when. Append-only. ``facts``: amounts and names beside the words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    step = models.IntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=12)
    side = models.CharField(max_length=6)
    person_id = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], name="case_event_step_once"),
            models.CheckConstraint(condition=Q(action__in=[*NOTES, *_values(Action)]), name="case_event_action_known"),
            models.CheckConstraint(condition=Q(side__in=_values(Side)), name="case_event_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.action}"


class Evidence(models.Model):
    """A file that a party or the hub put into the case. The row is written once; the file lies in the data folder."""

    key = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    side = models.CharField(max_length=6)
    person_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    size_bytes = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["pdf", "picture"]), name="evidence_kind_known"),
            models.UniqueConstraint(fields=["case", "side", "sha256"], name="evidence_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ChargebackShare(models.Model):
    """What one order bears of a chargeback: money that the buyer's bank took back from the hub.

    ``chargeback``: the key of the row of payments. ``state`` follows it: open, won, lost.
    """

    chargeback = models.UUIDField()
    seller_id = models.BigIntegerField()
    order_key = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=5, default="open")
    rounds = models.SmallIntegerField(default=1)
    """how often it was taken: what was won can be lost in the card scheme's next round"""
    missing_minor = models.BigIntegerField(default=0)
    """of the amount: what the order had not left when it was taken; the hub bears it (HubLoss), if anybody"""
    reply_by = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chargeback", "seller_id", "order_key"], name="chargeback_share_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="chargeback_share_positive"),
            models.CheckConstraint(
                condition=Q(missing_minor__gte=0) & Q(missing_minor__lte=F("amount_minor")),
                name="chargeback_share_missing_within",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (Q(state__in=["won", "lost"]) & Q(closed_at__isnull=False)),
                name="chargeback_share_state",
            ),
        ]
        indexes = [models.Index(fields=["seller_id", "order_key"], name="chargeback_share_by_order")]

    def __str__(self) -> str:
        return f"{self.chargeback} {self.state}"


class HubLoss(models.Model):
    """What the hub bears itself of a lost chargeback: asked for with a reason, approved by another person above the
    limit, then booked LOSS -> CLEARING. ``ended_at``: it was not wanted any more, or the chargeback was won after all.
    """

    key = models.UUIDField(unique=True)
    chargeback = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=500)
    takes_two = models.BooleanField()
    asked_by_id = models.BigIntegerField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chargeback"], condition=Q(ended_at=None), name="hub_loss_one_of_a_chargeback"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="hub_loss_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="hub_loss_has_a_reason"),
            models.CheckConstraint(
                condition=Q(booked_at=None) | Q(takes_two=False) | Q(approved_by_id__isnull=False),
                name="hub_loss_approved_above_the_limit",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("asked_by_id")), name="hub_loss_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chargeback} {self.currency} {self.amount_minor}"
