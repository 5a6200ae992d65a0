"""The subheadings of the nomenclature, ready to be asked: which of them speak of a word (BM25), and how rare it is.

Made when somebody first asks, and kept. A word counts for the subheading's own text most, then for its heading, then
for its chapter; what a text rules out does not count. Source of the formula: Robertson and Zaragoza, "The Probabilistic
Relevance Framework: BM25 and Beyond" (2009), with fields as in BM25F.
"""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from karum.rules.classify.nomenclature_text import Said, said
from karum.rules.queries import hs_texts
from karum.text.folding import fold
from karum.text.stems import stem

OWN, HEADING, CHAPTER = 1.0, 0.5, 0.2
SATURATION, LENGTH = 1.2, 0.6  # BM25's k1 and b
_SMALL_WORDS = """
a an and as at be by for from having if in into is it its like nes nor not of on or other similar such than that the
their thereof these this those to used with without articles article kind parts goods products
"""
_WORD = re.compile("[a-z]{2,}")
_SMALL = frozenset(_SMALL_WORDS.split())


class Index:
    """``codes``: all six-digit codes in order. ``said``: code of 2, 4 or 6 digits -> what its text says."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.codes = sorted(code for code in texts if len(code) == 6)
        self.said: dict[str, Said] = {code: said(text) for code, text in texts.items()}
        self._found = self._postings()

    def _postings(self) -> "dict[str, tuple[array[int], array[float]]]":
        stems = {code: _stems(found.yes) for code, found in self.said.items()}
        mean = sum(len(stems[code]) for code in self.codes) / len(self.codes)
        found: defaultdict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("H"), array("f")))
        for place, code in enumerate(self.codes):
            weights: dict[str, float] = {}
            for part, weight in ((code[:2], CHAPTER), (code[:4], HEADING), (code, OWN)):
                for word in stems.get(part, ()):
                    weights[word] = max(weights.get(word, 0.0), weight)
            size = SATURATION * (1 - LENGTH + LENGTH * len(stems[code]) / mean)
            for word, weight in weights.items():
                places, scores = found[word]
                places.append(place)
                scores.append(weight * (SATURATION + 1) / (weight + size))
        return dict(found)

    def knows(self, word: str) -> bool:
        """Whether the nomenclature uses a folded English word."""
        return stem(word, "en") in self._found

    def ask(self, word: str) -> dict[str, float]:
        """Return the score of each code that speaks of a folded English word; empty for an unknown one."""
        postings = self._found.get(stem(word, "en"))
        if postings is None or word in _SMALL:
            return {}
        places, scores = postings
        rarity = math.log(1 + (len(self.codes) - len(places) + 0.5) / (len(places) + 0.5))
        return {self.codes[place]: rarity * score for place, score in zip(places, scores, strict=True)}

    def beginning_with(self, beginning: str) -> list[str]:
        """Return the six-digit codes that begin with ``beginning``, in order."""
        return (
            _by_heading(self)[beginning]
            if len(beginning) == 4
            else [code for code in self.codes if code.startswith(beginning)]
            if len(beginning) < 6
            else [beginning]
            if beginning in self.texts
            else []
        )

    def speaks_of(self, code: str, word: str) -> bool:
        """Whether the text of a code of 2, 4 or 6 digits itself uses a folded English word."""
        return stem(word, "en") in _stems(self.said[code].yes) if code in self.said else False


@cache
def _by_heading(index: Index) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in index.codes:
        found[code[:4]].append(code)
    return found


@cache
def index() -> Index:
    """The index of the HS 2022 nomenclature, made once."""
    return Index(hs_texts())


def _stems(text: str) -> set[str]:
    return {stem(word, "en") for word in _WORD.findall(fold(text)) if word not in _SMALL}
