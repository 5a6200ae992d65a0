"""The clocks of cases. Data with a version; pure arithmetic."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "terms.toml"


@dataclass(frozen=True, slots=True)
class Terms:
    """Each field as the file explains it; all but ``version`` in days."""

    version: str
    claim_days: int
    answer_days: int
    reply_days: int
    mediation_days: int
    decision_days: int
    appeal_days: int
    send_back_days: int
    arrive_days: int
    inspect_days: int
    replace_days: int


@cache
def terms() -> Terms:
    """The terms for cases opened now. Raises TypeError when the file lacks one."""
    return Terms(**tomllib.loads(_FILE.read_text(encoding="utf-8")))
