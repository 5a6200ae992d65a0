"""What the loaded tariffs say, row by row, each with the place in the official file where it stands."""

from datetime import datetime
from typing import NamedTuple

from karum.official.records import Span


class MeasureRow(NamedTuple):
    """One measure as it stands on a day. The words are of ``karum.official.records.Measure``.

    duty: the whole expression in the tariff's own words; None where the measure is no duty.
    file, place, sha256, loaded_at: where it was read, and when the hub came to know it. kind: of the file.
    """

    code: str
    type: str
    area: str
    excluded: tuple[str, ...]
    duty: str | None
    additional_code: str
    order_number: str
    regulation: str
    conditions: tuple[str, ...]
    footnotes: tuple[str, ...]
    valid: Span
    file: str
    place: str
    sha256: str
    loaded_at: datetime
    kind: str = ""
