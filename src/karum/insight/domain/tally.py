"""Counts kept in memory until they are written. No address, no cookie, no account: only what, where and how often."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

KEYS_MAX = 5_000
"""Different counts that wait in one process; what comes on top is not counted until they are written."""
WORDS_CHARS_MAX = 60
FEW = 3
"""So few results, or fewer, count as not found."""


class What(StrEnum):
    """What is counted."""

    VIEW = "view"  # key: slug of the product
    ASKED = "asked"  # key: words
    MISSED = "missed"  # key: words that found few things or nothing
    STEP = "step"  # key: ``review:50``: a step of buying, the price at the door from 50 on


class Step(StrEnum):
    """The steps of buying, in their order."""

    CART = "cart"
    ADDRESS = "address"
    DELIVERY = "delivery"
    REVIEW = "review"
    PAY = "pay"
    DONE = "done"


BANDS = (0, 10, 25, 50, 100, 250, 500, 1_000)
"""Prices at the door in major units of the hub's currency: from so much on."""


@dataclass(frozen=True, slots=True)
class Name:
    """What one count is of. ``seller_id`` 0: the whole hub; ``country``: the buyer's, empty while unknown."""

    what: What
    key: str
    country: str = ""
    seller_id: int = 0
    offer_id: int = 0  # of the page; who sells it is looked up when it is written


class Tally:
    """Counts of one process, until somebody takes them."""

    def __init__(self, keys_max: int = KEYS_MAX) -> None:
        self.keys_max = keys_max
        self._counts: Counter[Name] = Counter()
        self._lock = Lock()

    def add(self, name: Name, count: int = 1) -> None:
        with self._lock:
            if name in self._counts or len(self._counts) < self.keys_max:
                self._counts[name] += count

    def take(self) -> dict[Name, int]:
        """All counts; the tally is empty afterwards."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        return dict(taken)

    def put_back(self, counts: dict[Name, int]) -> None:
        """Counts that could not be written."""
        for name, count in counts.items():
            self.add(name, count)


def band(amount_major: float) -> int:
    """The band of a price at the door."""
    return max(lower for lower in BANDS if lower <= max(amount_major, 0))


def clean_words(words: str) -> str:
    """Words of a search as they are counted, or nothing where they may name a person: addresses and long numbers."""
    text = " ".join(words.casefold().split())
    if not text or len(text) > WORDS_CHARS_MAX or "@" in text or re.search(r"\d[\d\s-]{4,}", text):
        return ""
    return text
