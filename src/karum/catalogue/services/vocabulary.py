"""The words that listings are written with, for spelling help and suggestions while typing."""

from collections.abc import Mapping
from pathlib import Path

from karum.catalogue.domain.words import one_letter_less
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_count_words = statement(_SQL, "count_words")
_add_words = statement(_SQL, "add_words")
_add_misspellings = statement(_SQL, "add_misspellings")

_BATCH = 10_000


def learn(vocabulary: Mapping[str, int]) -> None:
    """Add words that are new, with their forms of one letter less. How often each is used is counted by a job."""
    words = sorted(vocabulary)
    for start in range(0, len(words), _BATCH):
        batch = words[start : start + _BATCH]
        new = [row[0] for row in _add_words({"texts": batch, "uses": [vocabulary[word] for word in batch]})]
        forms = [(form, word) for word in new for form in one_letter_less(word)]
        if forms:
            _add_misspellings({"forms": [form for form, _ in forms], "words": [word for _, word in forms]})


def count_words() -> int:
    """Count anew how many listings hold each word; return how many words changed."""
    return len(_count_words({}))
