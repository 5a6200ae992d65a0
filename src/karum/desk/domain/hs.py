"""Find an HS code by words. Pure: the texts are given.

A seller knows "blue cotton scarf", the nomenclature says "Shawls, scarves, mufflers". Words are compared by their
English stems; rare words weigh more than common ones, the subheading's own words more than those of its heading.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from karum.text.folding import split
from karum.text.stems import stem

OWN, HEADING, CHAPTER = 3.0, 2.0, 0.5
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "for",
        "in",
        "its",
        "nes",
        "nor",
        "not",
        "of",
        "on",
        "or",
        "other",
        "than",
        "the",
        "to",
        "with",
        "without",
    ]
)
# What sellers say -> what the nomenclature says.
_ALSO = {
    "mug": "ceramic tableware kitchenware", "cup": "ceramic tableware kitchenware", "bowl": "ceramic tableware",
    "plate": "tableware kitchenware", "pottery": "ceramic", "vase": "ceramic ornamental",
    "tshirt": "shirts vests knitted", "shirt": "shirts", "scarf": "shawls scarves mufflers",
    "shawl": "shawls scarves", "poncho": "shawls", "dress": "dresses", "bag": "handbags travel",
    "wallet": "pocket handbag leather", "purse": "pocket handbag leather", "basket": "basketwork plaiting",
    "rug": "carpets floor", "carpet": "carpets floor", "soap": "soap toilet", "chocolate": "chocolate cocoa",
    "candle": "candles tapers", "toy": "toys", "doll": "dolls toys", "puzzle": "puzzles", "spice": "spices",
    "jewelry": "jewellery", "earring": "imitation jewellery", "necklace": "jewellery", "ring": "jewellery",
    "blanket": "blankets travelling rugs", "cushion": "furnishing articles", "pillow": "furnishing articles",
    "notebook": "registers note books", "lamp": "lamps lighting fittings",
    "spoon": "tableware kitchenware wood", "hat": "hats headgear", "jam": "jams jellies", "sandal": "footwear",
    "shoe": "footwear", "argan": "vegetable oils", "pepper": "pepper piper", "knife": "knives",
    "drum": "percussion musical instruments",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code of six digits, its own words, and the heading above it."""

    code: str
    text: str
    heading: str


class HsIndex:
    """All subheadings of the nomenclature, ready to be asked. ``texts``: code of 2, 4 or 6 digits -> words."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._found: defaultdict[str, dict[str, float]] = defaultdict(dict)
        codes = [code for code in texts if len(code) == 6]
        for code in codes:
            for part, weight in ((code[:2], CHAPTER), (code[:4], HEADING), (code, OWN)):
                for word in _stems(texts.get(part, "")):
                    known = self._found[word].get(code, 0.0)
                    self._found[word][code] = max(known, weight)
        self._rarity = {word: math.log(len(codes) / len(where)) for word, where in self._found.items()}

    def suggest(self, words: str, *, limit: int = 6) -> list[Suggestion]:
        """The codes that fit ``words`` best, the best first; empty when no word is known."""
        scores: defaultdict[str, float] = defaultdict(float)
        hits: defaultdict[str, int] = defaultdict(int)
        typed = split(words)
        asked = {stem(w, "en"): 1.0 for word in typed for w in split(_ALSO.get(_singular(word), ""))}
        asked |= {stem(word, "en"): 1.5 for word in typed if word not in _SMALL}
        for word, trust in asked.items():
            for code, weight in self._found.get(word, {}).items():
                scores[code] += weight * trust * self._rarity[word]
                hits[code] += 1
        # A code that knows two of the words is better than one that knows a single rare one.
        best = sorted(scores, key=lambda code: (-scores[code] * hits[code], len(self._texts[code]), code))[:limit]
        return [Suggestion(code, self._texts[code], self._texts.get(code[:4], "")) for code in best]


def _stems(text: str) -> set[str]:
    return {stem(word, "en") for word in split(text) if word not in _SMALL and len(word) > 1}


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in _ALSO else word
