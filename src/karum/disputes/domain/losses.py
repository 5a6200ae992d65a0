"""Losses that the hub bears itself: how much one person may decide alone. Pure."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from karum.money import Money, parse

_FILE = Path(__file__).parent.parent / "data" / "losses.toml"


class NotBorne(StrEnum):
    """Why no loss was booked. The value is stable."""

    NOT_FOUND = "not_found"
    NOT_LOST = "not_lost"  # the bank has not decided yet, or the hub won
    NO_GAP = "no_gap"  # orders and sellers bear all of it, or the loss is written down already
    NO_REASON = "no_reason"
    SAME_PERSON = "same_person"
    CHANGED = "changed"  # the amount is another since it was asked for


@cache
def alone() -> Money:
    """Up to so much one operator may decide."""
    said = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return parse(str(said["alone"]), said["currency"])


def takes_two(worth: Money | None) -> bool:
    """Whether a loss takes two people. ``worth``: in the limit's currency, None when that has no rate."""
    return worth is None or alone() < worth
