"""Product words: what sellers say, in each language, and what it means in the nomenclature.

``data/product_words/en.csv`` holds the meanings: beginnings of HS codes, the likeliest first; or a trait
(``material:cotton``); or words that the nomenclature uses (``word:smoked``). Every other language is one file that
names the same things by their first English word; a new language is a new file.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from karum.text.folding import is_unspaced, split
from karum.text.stems import stem

DATA = Path(__file__).parent.parent / "data" / "product_words"
PHRASE_WORDS_MAX = 4
_SWAHILI_CLASS = re.compile(r"^(?:vyo|cho|vya|cha|vi|ki|mi|ma|wa|m|u|ny|n)(?=[a-z]{3})")
_ARABIC_HEAD = re.compile(r"^(?:وال|بال|كال|فال|لل|ال|و(?=.{4}))(?=.{3})")


class Meaning(NamedTuple):
    """``name``: the first English word. Either ``codes``, or ``facet`` and ``answer``, or ``words`` is filled."""

    name: str
    codes: tuple[str, ...] = ()
    facet: str = ""
    answer: str = ""
    words: str = ""


class Vocabulary(NamedTuple):
    """One language. ``exact``: folded words with spaces between -> meaning; ``phrases``: the same by keys of words.

    ``words``: key -> the word itself.
    """

    language: str
    exact: Mapping[str, Meaning]
    phrases: Mapping[str, Meaning]
    words: Mapping[str, str]

    def meaning(self, words: Sequence[str], keys: Sequence[str]) -> Meaning | None:
        """What these neighbours mean; the words as they are come first, as "dress" and "dressing" have one stem."""
        return self.exact.get(" ".join(words)) or self.phrases.get(" ".join(keys))


def languages() -> tuple[str, ...]:
    """Return the languages that have product words, such as en, fr and zh."""
    return tuple(sorted(path.stem for path in DATA.glob("*.csv")))


def key(word: str, language: str) -> str:
    """Return what a folded word is compared by: its stem, or it without the prefixes of its language."""
    if language == "sw":
        return _SWAHILI_CLASS.sub("", word)
    if language == "ar":
        return stem(_ARABIC_HEAD.sub("", word), "ar")
    return stem(word, language)


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the product words of one language; KeyError-free: an unknown language has no words."""
    meanings = _meanings()
    exact: dict[str, Meaning] = {}
    phrases: dict[str, Meaning] = {}
    words: dict[str, str] = {}
    for name, said in _rows(language):
        for phrase in said:
            parts = phrase_parts(phrase, language)
            if not parts:
                continue
            exact.setdefault(" ".join(parts), meanings[name])
            phrases.setdefault(" ".join(key(part, language) for part in parts), meanings[name])
            words.update((key(part, language), part) for part in parts if len(part) > 3)
    return Vocabulary(language, exact, phrases, words)


def phrase_parts(phrase: str, language: str) -> Sequence[str]:
    """Return the folded words of a phrase without the small ones; Chinese stays whole."""
    if language == "zh":
        return ["".join(split(phrase))]
    small = small_words(language)
    return [word for word in split(phrase) if word not in small and not is_unspaced(word)]


@cache
def small_words(language: str) -> frozenset[str]:
    """Words that hold a phrase together and mean no goods; folded."""
    return frozenset(_SMALL.get(language, "").split())


@cache
def _meanings() -> dict[str, Meaning]:
    found = {}
    for row in _read("en"):
        name = row["words"].split("|")[0]
        found[name] = _meaning(name, row["means"])
    return found


def _meaning(name: str, means: str) -> Meaning:
    facet, mark, answer = means.partition(":")
    if not mark:
        return Meaning(name, codes=tuple(means.split()))
    return Meaning(name, words=answer) if facet == "word" else Meaning(name, facet=facet, answer=answer)


def _rows(language: str) -> list[tuple[str, list[str]]]:
    """(first English word, words of the language)."""
    if language not in languages():
        return []
    if language == "en":
        return [(words[0], words) for row in _read("en") if (words := row["words"].split("|"))]
    return [(row["means"], row["words"].split("|")) for row in _read(language)]


def _read(language: str) -> list[dict[str, str]]:
    with (DATA / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_SMALL = {
    "en": "a an and at by for from in is it its made my of on or our per the this to very with your",
    "fr": "a au aux avec d dans de des du en et l la le les ou par pour sur un une",
    "es": "a al con de del e el en la las lo los o para por un una y",
    "pt": "a ao as com da das de do dos e em na no o os ou para por um uma",
    "id": "dan dari dengan di ke untuk yang",
    "sw": "cha kwa la na ni pa vya wa ya za",
    "ru": "без в для до и из к на о от по с со",
    "ar": "في من على و او مع عن ل ب",
    "hi": "का की के को में से और पर वाला वाली वाले",
}
