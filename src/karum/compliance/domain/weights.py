"""How much a word tells: the rarer on the lists and in life, the more."""

from math import log

from karum.compliance.domain.names import JOINED
from karum.compliance.domain.vocabulary import vocabulary

NAMES_AT_LEAST = 20_000
"""A short list tells little about how common a word is: it counts as a part of one of so many names."""
_COMMON_SHARE = 0.02
"""A word of everyday life counts as if one name in fifty had it."""
_LEAST = 0.1


def weight(word: str, on_names: int, names: int) -> float:
    """Between 0.1 and 1. on_names: listed names that have the word; names: all listed names."""
    if word.startswith(JOINED):
        return 1.0
    total = max(names, NAMES_AT_LEAST)
    common = total * _COMMON_SHARE if word in vocabulary().common else 0
    return max(_LEAST, 1 - log(1 + max(on_names, common)) / log(total))
