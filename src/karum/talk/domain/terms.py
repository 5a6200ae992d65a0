"""The rules of talk, as data. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "terms.toml"


@dataclass(frozen=True, slots=True)
class Terms:
    """Each field as the file explains it."""

    answer_hours: int
    words_max: int
    pictures_max: int
    in_a_row_max: int
    unconfirmed_max: int
    confirm_hours: int
    speed_days: int
    speed_min: int
    replies_max: int

    @property
    def answer_time(self) -> timedelta:
        return timedelta(hours=self.answer_hours)

    @property
    def confirm_time(self) -> timedelta:
        return timedelta(hours=self.confirm_hours)


@cache
def terms() -> Terms:
    """The terms as they are now. Raises TypeError when the file lacks one."""
    return Terms(**tomllib.loads(_FILE.read_text(encoding="utf-8")))
