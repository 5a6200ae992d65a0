"""The rules of reviews, as data. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "terms.toml"


@dataclass(frozen=True, slots=True)
class Terms:
    """Each field as the file explains it."""

    version: str
    write_days: int
    edit_days: int
    average_min: int
    photos_max: int
    words_max: int

    @property
    def write_time(self) -> timedelta:
        return timedelta(days=self.write_days)

    @property
    def edit_time(self) -> timedelta:
        return timedelta(days=self.edit_days)


@cache
def terms() -> Terms:
    """The terms as they are now. Raises TypeError when the file lacks one."""
    return Terms(**tomllib.loads(_FILE.read_text(encoding="utf-8")))
