"""Words of search: what a listing is found by. Pure. What a buyer asks for: domain.asking.

Each lexeme of the index is a folded word, its stem in the language of the text, or one or two neighbouring characters
of a script without spaces. A stem of a title stands there once more with a mark (``^coffe``), so that goods which are
called so can be told from goods whose text says so. Filters are lexemes too (``c:12`` is a category), and so are groups
of synonyms (``y:coffee``) and the rungs of a ladder to good samples of much (``g:3``): a search with filters is one
index scan.
Stemming: karum.text.stems. Languages without a stemmer, such as Swahili, are found by whole words.
"""

import unicodedata
from collections.abc import Iterable

from karum.text.folding import LONGEST, is_unspaced, pairs, split
from karum.text.stems import stem

# What the words of a listing mean: a listing of another version is written anew, by `karum reindex` or by itself.
VERSION = 3
TITLE = "^"  # before a stem that stands in a title

Form = tuple[str, ...]


def forms(text: str, language: str) -> list[Form]:
    """Return the words of ``text`` in order, each with what it is found by: itself and its stem, or pair and letter."""
    found: list[Form] = []
    for word in split(text):
        if is_unspaced(word):
            found += [(pair, pair[0]) if len(pair) > 1 else (pair,) for pair in pairs(word)]
        else:
            stemmed = stem(word, language)
            found.append((word,) if stemmed == word else (word, stemmed))
    return found


def lexemes(text: str, language: str, *, stems_only: bool = False) -> list[str]:
    """Return what the index holds of ``text``: words, stems and pairs, each once, in order of appearance.

    stems_only: without the words themselves, which halves a long description; for languages whose stems are asked for.
    """
    return flat(forms(text, language), stems_only=stems_only)


def flat(words: Iterable[Form], *, stems_only: bool = False) -> list[str]:
    """Return each form once, in order of appearance."""
    found: dict[str, None] = {}
    for word in words:
        if stems_only and len(word) > 1 and not is_unspaced(word[0]):
            found[word[-1]] = None
        else:
            found.update(dict.fromkeys(word))
    return list(found)


def concept_lexeme(name: str) -> str:
    """Return the lexeme of a group of synonyms: a listing has it when one of its texts has one of the group's words."""
    return f"y:{name}"


def whole_words(text: str) -> list[str]:
    """Return the words of ``text`` that can be suggested and spelled: three letters or more, no digits, with spaces."""
    return [word for word in split(text) if 3 <= len(word) <= LONGEST and is_spelled(word)]


def is_spelled(word: str) -> bool:
    """True for a word of letters only, with the marks that belong to them, of a script with spaces between words."""
    if is_unspaced(word):
        return False
    return word.isalpha() or all(unicodedata.category(letter)[0] in "LM" for letter in word)


# PostgreSQL counts places to 16,383, and keeps the first 255 of one lexeme.
_PLACES_MAX = 16_000


def vector(*groups: tuple[str, Iterable[Form]]) -> str:
    """Return a tsvector's text: each group of words with its weight (A to D). All weights of a lexeme count.

    Forms of one word stand in one place, and words that follow one another in places that follow one another.
    """
    found: dict[str, str] = {}
    start = 0
    for weight, words in groups:
        start += 1  # the last word of one group and the first of the next are no neighbours
        for word in words:
            start = min(start + 1, _PLACES_MAX)
            place = f"{start}{weight}"
            for form in word:
                found[form] = f"{found[form]},{place}" if form in found else place
    return " ".join([f"'{form}':{held}" for form, held in found.items()])


def plain_vector(words: Iterable[str]) -> str:
    """Return a tsvector's text without places and weights: all that an index needs."""
    return " ".join(f"'{word}'" for word in dict.fromkeys(words))


def one_letter_less(word: str) -> set[str]:
    """Return ``word`` and each form of it with one letter left out (from four letters on).

    Two words are one slip apart (a letter wrong, missing, doubled or swapped with its neighbour) when these meet.
    """
    if len(word) < 4:
        return {word}
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
