"""HS codes by words. The index is made when somebody first asks, and kept."""

from functools import cache

from karum.desk.domain.hs import HsIndex, Suggestion
from karum.rules import queries as rules


@cache
def _index() -> HsIndex:
    return HsIndex(rules.hs_texts())


def suggest(words: str) -> list[Suggestion]:
    """The codes that fit ``words`` best."""
    return _index().suggest(words)


def description(code: str) -> str:
    """What the nomenclature says of a code; empty when it does not know it."""
    return rules.hs_description(code) or ""
