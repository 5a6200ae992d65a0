"""Tables of screening: lists and what stands on them, how names are found, who was screened, what people decided."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

STATES = ("open", "cleared", "blocked", "lapsed")
SUBJECTS = ("business", "buyer")
VERDICTS = ("same", "different")


class ListFile(models.Model):
    """An authority's list as it was loaded. The newest of a kind is the one in force."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    rows = models.IntegerField()
    added = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    broken = models.JSONField(default=list)
    """place, reason and text of each row that could not be used"""

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="list_file_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:8]}"


class ListedParty(models.Model):
    """What a list says of one person, firm or ship, from ``recorded_at`` until ``closed_at``. Never edited: an entry
    that changes gets a new row, so a decision says for ever what it was about."""

    list_kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    names = models.JSONField()
    """[text, strong] of each name, the main one first"""
    countries = ArrayField(models.CharField(max_length=2), default=list)
    births = models.JSONField(default=list)
    """[first day, last day] of each, null is open"""
    programmes = ArrayField(models.TextField(), default=list)
    remarks = models.TextField(blank=True)
    digest = models.BinaryField(max_length=32)
    file = models.ForeignKey(ListFile, models.PROTECT, related_name="+")
    place = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(ListFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list_kind", "key"], condition=Q(closed_at=None), name="listed_party_current"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "entity", "vessel", "aircraft"]), name="listed_party_kind"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("recorded_at")), name="listed_party_closed_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_kind} {self.key}"


class ListedName(models.Model):
    """A name of an entry that stands on a list now, and the words under which it is found."""

    party = models.ForeignKey(ListedParty, models.CASCADE, related_name="listed_names")
    text = models.TextField()
    strong = models.BooleanField()
    words = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["words"], name="listed_name_words")]

    def __str__(self) -> str:
        return self.text


class IndexWord(models.Model):
    """A word of listed names, the keys by which similar words find it, and how many names have it.

    The empty word counts all names.
    """

    word = models.TextField(primary_key=True)
    keys = ArrayField(models.TextField())
    on_names = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="index_word_keys")]

    def __str__(self) -> str:
        return self.word


class Screening(models.Model):
    """That somebody was compared with the lists, and what came of it. No name: ``digest`` stands for the facts."""

    subject = models.CharField(max_length=10)
    subject_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    band = models.CharField(max_length=8)
    files = ArrayField(models.BigIntegerField())
    rules_version = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(subject__in=SUBJECTS), name="screening_subject")]
        indexes = [
            models.Index(fields=["at"], name="screening_by_age"),
            models.Index(fields=["subject", "subject_id", "-id"], name="screening_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.band} {self.at}"


class Case(models.Model):
    """Somebody whose name is close to listed ones, for a person to decide. ``names``: as she was screened."""

    subject = models.CharField(max_length=10)
    subject_id = models.BigIntegerField(null=True)
    """the business; the signed-in buyer; null for a guest"""
    digest = models.CharField(max_length=64)
    names = models.JSONField()
    countries = ArrayField(models.CharField(max_length=2), default=list)
    email = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10, default="en")
    band = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="open")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="case_state"),
            models.CheckConstraint(condition=Q(subject__in=SUBJECTS), name="case_subject"),
            models.CheckConstraint(condition=Q(band__in=["review", "strong"]), name="case_band"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="case_closed_has_a_moment",
            ),
            models.UniqueConstraint(
                fields=["subject", "digest"], condition=Q(state="open"), name="case_open_once_for_the_same_facts"
            ),
        ]
        indexes = [
            models.Index(fields=["digest"], name="case_by_digest"),
            models.Index(
                fields=["subject_id"],
                condition=Q(subject="business", state__in=["open", "blocked"]),
                name="case_that_holds_a_business",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.band} {self.state}"


class Hit(models.Model):
    """One entry that a case's subject may be, with what matched and what contradicts (domain/scoring.Match)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="hits")
    party = models.ForeignKey(ListedParty, models.PROTECT, related_name="+")
    score = models.SmallIntegerField()
    band = models.CharField(max_length=8)
    why = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="hit_once"),
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="hit_score"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.score}"


class Decision(models.Model):
    """What a person decided about a case, why, and on which lists. Written once."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10)
    party = models.ForeignKey(ListedParty, models.PROTECT, null=True, related_name="+")
    """the entry that she is; null when she is none of them"""
    reason = models.TextField()
    person_id = models.BigIntegerField()
    person = models.CharField(max_length=200)
    files = models.JSONField()
    """kind, name, sha256 and moment of each list in force"""
    closes = models.BooleanField()
    """whether this decision closed the case, or waits for a second one"""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="decision_verdict"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(verdict="different") | Q(party__isnull=False), name="decision_same_names_an_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.at}"
