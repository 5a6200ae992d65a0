"""Which duties changed, for those whose offers they touch."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from karum.tariffs.domain.codes import lines_above, stem
from karum.tariffs.models import RuleChange


class Change(NamedTuple):
    """A duty before and after a day. None: there was, or is, no such measure; "" a measure that is no duty."""

    id: int
    system: str
    code: str
    type: str
    area: str
    additional_code: str
    order_number: str
    before: str | None
    after: str | None
    valid_from: date
    known_at: datetime
    file: str
    file_id: int


def changes_since(
    moment: datetime,
    prefixes: Iterable[str] | None = None,
    systems: Iterable[str] | None = None,
    *,
    limit: int | None = None,
) -> list[Change]:
    """Return the changes that the hub came to know after ``moment``, the earliest first.

    prefixes: goods codes; a change on a line above or below one of them counts. None is every code, every system.
    """
    rows = RuleChange.objects.filter(known_at__gt=moment)
    if systems is not None:
        rows = rows.filter(system__in=list(systems))
    if prefixes is not None:
        rows = rows.filter(_touching(prefixes))
    return [_change(row) for row in rows.select_related("file").order_by("known_at", "id")[:limit]]


def changes_of(file_id: int) -> list[Change]:
    """Return the changes that one file brought."""
    rows = RuleChange.objects.filter(file_id=file_id).select_related("file").order_by("id")
    return [_change(row) for row in rows]


def _touching(prefixes: Iterable[str]) -> Q:
    wanted = sorted(set(prefixes))
    touching = Q(code__in=sorted({line for code in wanted for line in lines_above(code)}))
    for one in sorted({stem(code) for code in wanted}):
        touching |= Q(code__gte=one, code__lt=one + ":")
    return touching


def _change(row: RuleChange) -> Change:
    return Change(
        row.id,
        row.system,
        row.code,
        row.type,
        row.area,
        row.additional_code,
        row.order_number,
        row.before,
        row.after,
        row.valid_from,
        row.known_at,
        row.file.name,
        row.file_id,
    )
