"""Which lists are in force, and how old they are."""

from dataclasses import dataclass
from datetime import datetime

from karum.compliance.models import ListFile


@dataclass(frozen=True, slots=True)
class ListCard:
    """The newest file of one authority's list. ``broken``: how many rows could not be used."""

    id: int
    kind: str
    name: str
    sha256: str
    loaded_at: datetime
    rows: int
    broken_rows: tuple[tuple[str, str, str], ...]
    """place, reason and text"""

    @property
    def broken(self) -> int:
        return len(self.broken_rows)


def lists_in_force() -> list[ListCard]:
    """The newest file of each list, by kind; empty when none was loaded."""
    newest = ListFile.objects.order_by("kind", "-id").distinct("kind")
    return [
        ListCard(
            row.id,
            row.kind,
            row.name,
            row.sha256,
            row.loaded_at,
            row.rows,
            tuple((place, reason, text) for place, reason, text in row.broken),
        )
        for row in newest
    ]
