"""What is loaded of each official tariff: from which files, how old, how much of it can be computed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Min, Sum

from karum.rules.domain.expressions import parse_duty
from karum.tariffs.models import (
    AreaMember,
    BrokenRow,
    Measure,
    Nomenclature,
    OriginRule,
    OriginScheme,
    Recorded,
    SourceFile,
)
from karum.tariffs.queries.current import standing


@dataclass(frozen=True, slots=True)
class TariffStatus:
    """One tariff. Rows: as they stand today.

    duties: measures that state a duty; duties_known: those that can be computed, the rest is shown with its words.
    age_days: since the newest file's first day; None when nothing is loaded.
    """

    system: str
    files: int
    newest_file: str
    newest_from: date | None
    loaded_at: datetime | None
    age_days: int | None
    lines: int
    measures: int
    duties: int
    duties_known: int
    schemes: int
    origin_rules: int
    area_members: int
    broken: int

    @property
    def share_known(self) -> float | None:
        """The share of duties that can be computed, 0 to 1; None when there are none."""
        return self.duties_known / self.duties if self.duties else None

    def to_json(self) -> dict[str, Any]:
        """Return JSON values."""
        found = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}
        share = self.share_known
        return {**found, "share_known": None if share is None else round(share, 4)}


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file as it was loaded."""

    id: int
    kind: str
    system: str
    name: str
    sha256: str
    valid_from: date
    loaded_at: datetime
    rows: int
    added: int
    closed: int
    unchanged: int
    broken: int


def systems() -> list[str]:
    """Tariffs of which something is loaded."""
    return list(SourceFile.objects.order_by("system").values_list("system", flat=True).distinct())


def tariff_status(system: str, day: date) -> TariffStatus:
    """Return what is loaded of one tariff; zeros when nothing is."""
    files = SourceFile.objects.filter(system=system)
    sums = files.aggregate(count=Count("id"), last=Max("id"), at=Max("loaded_at"), broken=Sum("broken"))
    newest = files.order_by("-valid_from", "-id").first()
    duties, known = _duties(system, day, sums["last"] or 0)
    return TariffStatus(
        system=system,
        files=sums["count"],
        newest_file=newest.name if newest else "",
        newest_from=newest.valid_from if newest else None,
        loaded_at=sums["at"],
        age_days=(day - newest.valid_from).days if newest else None,
        lines=_count(Nomenclature, system, day),
        measures=_count(Measure, system, day),
        duties=duties,
        duties_known=known,
        schemes=_count(OriginScheme, system, day),
        origin_rules=_count(OriginRule, system, day),
        area_members=_count(AreaMember, system, day),
        broken=sums["broken"] or 0,
    )


def loaded_files(system: str | None = None) -> list[LoadedFile]:
    """Return the files of one tariff, or of all, the newest first."""
    rows = SourceFile.objects.all() if system is None else SourceFile.objects.filter(system=system)
    names = LoadedFile.__dataclass_fields__
    return [LoadedFile(*values) for values in rows.order_by("-loaded_at", "-id").values_list(*names)]


def broken_rows(file_id: int, *, limit: int | None = None) -> list[tuple[str, str, str]]:
    """Return place, reason and text of rows of a file that could not be used."""
    rows = BrokenRow.objects.filter(file_id=file_id).order_by("id")
    return [(row.place, row.reason, row.text) for row in rows[:limit]]


def oldest_edition() -> tuple[str, date] | None:
    """Return the tariff that was not brought up to date for longest, and the first day of its newest file."""
    newest = SourceFile.objects.values("system").annotate(day=Max("valid_from")).order_by("day").first()
    return None if newest is None else (newest["system"], newest["day"])


def first_known(system: str) -> datetime | None:
    """Return the moment since which anything of a tariff is known; before it ``known`` finds nothing."""
    at: datetime | None = SourceFile.objects.filter(system=system).aggregate(at=Min("loaded_at"))["at"]
    return at


@lru_cache(maxsize=64)
def _duties(system: str, day: date, last_file: int) -> tuple[int, int]:
    """How many measures state a duty, and how many of these can be computed. Kept until another file is loaded."""
    if not last_file:
        return 0, 0
    rows = Measure.objects.filter(standing(day), system=system, duty__isnull=False)
    texts = rows.order_by().values_list("duty").annotate(count=Count("id"))
    counts = [(count, parse_duty(text).known) for text, count in texts]
    return sum(count for count, _ in counts), sum(count for count, known in counts if known)


def _count(table: type[Recorded], system: str, day: date) -> int:
    return int(table._default_manager.filter(standing(day), system=system).count())
