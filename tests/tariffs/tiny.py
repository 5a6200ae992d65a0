"""Tiny official files, and the rows in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from karum.official.loaded import Loaded
from karum.official.records import ALWAYS, Measure, Span, TariffRow
from karum.official.source import Source
from karum.tariffs.queries.measures import measures_on
from karum.tariffs.services.load import load

JANUARY, APRIL, JULY = date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DATA = Path(__file__).parents[3] / "shared" / "data"


@dataclass
class TinyReader:
    """Reads no file: it gives ``rows``. ``SYSTEM`` and ``WHOLE`` as every reader has them."""

    rows: Iterable[TariffRow]
    SYSTEM: str = "US"
    WHOLE: bool = True
    KIND: str = "tiny"

    def recognise(self, source: Source) -> bool:
        return True

    def read(self, source: Source) -> Iterator[TariffRow]:
        yield from self.rows


@dataclass
class LoadRows:
    """Loads rows as if they stood in a file called ``name``; files of one name have the same bytes."""

    folder: Path
    heard: list[str] = field(default_factory=list)
    _count: int = 0

    def __call__(
        self,
        rows: Iterable[TariffRow],
        *,
        name: str = "",
        at: datetime = NOON,
        day: date | None = JANUARY,
        piece: bool | None = None,
        **reader: Any,
    ) -> Loaded:
        self._count += 1
        path = self.folder / (name or f"file-{self._count}")
        path.write_text(path.name)
        tiny = TinyReader(rows, **reader)
        return load(Source(path), tiny, valid_from=day, now=at, say=self.heard.append, piece=piece)

    def changes(self, rows: Iterable[TariffRow], **how: Any) -> Loaded:
        """Load a file that brings changes to the tariff of GB."""
        return self(rows, SYSTEM="GB", WHOLE=False, **how)


def general(code: str, duty: str | None, place: str = "line 1") -> Measure:
    """A US line's general duty, which has no days of its own."""
    return Measure(f"{code}/general", "general", code, place, duty=duty)


def measure(sid: str, code: str, duty: str | None = None, valid: Span = ALWAYS, **more: Any) -> Measure:
    """A measure of a TARIC tariff, under its own number."""
    return Measure(sid, "103", code, f"record {sid}", duty=duty, valid=valid, **more)


def duties(code: str, day: date, system: str = "US", known: datetime | None = None) -> list[str | None]:
    """The duties that stand on a code on a day."""
    return [row.duty for row in measures_on(system, [code], day, known=known)]
