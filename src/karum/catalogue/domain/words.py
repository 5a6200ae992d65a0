"""Words of search: what a listing is found by, and what a buyer's words ask for. Pure.

Each lexeme of the index is a folded word, its stem in the language of the text, or two neighbouring characters of a
script without spaces. Filters are lexemes too (``c:12`` is a category): a search with filters is then one index scan.
Stemming: karum.text.stems. Languages without a stemmer, such as Swahili, are found by whole words and by their
beginnings.
"""

from collections.abc import Iterable, Sequence

from karum.text.folding import LONGEST, is_unspaced, pairs, split
from karum.text.stems import stem

# Small words that say nothing about goods, in the languages that buyers most often write in; folded.
_SMALL = """
a an and at by for from in is of on or the to with
au aux avec dans de des du en et la le les ou par pour sur un une
con del el los las para por y
com da das do dos e em os
dem den der ein eine fur im mit und von
cha kwa na ni vya wa ya za
dan dari di untuk yang
в для и из на по с
في من على و ال
का की के में से और
"""
_STOP = frozenset(_SMALL.split())


def lexemes(text: str, language: str, *, stems_only: bool = False) -> list[str]:
    """Return what the index holds of ``text``: words, stems and pairs, each once, in order of appearance.

    stems_only: without the words themselves, which halves a long description; for languages whose stems are asked for.
    """
    found: dict[str, None] = {}
    for word in split(text):
        if is_unspaced(word):
            found.update(dict.fromkeys(pairs(word)))
        else:
            if not stems_only:
                found[word] = None
            found[stem(word, language)] = None
    return list(found)


def whole_words(text: str) -> list[str]:
    """Return the words of ``text`` that can be suggested and spelled: three letters or more, no digits, with spaces."""
    return [word for word in split(text) if 3 <= len(word) <= LONGEST and word.isalpha() and not is_unspaced(word)]


def vector(*groups: tuple[str, Iterable[str]]) -> str:
    """Return a tsvector's text: each lexeme with the weight (A to D) of every group that holds it, which all count."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, words in groups:
        for word in dict.fromkeys(words):
            place += 1
            places.setdefault(word, []).append(f"{place}{weight}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def plain_vector(words: Iterable[str]) -> str:
    """Return a tsvector's text without places and weights: all that an index needs."""
    return " ".join(f"'{word}'" for word in dict.fromkeys(words))


def asked_words(query: str) -> list[str]:
    """Return the folded words of a buyer's query without the small ones, at most eight; all, if all are small."""
    words = [word[:16] for word in split(query[:200])]
    return ([word for word in words if not _is_small(word)] or words)[:8]


def _is_small(word: str) -> bool:
    return word in _STOP or (len(word) == 1 and word.isascii() and word.isalpha())


def match_query(words: Sequence[str], languages: Iterable[str], *, every: bool = True) -> str:
    """Return a tsquery's text for folded words: each word (or any, unless ``every``), its stem, or its pairs.

    The last word may be unfinished: from three letters on, words that begin with it are found too.
    """
    spoken = tuple(languages)
    groups = [_group(word, spoken, last=place == len(words)) for place, word in enumerate(words, 1)]
    return (" & " if every else " | ").join(groups)


def _group(word: str, languages: Sequence[str], *, last: bool) -> str:
    if is_unspaced(word):
        if len(word) == 1:
            return f"'{word}':*"
        return "(" + " & ".join(f"'{pair}'" for pair in pairs(word)[:-1]) + ")"
    forms = dict.fromkeys([word, *(stem(word, language) for language in languages)])
    alternatives = [f"'{form}'" for form in forms]
    if last and len(word) >= 3 and not word.isdigit():
        alternatives[0] += ":*"
    return "(" + " | ".join(alternatives) + ")"


def one_letter_less(word: str) -> set[str]:
    """Return ``word`` and each form of it with one letter left out (from four letters on).

    Two words are one slip apart (a letter wrong, missing, doubled or swapped with its neighbour) when these meet.
    """
    if len(word) < 4:
        return {word}
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
