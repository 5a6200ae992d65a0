"""What a question may become while it is typed: words of the goods on sale, names of kinds of goods, categories.

Nothing is suggested that finds nothing: names of goods that nobody sells, words that never meet, empty categories.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from karum.catalogue.domain.synonyms import beginning
from karum.catalogue.queries import CategoryNode, categories, on_sale, suggestions
from karum.text.folding import fold, split

WORDS = 6
SHELVES = 3
_SHORTEST = 2
_LOOKED_AT = 3  # times as many as are shown: some find nothing


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``words``: whole questions to ask. ``shelves``: categories to go to."""

    words: tuple[str, ...]
    shelves: tuple[CategoryNode, ...]


def suggest(typed: str, language: str) -> Suggestions:
    """Return what ``typed`` may become, the most likely first; nothing for less than two letters or one sign.

    Names of goods in the page's language come first: they are spelled as people write them, with their accents.
    """
    words = split(typed)
    if not words or (words[-1].isascii() and len(words[-1]) < _SHORTEST):
        return Suggestions((), ())
    named = beginning(fold(typed).strip(), language, _LOOKED_AT * WORDS)
    known = {fold(name) for name in named}
    more = [word for word in suggestions(typed, limit=WORDS) if fold(word) not in known]
    shelves = {node.id: node for node in islice(_shelves(words[-1], language), _LOOKED_AT * SHELVES)}
    found, filled = on_sale([*named, *more], list(shelves), language)
    return Suggestions(tuple(found[:WORDS]), tuple(shelves[key] for key in filled[:SHELVES]))


def _shelves(start: str, language: str) -> Iterator[CategoryNode]:
    """Categories with a word that begins so, in the page's language."""
    for node in _all(categories(language)):
        if any(word.startswith(start) for word in split(node.name)):
            yield node


def _all(nodes: tuple[CategoryNode, ...]) -> Iterator[CategoryNode]:
    for node in nodes:
        yield node
        yield from _all(node.children)
