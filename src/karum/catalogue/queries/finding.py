"""Search and browse listings. How it works and why: docs/explanation/search.md.

``search`` asks ``matching`` for the ids of a page and ``cards`` for what those few show; where words find nothing it
helps: with the spelling that is known, with some of the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path

from django.conf import settings

from karum.catalogue.domain.asking import Term, asked_words, telling, terms
from karum.catalogue.domain.searching import Facets, Found, Help, SearchQuery, Total
from karum.catalogue.domain.synonyms import Asked, asked_concepts, cut, spelled_as_goods
from karum.catalogue.domain.words import is_spelled, one_letter_less
from karum.catalogue.models import Product, Word
from karum.catalogue.queries.cards import OfferCard, cards
from karum.catalogue.queries.categories import category, slug_of
from karum.catalogue.queries.matching import PAGES_MAX, any_found, find
from karum.catalogue.queries.naming import places_called
from karum.runtime.sql import statement
from karum.text.folding import is_unspaced, split

_SQL = Path(__file__).parent.parent / "sql"
_similar_words = statement(_SQL, "similar_words")
_continuations = statement(_SQL, "continuations")

_UNFINISHED_MIN = 3  # letters
# Where this many are found, nobody needs to be asked whether she meant something else.
_ENOUGH = 48
_FAR_COMMONER = 20  # times


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found."""

    hits: tuple[OfferCard, ...]
    total: Total
    facets: Facets
    help: Help
    page: int
    pages: int


def search(query: SearchQuery) -> SearchPage:
    """Return a page of listings. Words that find nothing are corrected, or matched in part; ``help`` says so."""
    page = min(max(query.page, 1), PAGES_MAX)
    query = replace(query, page=page)
    words = asked_words(query.words)
    if query.category and category(query.category, query.language) is None:
        found, helped = Found((), Total(0, exact=True)), Help()
    else:
        found, helped = _find_with_help(query, words)
    return SearchPage(
        hits=cards(found.listing_ids, query.language),
        total=found.total,
        facets=found.facets,
        help=helped,
        page=page,
        pages=min(PAGES_MAX, -(-found.total.count // query.page_size)) if found.total.exact else PAGES_MAX,
    )


def listed(query: SearchQuery) -> tuple[OfferCard, ...]:
    """Return a page of listings by their filters and order alone, without words, totals and facets."""
    return cards(find(query, [], with_facets=False).listing_ids, query.language)


def similar(product_id: int, seller_id: int | None, language: str, limit: int = 8) -> tuple[OfferCard, ...]:
    """Return other products of the same category that share words or meanings of the title, the most shared first.

    seller_id: only of this seller.
    """
    product = Product.objects.filter(id=product_id).prefetch_related("texts").first()
    if product is None:
        return ()
    titles = {text.language: text.title for text in product.texts.all()}
    spoken = language if language in titles else product.language
    slug = slug_of(product.category_id)
    query = SearchQuery(category=slug, seller_id=seller_id, in_stock=True, language=spoken, page_size=2 * limit + 4)
    asked = _terms(query, [word for word in asked_words(titles.get(spoken, "")) if not word.isdigit()])
    found: dict[int, OfferCard] = {}
    for terms_of_all in (asked, []):
        for card in cards(find(query, terms_of_all, every=False, with_facets=False).listing_ids, language):
            if card.product_id != product_id and len(found) < limit:
                found.setdefault(card.product_id, card)
        if len(found) == limit:
            break
    return tuple(found.values())


def suggestions(typed: str, *, limit: int = 8) -> list[str]:
    """Return words that go on from the last word that is being typed, the most used first."""
    words = split(typed)
    if not words or len(words[-1]) < 2 or is_unspaced(words[-1]):
        return []
    before = " ".join(words[:-1])
    return [f"{before} {text}".strip() for text, _ in _going_on(words[-1], limit)]


def on_sale(questions: Sequence[str], category_ids: Sequence[int], language: str) -> tuple[list[str], list[int]]:
    """Return the questions that find something as they are, and the categories with goods in them, each in order."""
    asked = [_terms(SearchQuery(language=language), asked_words(text), finished=True) for text in questions]
    found = any_found(asked, [f"c:{category_id}" for category_id in category_ids])
    return (
        [text for text, there in zip(questions, found, strict=False) if there],
        [key for key, there in zip(category_ids, found[len(questions) :], strict=True) if there],
    )


def correction(words: list[str], kept: frozenset[int] = frozenset()) -> list[str]:
    """Return ``words`` with each unknown one replaced by the likeliest word one slip away; the same when none is.

    kept: places of words that are sure.
    """
    known = _uses(words)
    sure = kept | (set(range(len(words))) - set(telling(words)))
    return [word if place in sure or known.get(word) else _nearest(word) for place, word in enumerate(words)]


def named(words: list[str], language: str, kept: frozenset[int]) -> list[str]:
    """Return ``words`` with those that no listing has replaced by names of goods in ``language``, one slip away.

    Not the last word where it may go on: "flut" is a beginning, no slip.
    """
    known = _uses(words)
    found = list(words)
    for place in set(telling(words)) - kept:
        word = words[place]
        going_on = place == len(words) - 1 and _going_on(word, 1)
        if not known.get(word) and not going_on and is_spelled(word):
            found[place] = spelled_as_goods(words, place, language)
    return found


def _find_with_help(query: SearchQuery, words: list[str]) -> tuple[Found, Help]:
    if not words:
        return find(query, []), Help()
    meant = asked_concepts(words, query.language)
    sure = frozenset(place for one in meant for place in range(one.first, one.last + 1))
    # No listing has the word as it is typed, but a name of goods is one slip away: "earings" asks for no ears.
    spelled = named(words, query.language, sure)
    if spelled != words:
        found = find(query, _terms(query, spelled))
        if found.total.count:
            return found, Help(corrected=" ".join(spelled))
    found = find(query, _terms(query, words))
    if found.total.count:
        return found, _offered(words, meant, sure) if found.total.count < _ENOUGH else _also(words, meant)
    corrected = correction(words, sure)
    if corrected != words:
        found = find(query, _terms(query, corrected))
        if found.total.count:
            return found, Help(corrected=" ".join(corrected))
    if len(telling(words)) > 1:
        return find(query, _weighed(_terms(query, corrected)), every=False), Help(partly=True)
    return found, Help()


def _also(words: list[str], meant: list[Asked]) -> Help:
    """Groups of synonyms that were searched for words that no listing has as they were typed."""
    uses = _uses(words)
    strange = [one.names for one in meant if not any(uses.get(word) for word in words[one.first : one.last + 1])]
    return Help(synonyms=tuple(name for names in strange for name in names))


def _offered(words: list[str], meant: list[Asked], sure: frozenset[int]) -> Help:
    """Little was found: perhaps far more listings spell a word otherwise."""
    uses = _uses(words)
    better = [
        word if place in sure else _nearest(word, uses_min=max(_FAR_COMMONER * uses.get(word, 0), 1))
        for place, word in enumerate(words)
    ]
    return replace(_also(words, meant), did_you_mean=" ".join(better) if better != words else "")


def _terms(query: SearchQuery, words: list[str], *, finished: bool = False) -> list[Term]:
    """What the words ask for. Runs of scripts without spaces are cut where words are known.

    finished: the last word does not go on.
    """
    if not words:
        return []
    words = [piece for word in words for piece in (cut(word) if is_unspaced(word) else [word])]
    languages = [query.language, *(code for code, _ in settings.LANGUAGES)]
    last = words[-1]
    unfinished: list[str] = []
    meant = asked_concepts(words, query.language)
    # What means something is finished; else only words that are more used than the one that stands there.
    may_go_on = not finished and len(last) >= _UNFINISHED_MIN and is_spelled(last)
    if may_go_on and not any(one.last == len(words) - 1 for one in meant):
        uses = _uses([last]).get(last, 0)
        unfinished = [text for text, count in _going_on(last, 12) if text != last and count > uses]
    asked = terms(words, languages, concepts=meant, unfinished=unfinished)
    return [replace(term, places=places_called(term.wide, term.concepts)) for term in asked]


def _weighed(asked: list[Term]) -> list[Term]:
    """Terms by how much they tell: the rarer, the more."""
    uses = _uses([word[0] for term in asked for word in term.own])
    return [replace(term, weight=1 / log2(2 + min(uses.get(word[0], 0) for word in term.own))) for term in asked]


def _going_on(start: str, limit: int) -> list[tuple[str, int]]:
    """Known words that begin with ``start``, with their uses, the most used first."""
    rows = _continuations({"start": start, "end": start + "\U0010ffff", "limit": limit})
    return [(str(text), int(uses)) for text, uses in rows]


def _uses(words: list[str]) -> dict[str, int]:
    return dict(Word.objects.filter(text__in=words).values_list("text", "uses"))


def _nearest(word: str, uses_min: int = 1) -> str:
    if len(word) < 4 or not is_spelled(word):
        return word
    forms = sorted(one_letter_less(word))
    rows = _similar_words({"word": word, "forms": forms, "uses_min": uses_min})
    return str(rows[0][0]) if rows else word
