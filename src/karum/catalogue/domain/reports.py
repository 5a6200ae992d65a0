"""What an import did, row by row. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """``row`` counts from 1, the header; 0 is the file. ``message`` is in the reader's language, or empty."""

    row: int
    handle: str
    outcome: Outcome
    message: str = ""

    @property
    def ok(self) -> bool:
        return self.outcome is not Outcome.SKIPPED


@dataclass(frozen=True, slots=True)
class Report:
    """An import's result. ``refused`` says why the whole file was refused; then nothing was changed.

    ``dry_run``: this is what would happen.
    """

    rows: tuple[ReportRow, ...]
    refused: str = ""
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        return not self.refused and all(row.ok for row in self.rows)

    def count(self, outcome: Outcome) -> int:
        """How many rows had this outcome."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def created(self) -> int:
        return self.count(Outcome.CREATED)

    @property
    def updated(self) -> int:
        return self.count(Outcome.UPDATED)

    @property
    def skipped(self) -> int:
        return self.count(Outcome.SKIPPED)

    @classmethod
    def of(cls, rows: Iterable[ReportRow], *, dry_run: bool) -> "Report":
        return cls(tuple(sorted(rows, key=lambda row: (row.row, row.outcome))), dry_run=dry_run)
