"""How a buyer signs her review. Pure."""

import re
from enum import StrEnum


class Sign(StrEnum):
    """What stands under a review."""

    FIRST = "first"  # the first word of her name
    INITIALS = "initials"
    NOBODY = "nobody"  # "a buyer"


def first_word(name: str) -> str:
    """The first word of a full name as it was written, without what stands in brackets."""
    return next(iter(_words(name)), "")[:40]


def initials(name: str) -> str:
    """``Grace Thornton`` is ``G. T.``; scripts without capitals give their first characters the same way."""
    return " ".join(f"{word[0].upper()}." for word in _words(name)[:4])


def signed(name: str, sign: Sign) -> str:
    """The text under the review; empty for nobody."""
    return {Sign.FIRST: first_word(name), Sign.INITIALS: initials(name), Sign.NOBODY: ""}[sign]


def _words(name: str) -> list[str]:
    return [word for word in re.sub(r"\(.*?\)", " ", name).split() if word[0].isalpha()]
