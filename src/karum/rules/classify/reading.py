"""Read a seller's words: which things, traits and other words they name, and which of them is the thing itself.

"Coffee mug with a wooden handle" is a mug. English and Chinese put the thing last, French, Arabic, Spanish,
Portuguese, Indonesian and Swahili first; what stands behind "with" or "for" or a comma counts less.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from karum.rules.classify.index import index
from karum.rules.classify.vocabulary import (
    PHRASE_WORDS_MAX,
    Meaning,
    Vocabulary,
    key,
    languages,
    small_words,
    vocabulary,
)
from karum.text.folding import is_unspaced, split

LONGEST = 300
HEAD, BESIDE, BEHIND = 1.0, 0.22, 0.12
SLIP_MIN = 82  # of 100: "cottn" is cotton (91), "boat" is not coat (75)
_HEAD_LAST = frozenset(["en", "zh", "hi"])
# After these words comes what belongs to the thing, not the thing.
_BEHIND = {
    "en": "with for in from by on to",
    "fr": "avec pour",
    "es": "con para",
    "pt": "com para",
    "id": "dengan untuk",
    "sw": "yenye kwa zenye chenye vyenye",
    "ru": "для с со",
    "ar": "مع",
    "hi": "",
    "zh": "",
}
# What stands behind these is what the thing has not.
_WITHOUT = frozenset(["without", "no", "sans", "sin", "sem", "tanpa", "bila", "без", "بدون", "बिना"])
# "A box of tea" is tea.
_MEASURE_WORDS = """
bag bottle box bundle can case deck jar kg pack packet pair piece roll set sheet tin tube
"""
_MEASURES = frozenset(_MEASURE_WORDS.split())
_LATIN = re.compile("[a-z]+")
_CLAUSE = re.compile(r"[,;:()\[\]–—/|\n،؛，；、]|\s-\s|\.\s")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase that was understood. ``weight``: 1 for the thing itself. ``typed``: as the seller wrote it."""

    typed: str
    meaning: Meaning
    weight: float
    slip_of: str = ""


@dataclass(slots=True)
class Reading:
    """What was read. ``loose``: words that no product word explains, with their weight; asked of the texts."""

    language: str
    terms: list[Term] = field(default_factory=list)
    loose: list[tuple[str, float]] = field(default_factory=list)

    @property
    def known_words(self) -> int:
        return sum(len(term.typed.split()) if not is_unspaced(term.typed) else len(term.typed) for term in self.terms)


def read(text: str, language: str | None) -> Reading:
    """Return what ``text`` says, read in the language in which it says most; ``language`` wins a tie."""
    text = text[:LONGEST]
    readings = [_read(text, tongue) for tongue in _tongues(text, language)]
    best = max(readings, key=lambda reading: reading.known_words)
    return best if best.language == "zh" else _read(text, best.language, mend=True)


def _tongues(text: str, language: str | None) -> list[str]:
    known = languages()
    said = (language or "").lower().split("-")[0]
    script = next((tongue for pattern, tongue in _SCRIPTS if pattern.search(text)), "")
    if script:
        return [script]
    spaced = [tongue for tongue in known if tongue not in ("ar", "zh", "hi", "ru")]
    first = [said] if said in spaced else []
    return list(dict.fromkeys([*first, "en", *([] if first else spaced)]))


_SCRIPTS = [
    (re.compile("[\u3400-\u9fff]"), "zh"),
    (re.compile("[\u0600-\u06ff]"), "ar"),
    (re.compile("[\u0900-\u097f]"), "hi"),
    (re.compile("[\u0400-\u04ff]"), "ru"),
]


def _read(text: str, language: str, *, mend: bool = False) -> Reading:
    reading = Reading(language)
    found = vocabulary(language)
    for place, clause in enumerate(_clauses(text, language)):
        terms = list(_terms(clause, found, mend=mend))
        behind = place > 0 and bool(reading.terms or reading.loose)
        _weigh(reading, terms, behind=behind)
    return reading


def _clauses(text: str, language: str) -> Iterator[list[str]]:
    """The words of each clause without the small ones; a clause ends at a comma, a number and words like "with"."""
    small, behind = small_words(language), frozenset(_BEHIND.get(language, "").split())
    for part in _CLAUSE.split(text):
        words: list[str] = []
        for word in _had(split(part)):
            if word in behind or word.isdigit():  # "70 % cocoa": what stands behind a number is a detail
                if words:
                    yield words
                words = []
            elif word == "of" and words and words[-1].rstrip("s") in _MEASURES:
                words = []
            elif word not in small:
                words.append(word)
        if words:
            yield words


def _had(words: list[str]) -> Iterator[str]:
    """The words without those behind "without"."""
    lacking = False
    for word in words:
        if not lacking and word not in _WITHOUT:
            yield word
        lacking = word in _WITHOUT


def _terms(words: list[str], known: Vocabulary, *, mend: bool) -> Iterator[tuple[str, Meaning | None, str]]:
    """(typed, meaning or None, what a slip was read as), the longest phrases first from the left."""
    if known.language == "zh":
        yield from _chinese("".join(words), known)
        return
    keys = [key(word, known.language) for word in words]
    at = 0
    while at < len(words):
        for size in range(min(PHRASE_WORDS_MAX, len(words) - at), 0, -1):
            meaning = known.meaning(words[at : at + size], keys[at : at + size])
            if meaning is not None:
                yield " ".join(words[at : at + size]), meaning, ""
                break
        else:
            size = 1
            yield _mended(words[at], keys[at], known) if mend else (words[at], None, "")
        at += size


def _mended(word: str, word_key: str, known: Vocabulary) -> tuple[str, Meaning | None, str]:
    """A word that is not known as it is: perhaps English, perhaps with a slip."""
    english = vocabulary("en")
    meaning = english.meaning([word], [key(word, "en")]) if known.language != "en" else None
    if meaning is not None or len(word) < 4 or word.isdigit() or index().knows(word):
        return word, meaning, ""
    close = process.extractOne(word_key, _single_keys(known.language), scorer=fuzz.ratio, score_cutoff=SLIP_MIN)
    if close is None or abs(len(close[0]) - len(word_key)) > 1 or close[0][0] != word_key[0]:
        return word, None, ""
    return word, known.phrases[close[0]], known.words.get(close[0], close[0])


@cache
def _single_keys(language: str) -> list[str]:
    return [phrase for phrase in vocabulary(language).phrases if " " not in phrase and len(phrase) > 3]


def _chinese(run: str, known: Vocabulary) -> Iterator[tuple[str, Meaning | None, str]]:
    """The longest known words of a run, from the left; a Latin word may be English, other unknown characters pass."""
    at = 0
    while at < len(run):
        for size in range(min(8, len(run) - at), 0, -1):
            meaning = known.exact.get(run[at : at + size])
            if meaning is not None:
                yield run[at : at + size], meaning, ""
                break
        else:
            latin = _LATIN.match(run, at)
            size = len(latin.group()) if latin else 1
            if latin:
                yield latin.group(), vocabulary("en").meaning([latin.group()], [key(latin.group(), "en")]), ""
        at += size


def _weigh(reading: Reading, terms: Iterable[tuple[str, Meaning | None, str]], *, behind: bool) -> None:
    """Give the thing itself the whole weight, other things less, and what stands behind least."""
    terms = list(terms)
    things = [place for place, (_typed, meaning, _slip) in enumerate(terms) if meaning is not None and meaning.codes]
    last = reading.language in _HEAD_LAST
    head = (things[-1] if last else things[0]) if things else -1
    had_thing = any(term.meaning.codes for term in reading.terms)
    for place, (typed, meaning, slip) in enumerate(terms):
        if meaning is None:
            if len(typed) > 2 and not typed[0].isdigit():
                reading.loose.append((typed, BESIDE if behind or things else HEAD))
        elif meaning.codes:
            weight = HEAD if place == head else BESIDE
            reading.terms.append(Term(typed, meaning, BEHIND if behind and had_thing else weight, slip))
        else:
            reading.terms.append(Term(typed, meaning, 0.4 if behind and had_thing else HEAD, slip))
