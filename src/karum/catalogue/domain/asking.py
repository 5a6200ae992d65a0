"""What a buyer's words ask for: the text of a tsquery, with stems of many languages and with synonyms. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from karum.catalogue.domain.words import concept_lexeme
from karum.text.folding import LONGEST, is_unspaced, pairs, split
from karum.text.stems import stem

WORDS_MAX = 8
_RUN_MAX = 16  # characters of a script without spaces

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

# A word is what any of its forms find; a phrase needs all of its words.
Word = tuple[str, ...]
Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for, and all that finds it."""

    own: Phrase  # the buyer's word or words, with their stems in her language
    wide: Phrase  # the same, with stems of all languages of the hub
    unfinished: Word = ()  # words that hers may be the beginning of
    concepts: tuple[str, ...] = ()  # groups of synonyms, as domain.synonyms names them
    places: tuple[str, ...] = ()  # lexemes of the categories and countries that are called so
    weight: float = 1.0  # in the rank: where any term is enough, a rare one says more

    def query(self, mark: str = "") -> str:
        """Return the text of a tsquery for all that finds it. mark: of titles, then categories do not count."""
        parts = [phrase_query(self.wide, mark), *(f"'{mark}{word}'" for word in self.unfinished)]
        parts += [f"'{mark}{concept_lexeme(name)}'" for name in self.concepts]
        parts += [f"'{lexeme}'" for lexeme in self.places if not mark or lexeme.startswith("o:")]
        return any_of(parts)


def asked_words(query: str) -> list[str]:
    """Return the folded words of a buyer's query, small ones too, at most so many that an index finds them quickly."""
    words = [word[:_RUN_MAX] if is_unspaced(word) else word[:LONGEST] for word in split(query[:200])]
    return words[: 2 * WORDS_MAX]


def telling(words: Sequence[str]) -> list[int]:
    """Return the places of the words that say something about goods; all, if all are small."""
    return [place for place, word in enumerate(words) if not _is_small(word)] or list(range(len(words)))


def _is_small(word: str) -> bool:
    return word in _STOP or (len(word) == 1 and word.isascii() and word.isalpha())


def terms(
    words: Sequence[str],
    languages: Sequence[str],
    *,
    concepts: Iterable[tuple[int, int, Sequence[str]]] = (),
    unfinished: Sequence[str] = (),
) -> list[Term]:
    """Return what folded words ask for, in their order and at most eight; words of one concept together are one term.

    languages: the buyer's first, then all whose stems are tried. concepts: first and last place of words that mean
    groups of synonyms, and those. unfinished: words that the last word may be the beginning of.
    """
    spoken = tuple(dict.fromkeys(languages))
    meant = {first: (last, tuple(names)) for first, last, names in concepts}
    kept = set(telling(words))
    found: list[Term] = []
    place = 0
    while place < len(words):
        last, names = meant.get(place, (place, ()))
        if names or place in kept:
            these = [words[at] for at in range(place, last + 1) if at in kept or place == last]
            found.append(
                Term(
                    own=tuple(form for word in these for form in word_forms(word, spoken[:1])),
                    wide=tuple(form for word in these for form in word_forms(word, spoken)),
                    unfinished=tuple(unfinished) if last == len(words) - 1 and len(these) == 1 else (),
                    concepts=names,
                )
            )
        place = last + 1
    return found[:WORDS_MAX]


@lru_cache(maxsize=20_000)
def word_forms(word: str, languages: tuple[str, ...]) -> Phrase:
    """Return the forms of a folded word: itself with its stems, or all pairs of a word of a script without spaces."""
    if is_unspaced(word):
        return tuple((pair,) for pair in pairs(word)[:-1]) or ((word,),)
    return (tuple(dict.fromkeys([word, *(stem(word, language) for language in languages)])),)


def phrase_query(phrase: Phrase, mark: str = "", weight: str = "", joint: str = " & ") -> str:
    """Return the text of a tsquery for a phrase. joint: ``<->`` for words that follow one another."""
    return joint.join(any_of(f"'{mark}{form}'{weight}" for form in word) for word in phrase)


def match_query(asked: Sequence[Term], *, every: bool = True, mark: str = "") -> str:
    """Return the text of a tsquery for what is asked: all terms, or any of them."""
    return (" & " if every else " | ").join(f"({term.query(mark)})" for term in asked)


def neighbours_query(asked: Sequence[Term]) -> str:
    """Return the text of a tsquery for the buyer's own words one after another, in titles; empty for a single word."""
    words = tuple(word for term in asked for word in term.wide)
    if len(words) < 2:
        return ""
    return phrase_query(words, weight=":A", joint=" <-> ")


def any_of(parts: Iterable[str]) -> str:
    """Return the text of a tsquery that any of ``parts`` matches."""
    found = list(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else "(" + " | ".join(found) + ")"
