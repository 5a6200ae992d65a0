"""Load an official tariff file in one transaction: a file that breaks, or a loader that is killed, changes nothing.

The rows stream into temporary tables and are compared there, by sets, with what is held for true: what is the same
stays, what differs is closed and stated anew, and a whole tariff ends what it no longer says. Figures: docs/adr/0008.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from karum.official.duty_parts import Part, compose
from karum.official.loaded import Loaded
from karum.official.records import Broken, TariffReader
from karum.official.source import BadFile, Source
from karum.runtime.events import publish
from karum.runtime.sql import statement
from karum.tariffs.events import RulesChanged
from karum.tariffs.models import BrokenRow, SourceFile
from karum.tariffs.services.staging import Stage, analyze, merge
from karum.tariffs.services.tables import COMPONENT, MEASURE, NOMENCLATURE, TABLES, Table

Say = Callable[[str], None]
SAY_EVERY_S = 1.0
MANY_ROWS = 1_000  # after so many new ones the planner is told at once, not when PostgreSQL comes round to it
ENDED_MIN = 100  # a file that ends fewer rows of a chapter is never suspected to be a piece of it
_LOCK = 7_202_602  # an advisory lock: two loads take turns
_SQL = Path(__file__).parent.parent / "sql"
_orphans = statement(_SQL, "orphans")
_parts = statement(_SQL, "parts")
_put_duties = statement(_SQL, "put_duties")
_rule_changes = statement(_SQL, "rule_changes")
_CODE = re.compile(r"\d[\d.]{3,}\d")


def load(
    source: Source,
    reader: TariffReader,
    *,
    valid_from: date | None,
    now: datetime,
    say: Say,
    piece: bool | None = None,
) -> Loaded:
    """Load ``source`` with the reader that knows it, and return what came of it.

    valid_from: first day of rows that have no days of their own (the US tariff); None is the day of ``now``. The very
    same file is loaded once, unless it is said to hold from another day on. say hears every second how far it is.
    piece: True when the file is a piece of a tariff, so that nothing ends; None refuses a file that looks like one.
    Raises BadFile, and nothing is changed, when the file as a whole cannot be used.
    """
    begun = time.monotonic()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")  # a reader may think for a minute
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        same = SourceFile.objects.filter(sha256=source.sha256)
        if valid_from is not None and reader.WHOLE:
            same = same.filter(valid_from=valid_from)
        if same.exists():
            return Loaded(reader.KIND, 0, 0, 0, 0, (), time.monotonic() - begun, already=True)
        loading = _Loading(source, reader, valid_from or now.date(), now, say, piece)
        loaded = loading.run()
    return Loaded(*loaded, seconds=time.monotonic() - begun)


class _Loading:
    """One file on its way through."""

    def __init__(
        self, source: Source, reader: TariffReader, valid_from: date, now: datetime, say: Say, piece: bool | None
    ) -> None:
        self._source, self._reader, self._valid_from, self._now, self._say = source, reader, valid_from, now, say
        self._ends = reader.WHOLE and not piece
        self._suspects = piece is None
        self._stops = self._later_editions() if reader.WHOLE else {}
        self._stage = Stage(valid_from, self._stops)
        self._added = self._closed = self._unchanged = 0

    def run(self) -> tuple[str, int, int, int, int, tuple[Broken, ...]]:
        self._read()
        file = self._file()
        last_id = _last_id()
        scopes: list[str] = []
        for table in TABLES:
            if table is COMPONENT:
                self._refuse_orphans()
            if table is MEASURE:
                self._compose()
            scopes += self._merge(table, file)
        changed = _rule_changes(
            {
                "system": self._reader.SYSTEM,
                "last_id": last_id,
                "file": file.id,
                "valid_from": self._valid_from,
                "now": self._now,
            }
        )
        self._finish(file, scopes)
        if changed:
            publish(RulesChanged(self._reader.SYSTEM, file.id, len({row[0] for row in changed})))
        counts = (self._stage.rows, self._added, self._closed, self._unchanged)
        return (self._reader.KIND, *counts, tuple(self._stage.broken))

    def _later_editions(self) -> dict[str, date]:
        stops: dict[str, date] = {}
        later = SourceFile.objects.filter(system=self._reader.SYSTEM, valid_from__gt=self._valid_from)
        for day, scopes in later.order_by("-valid_from").values_list("valid_from", "scopes"):
            stops |= dict.fromkeys(scopes, day)
        return stops

    def _read(self) -> None:
        told = time.monotonic()
        for row in self._reader.read(self._source):
            self._stage.take(row)
            if time.monotonic() - told >= SAY_EVERY_S:
                told = time.monotonic()
                self._say(f"{self._source.name}: {self._stage.rows:,} rows read.")
        self._stage.end()
        broken = self._stage.broken
        if broken and not self._stage.rows:
            first = f"The first of {len(broken):,} broken ones: {broken[0].place}: {broken[0].reason}"
            raise BadFile(f"{self._source.name} has no row that can be used. {first}")
        if self._reader.WHOLE and not self._stage.rows:
            raise BadFile(f"{self._source.name} has no row.")

    def _file(self) -> SourceFile:
        return SourceFile.objects.create(
            kind=self._reader.KIND,
            system=self._reader.SYSTEM,
            name=self._source.name[:255],
            sha256=self._source.sha256,
            size=self._source.size,
            valid_from=self._valid_from,
            loaded_at=self._now,
        )

    def _finish(self, file: SourceFile, scopes: list[str]) -> None:
        file.rows, file.broken = self._stage.rows, len(self._stage.broken)
        file.added, file.closed, file.unchanged = self._added, self._closed, self._unchanged
        file.scopes = scopes
        file.save()
        BrokenRow.objects.bulk_create(
            (BrokenRow(file=file, place=row.place, reason=row.reason, text=row.text) for row in self._stage.broken),
            batch_size=1000,
        )

    def _merge(self, table: Table, file: SourceFile) -> list[str]:
        """Bring one table up to date; return the parts of it that the file states whole."""
        values = {"system": self._reader.SYSTEM, "now": self._now, "file": file.id, "valid_from": self._valid_from}
        if self._reader.WHOLE:
            _, repeats = merge("repeats", table)
            self._refuse_repeats(repeats)
        else:
            merge("last_words", table)
            if table is NOMENCLATURE:
                merge("keep_words", table, values)
        merge("same", table, values)
        analyze("same", table)
        merge("changed", table, values)
        scopes = [row[0] for row in merge("scopes", table)[1]] if self._ends else []
        if scopes:
            self._end(table, scopes, values)
        analyze("closing", table)
        closed, _ = merge("close", table, values)
        merge("go_on", table, values)
        added, _ = merge("add", table, values)
        if added > MANY_ROWS:
            analyze("tariffs", table)
        self._closed += closed
        self._added += added
        self._unchanged += merge("count_same", table)[1][0][0]
        return [f"{table.name}/{scope}" for scope in scopes]

    def _end(self, table: Table, scopes: list[str], values: Mapping[str, Any]) -> None:
        """End what the file no longer says, unless a row of it that is broken may have said it."""
        spared = _codes(self._stage.broken)
        if self._stage.broken and "code" not in table.content:
            return
        stops = [self._stops.get(f"{table.name}/{scope}") for scope in scopes]
        merge("gone", table, {**values, "scopes": scopes, "stops": stops, "spared": spared})
        if self._suspects:
            _, much = merge("too_much", table, {**values, "scopes": scopes, "rows_min": ENDED_MIN})
            if much:
                scope, gone, held = much[0]
                raise BadFile(
                    f"{self._source.name} would end {gone:,} of the {held:,} rows of {table.name} {scope}: it looks "
                    "like a piece of the tariff. Say --piece when it is one, --whole when they have really ended."
                )

    def _refuse_repeats(self, repeats: Sequence[tuple[Any, ...]]) -> None:
        for place, first, same, key in sorted(repeats):
            what = "the same as" if same else "otherwise than"
            self._stage.rows -= 1
            self._stage.refuse(Broken(place, f"It says {what} {first} of the same thing; that one counts.", key))

    def _refuse_orphans(self) -> None:
        for place, measure, expression in sorted(_orphans({"system": self._reader.SYSTEM})):
            self._stage.rows -= 1
            reason = f"It is part of the duty of measure {measure}, which is not known. Load earlier files first."
            self._stage.refuse(Broken(place, reason, f"duty expression {expression}"))

    def _compose(self) -> None:
        """Put the duties of measures together whose components the file brings."""
        rows = _parts({"system": self._reader.SYSTEM})
        duties: dict[str, str | None] = {}
        for key, parts in groupby(rows, key=lambda row: row[0]):
            duties[key] = compose(Part(*part[1:]) for part in parts if part[1] is not None)
        if duties:
            values = {"keys": list(duties), "duties": list(duties.values()), "first": self._stage.number}
            _put_duties({"system": self._reader.SYSTEM, **values})


def _codes(broken: Sequence[Broken]) -> list[str]:
    """Goods codes that broken rows name."""
    found = (match.replace(".", "") for row in broken for match in _CODE.findall(f"{row.place} {row.text}"))
    return sorted({code for code in found if 4 <= len(code) <= 10})


def _last_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM tariffs_measure")
        return int(cursor.fetchone()[0])
