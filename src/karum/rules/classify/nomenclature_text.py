"""What a text of the nomenclature says, and what it rules out. Pure.

"Shawls; of textile materials (other than cotton), not knitted" speaks of shawls and textile materials; cotton and
knitted are what it is not. Words that leave a thing open ("whether or not roasted") say neither.
"""

import re
from typing import NamedTuple

_OPEN = re.compile(
    r"whether or not[^,;()]*|n\.e\.[cs]\.(?: in[^,;()]*)?|(?:of |in )?headings? no\.? ?[\d.]+(?: to [\d.]+)?"
)
_NOT_IN_BRACKETS = re.compile(r"\((?:excluding|other than|not|except|including neither)\b([^()]*)\)")
_NOT = re.compile(
    r"\b(?:other than|excluding|except(?: for)?|not(?! exceeding| more| less)|neither|non-)\b"
    r"((?:(?!,? (?:in|knitted|woven|fresh|dried|weighing|with|containing|printed)\b)(?:\([^()]*\)|[^;()]))*)"
)


class Said(NamedTuple):
    """``yes``: what the text speaks of. ``no``: what it rules out. ``rest``: it takes what others leave."""

    yes: str
    no: str
    rest: bool


def said(text: str) -> Said:
    """Return what a text of the nomenclature speaks of and what it rules out, in small letters."""
    plain = text.lower()
    rest = "n.e.c." in plain or "other than" in plain or "excluding" in plain
    plain = _OPEN.sub(" ", plain)
    ruled_out: list[str] = []

    def take(found: re.Match[str]) -> str:
        ruled_out.append(found.group(1))
        return " "

    plain = _NOT_IN_BRACKETS.sub(take, plain)
    plain = _NOT.sub(take, plain)
    return Said(plain, " ; ".join(ruled_out), rest)
