"""Tables of the loaded tariffs: what applied on a day, and what was known on a day.

Every row has two periods: ``valid_during``, the days on which it applies, and ``recorded_during``, the time in which
the hub held it for true. Nothing is edited: a row that a later file changes is closed, the new one stands beside it.
The database holds that (sql/guards.sql). docs/adr/0008 says why.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

_C = "C"  # bytes in their order: "begins with 6109" is a walk along the index


class SourceFile(models.Model):
    """One official file that was loaded, or some of it: ``broken`` rows of it were not."""

    kind = models.CharField(max_length=32)
    system = models.CharField(max_length=8)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()  # bytes, as published
    valid_from = models.DateField()  # first day of what it says, where its rows have no dates of their own
    loaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)
    # "measure/61": parts of the tariff that the file states whole, so that what it does not say has ended.
    scopes = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sha256", "valid_from"], name="source_file_loaded_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_file_sha256_form"),
        ]
        indexes: ClassVar = [models.Index(fields=["system", "valid_from"], name="source_file_by_system")]

    def __str__(self) -> str:
        return self.name


class BrokenRow(models.Model):
    """A row of a loaded file that could not be used."""

    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="broken_rows")
    place = models.TextField()
    reason = models.TextField()
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Recorded(models.Model):
    """What every row of a tariff has. ``key`` is the authority's own, or what makes the row one of its kind."""

    system = models.CharField(max_length=8)
    key = models.TextField(db_collation=_C)
    dated = models.BooleanField()  # the file gives its days; else it applies from the file's first day on
    valid_during = DateRangeField()
    recorded_during = DateTimeRangeField()
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+", db_index=False)
    place = models.TextField()
    closed_by = models.ForeignKey(SourceFile, models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.system} {self.key}"


class Nomenclature(Recorded):
    """A line of the list of goods. ``sort``: its code, or that of the next line below for a line that only groups."""

    sort = models.TextField(db_collation=_C)
    code = models.TextField(db_collation=_C)
    suffix = models.TextField()
    indent = models.SmallIntegerField()
    text = models.TextField()
    units = ArrayField(models.TextField())
    language = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["system", "sort"], name="nomenclature_by_sort"),
            GinIndex(SearchVector("text", config="english"), name="nomenclature_words"),
        ]


class AreaMember(Recorded):
    """A country that belongs to a group of the tariff, such as 1011 (all) or 2005 (GSP)."""

    area = models.TextField()
    member = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["system", "area"], name="area_member_by_area"),
            models.Index(fields=["system", "member"], name="area_member_by_member"),
        ]


class Measure(Recorded):
    """One thing that the law does to goods. ``duty`` is always the whole expression; null where it is no duty."""

    code = models.TextField(db_collation=_C)
    type = models.TextField()
    area = models.TextField()
    excluded = ArrayField(models.TextField())
    duty = models.TextField(null=True)
    additional_code = models.TextField()
    order_number = models.TextField()
    regulation = models.TextField()
    conditions = ArrayField(models.TextField())
    footnotes = ArrayField(models.TextField())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "code"], name="measure_by_code")]


class Component(Recorded):
    """A part of a measure's duty that came as a row of its own, because later files change it alone."""

    measure = models.TextField(db_collation=_C)  # key of the Measure
    expression = models.TextField()
    amount = models.TextField()
    currency = models.TextField()
    unit = models.TextField()
    qualifier = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "measure"], name="component_by_measure")]


class OriginScheme(Recorded):
    """An agreement or unilateral scheme under which a proof of origin lowers the duty."""

    code = models.TextField(db_collation=_C)
    title = models.TextField()
    countries = ArrayField(models.TextField())
    proofs = ArrayField(models.TextField())
    links = ArrayField(models.TextField())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "code"], name="origin_scheme_by_code")]


class OriginRule(Recorded):
    """What must be done to goods of ``low`` to ``high`` (ten digits, included) for them to originate."""

    scheme = models.TextField(db_collation=_C)
    low = models.TextField(db_collation=_C)
    high = models.TextField(db_collation=_C)
    heading = models.TextField()
    text = models.TextField()
    classes = ArrayField(models.TextField())
    operator = models.TextField()
    quota = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["system", "scheme", "low"], name="origin_rule_by_low")]


class RuleChange(models.Model):
    """A duty that was known and is now another, or none; or that was none before. Texts are whole expressions."""

    system = models.CharField(max_length=8)
    code = models.TextField(db_collation=_C)
    type = models.TextField()
    area = models.TextField()
    additional_code = models.TextField()
    order_number = models.TextField()
    before = models.TextField(null=True)  # null: there was none
    after = models.TextField(null=True)
    valid_from = models.DateField()
    known_at = models.DateTimeField()
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="changes")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["known_at", "system"], name="rule_change_by_time")]

    def __str__(self) -> str:
        return f"{self.system} {self.code} {self.type} {self.area}: {self.before} -> {self.after}"
