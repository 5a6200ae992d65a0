"""Rows of a file on their way into the database: checked, and copied into temporary tables a few thousand at a time."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from karum.official.records import Broken, Span, TariffRow
from karum.official.source import BadFile
from karum.runtime.sql import Row
from karum.tariffs.services.tables import TABLES, Entry, Sorter, Table

CHUNK_ROWS = 5_000
BROKEN_MAX = 10_000
_KEY_MAX = 500  # characters; what is longer is no key, and no index would hold it
_TEXT_MAX = 500
_CODE_MAX = 10
_SQL = Path(__file__).parent.parent / "sql" / "merge"
_DAY = timedelta(days=1)


def merge(name: str, table: Table, parameters: Mapping[str, Any] | None = None) -> tuple[int, list[Row]]:
    """Run ``sql/merge/<name>.sql`` for one table. Returns how many rows it touched, and those that it gave back."""
    columns = {
        row: ", ".join(f"{row}.{column}" for column in table.content) for row in ("fresh", "held", "again", "first")
    }
    text = (_SQL / f"{name}.sql").read_text()
    query = text.format(
        name=table.name,
        content=", ".join(table.content),
        scope=table.scope.format(row="held"),
        line="held.code" if "code" in table.content else "held.key",
        **columns,
    )
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, parameters)
        return cursor.rowcount, cursor.fetchall() if cursor.description else []


def analyze(prefix: str, table: Table) -> None:
    """Tell the planner how much a table holds: it would guess, and walk where it should join by sets."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {prefix}_{table.name}")


class Stage:
    """Takes the records of one file in their order.

    stops: for a part of a tariff ("measure/61") the first day of a later edition that is loaded already; an undated row
    of an older edition goes no further.
    """

    def __init__(self, valid_from: date, stops: Mapping[str, date]) -> None:
        self.rows = 0
        self.broken: list[Broken] = []
        self._valid_from = valid_from
        self._stops = stops
        self._sorter = Sorter()
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in TABLES}
        self.number = 0
        for table in TABLES:
            merge("drop", table)
            merge("stage", table)

    def take(self, row: TariffRow) -> None:
        """Stage one record. Raises BadFile when too many rows of the file are broken."""
        if isinstance(row, Broken):
            self.refuse(row)
            return
        self.rows += 1
        for entry in self._sorter.entries(row):
            self._put(entry)

    def end(self) -> None:
        """Stage what still waits, and tell the planner how much there is."""
        for entry in self._sorter.rest():
            self._put(entry)
        for table in TABLES:
            self._copy(table)
            analyze("staged", table)

    def refuse(self, row: Broken) -> None:
        self.broken.append(Broken(row.place, row.reason, row.text[:_TEXT_MAX].replace("\0", "")))
        if len(self.broken) > BROKEN_MAX:
            raise BadFile(
                f"More than {BROKEN_MAX:,} rows cannot be used, the first at {self.broken[0].place}: "
                f"{self.broken[0].reason}"
            )

    def _put(self, entry: Entry) -> None:
        problem = _problem(entry)
        if problem:
            self.rows -= 1
            self.refuse(Broken(_storable(entry.place), problem, _storable(f"{entry.key} {entry.values}")))
            return
        stop = self._stops.get(f"{entry.table.name}/{entry.scope}")
        if stop and entry.dated:
            raise BadFile(
                f"A later edition of this tariff, valid from {stop}, is loaded already. "
                "Editions whose rows have days of their own are loaded from the oldest to the newest."
            )
        valid, clipped = self._valid(entry, stop)
        self.number += 1
        waiting = self._waiting[entry.table.name]
        waiting.append(
            (self.number, entry.key, entry.step, entry.dated, valid, clipped, entry.scope, entry.place, *entry.values)
        )
        if len(waiting) >= CHUNK_ROWS:
            self._copy(entry.table)

    def _valid(self, entry: Entry, stop: date | None) -> tuple[str, bool]:
        """The days as PostgreSQL writes them, and whether a later edition cut them."""
        if entry.dated:
            return _range(entry.valid.start, _after(entry.valid)), False
        end = _after(entry.valid)
        clipped = stop is not None and (end is None or stop < end)
        return _range(self._valid_from, stop if clipped else end), clipped

    def _copy(self, table: Table) -> None:
        waiting = self._waiting[table.name]
        if not waiting:
            return
        names = ("n", "key", "step", "dated", "valid_during", "clipped", "scope", "place", *table.content)
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(f"staged_{table.name}"), sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with (
            connection.wrap_database_errors,
            psycopg.Cursor(connection.connection) as cursor,
            cursor.copy(query) as copy,
        ):
            for row in waiting:
                copy.write_row(row)
        waiting.clear()


def _problem(entry: Entry) -> str:
    """Why a row cannot be stored; "" when it can."""
    if not entry.key:
        return "It has no number of its own."
    if len(entry.key) > _KEY_MAX:
        return f"Its number has more than {_KEY_MAX} characters."
    if entry.valid.start and entry.valid.end and entry.valid.end < entry.valid.start:
        return f"It ends on {entry.valid.end}, before it begins on {entry.valid.start}."
    if entry.table.name in ("measure", "nomenclature"):
        code = entry.values[entry.table.content.index("code")]
        if code and not (code.isascii() and code.isdigit() and len(code) <= _CODE_MAX):
            return f"{code[:40]!r} is no goods code of up to {_CODE_MAX} digits."
    if not all(map(_is_text, (entry.key, entry.place, *entry.values))):
        return "It holds a sign that is no text."
    return ""


def _is_text(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_text, value))
    if not isinstance(value, str):
        return True
    return "\0" not in value and (value.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in value))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _after(valid: Span) -> date | None:
    """The first day on which it no longer applies. The last day of the calendar is no end."""
    return None if valid.end is None or valid.end == date.max else valid.end + _DAY


def _range(start: date | None, stop: date | None) -> str:
    return f"[{start or ''},{stop or ''})"
