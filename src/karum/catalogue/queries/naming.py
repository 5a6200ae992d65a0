"""Names of categories and countries in a question: who asks for "tasses" or "Rwanda" asks for a lexeme.

So a name is not written into every listing, and a new name or language counts at once.
"""

from collections.abc import Iterable
from functools import cache

from karum.catalogue.domain.asking import Phrase
from karum.catalogue.domain.synonyms import concepts
from karum.catalogue.domain.words import concept_lexeme, flat, forms
from karum.catalogue.queries.categories import all_names, tree_read_at
from karum.catalogue.queries.data import country_names
from karum.parties.locale import countries

# Lexeme -> the lexemes of what is called so.
_Index = dict[str, frozenset[str]]

_kept: tuple[float, _Index] | None = None


def places_called(phrase: Phrase, meant: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the lexemes of categories and countries in whose name every word of ``phrase`` stands.

    meant: groups of synonyms; a category that one of them is the name of is found, too.
    """
    return tuple(sorted({*_in(_categories(), phrase, meant), *_in(_countries(), phrase, ())}))


def _in(index: _Index, phrase: Phrase, meant: Iterable[str]) -> set[str]:
    found: set[str] | None = None
    for word in phrase:
        places = {place for form in word for place in index.get(form, ())}
        found = places if found is None else found & places
    for name in meant:
        found = (found or set()) | index.get(concept_lexeme(name), frozenset())
    return found or set()


def _categories() -> _Index:
    global _kept
    kept = _kept
    read_at = tree_read_at()
    if kept is None or kept[0] != read_at:
        kept = _kept = (read_at, _index((f"c:{key}", language, name) for key, language, name in all_names()))
    return kept[1]


@cache
def _countries() -> _Index:
    named = ((code, name) for code, _ in countries("en") for name in country_names(code))
    return _index((f"o:{code.lower()}", language, name) for code, (language, name) in named)


def _index(named: Iterable[tuple[str, str, str]]) -> _Index:
    found: dict[str, set[str]] = {}
    for lexeme, language, name in named:
        words = flat(forms(name, language))
        if lexeme.startswith("c:"):
            words += [concept_lexeme(group) for group in concepts(name, language)]
        for word in words:
            found.setdefault(word, set()).add(lexeme)
    return {word: frozenset(lexemes) for word, lexemes in found.items()}
