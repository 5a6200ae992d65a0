"""Records that wait for others, in a file on disk: a message says of one thing in many records, far apart."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Self, cast

from karum.official.records import Step


class Kept(NamedTuple):
    """One record. ``said``: its fields by name."""

    kind: str
    step: Step
    place: str
    said: dict[str, str]


class Shelf:
    """A place for records by the thing that they are about. The last word of a message on one record counts."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="karum-shelf-")
        self._base = sqlite3.connect(Path(self._folder.name) / "shelf", isolation_level=None)
        self._base.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -20000;
            CREATE TABLE record (owner, number, kind, key, step, place, said, PRIMARY KEY (owner, number, kind, key))
              WITHOUT ROWID;
            CREATE INDEX by_key ON record (kind, key);
            BEGIN;
            """
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._base.close()
        self._folder.cleanup()

    def put(self, owner: str, number: str, kind: str, key: str, record: Kept) -> None:
        """Keep a record about thing ``number`` of the kind ``owner``, instead of an earlier one with the same key."""
        said = json.dumps(record.said, ensure_ascii=False)
        self._base.execute(
            "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?)",
            (owner, number, kind, key, record.step, record.place, said),
        )

    def things(self, owner: str) -> Iterator[tuple[str, list[Kept]]]:
        """Each thing of this kind, by its number, with all records about it."""
        rows = self._base.execute(
            "SELECT number, kind, step, place, said FROM record WHERE owner = ? ORDER BY number, kind, key", (owner,)
        )
        for number, group in groupby(rows, key=lambda row: cast("str", row[0])):
            yield number, [_kept(row[1:]) for row in group]

    def unclaimed(self, owner: str) -> Iterator[tuple[str, list[Kept]]]:
        """Each thing of this kind that is itself no record of another thing."""
        for number, kept in self.things(owner):
            if not self._base.execute("SELECT 1 FROM record WHERE kind = ? AND key = ?", (owner, number)).fetchone():
                yield number, kept

    def of(self, owner: str, number: str) -> list[Kept]:
        """All records about one thing."""
        rows = self._base.execute(
            "SELECT kind, step, place, said FROM record WHERE owner = ? AND number = ? ORDER BY kind, key",
            (owner, number),
        )
        return [_kept(row) for row in rows]


def _kept(row: tuple[str, Step, str, str]) -> Kept:
    kind, step, place, said = row
    return Kept(kind, step, place, json.loads(said))
