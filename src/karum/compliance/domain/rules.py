"""The thresholds and points of ``data/screening.toml``: read once."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "screening.toml"


class Band(StrEnum):
    """What follows from the points."""

    CLEAR = "clear"
    REVIEW = "review"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Rules:
    """Each field as the file explains it."""

    version: str
    review: int
    strong: int
    same_country: float
    other_country: float
    birth_fits: float
    birth_contradicts: float
    weak_alias: float
    other_kind: float
    not_a_party: float
    little_said: float
    people_needed: int
    hits_kept_max: int
    list_days_max: int
    clear_days_kept: int
    case_years_kept: int

    def band(self, score: int) -> Band:
        """The band of so many points."""
        if score >= self.strong:
            return Band.STRONG
        return Band.REVIEW if score >= self.review else Band.CLEAR


@cache
def rules() -> Rules:
    """The rules in force. Raises TypeError when the file lacks one."""
    return Rules(**tomllib.loads(_FILE.read_text(encoding="utf-8")))
