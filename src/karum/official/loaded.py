"""What came of loading one official file: the answer of every loader, whatever the file holds."""

from dataclasses import dataclass

from karum.official.records import Broken


@dataclass(frozen=True, slots=True)
class Loaded:
    """Counts of rows. ``closed``: no longer what is known, because the file changed or no longer states them.

    kind: of the file, "us-hts-json". rows: that the file gave, the broken ones left out. already: the very same file
    was loaded before, and nothing was written. seconds: from opening the file to the commit.
    """

    kind: str
    rows: int
    added: int
    closed: int
    unchanged: int
    broken: tuple[Broken, ...]
    seconds: float
    already: bool = False

    @property
    def sentence(self) -> str:
        """The summary that a command prints."""
        if self.already:
            return f"{self.kind}: this very file was loaded before; nothing changed."
        counts = f"{self.added:,} added, {self.closed:,} closed, {self.unchanged:,} unchanged"
        broken = f", {len(self.broken):,} broken" if self.broken else ""
        return f"{self.kind}: {self.rows:,} rows in {self.seconds:.1f} s: {counts}{broken}."
