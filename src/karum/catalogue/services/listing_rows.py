"""What the row of a listing says: its columns, and the two vectors that it is found and ranked by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from karum.catalogue.domain.offers import lowest_quantity, unit_price_minor
from karum.catalogue.domain.standing import Effort, merit, rung, rung_lexemes
from karum.catalogue.domain.synonyms import concepts
from karum.catalogue.domain.words import (
    TITLE,
    VERSION,
    Form,
    concept_lexeme,
    flat,
    forms,
    plain_vector,
    vector,
    whole_words,
)
from karum.catalogue.models import Offer, Product
from karum.catalogue.queries.categories import ancestors, category_names
from karum.catalogue.queries.data import material_key, small_countries
from karum.parties.queries import BusinessCard

COLUMNS = (
    "product_id", "seller_id", "offer_id", "price_from", "currency", "unit_minor", "origin", "category_id", "retail",
    "wholesale", "in_stock", "listed_at", "verified", "materials", "merit", "version", "words", "heading",
)  # fmt: skip
# A long description says the same again; the first words are enough to be found by.
_DESCRIPTION_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class ProductWords:
    """What the texts of one product and its materials are found by, whoever sells it.

    Names of categories and countries are not among them: a question that names one asks for its lexeme.
    """

    titles: list[Form]
    names: list[Form]
    rest: list[str]
    spelled: frozenset[str]
    materials: tuple[str, ...]
    languages: list[Form]
    effort: Effort


def product_words(product: Product, pictures: int) -> ProductWords:
    """Return the words of a product; its texts are read."""
    hub_languages = _hub_languages()
    titles: list[Form] = []
    rest: list[str] = []
    spelled: set[str] = set()
    meant_by_titles: dict[str, None] = {}
    meant: dict[str, None] = {}
    texts = list(product.texts.all())
    for text in texts:
        title = forms(text.title, text.language)
        titles += title
        long = f"{text.summary}\n{text.description[:_DESCRIPTION_CHARS]}"
        # A query asks for stems of the hub's languages; texts in others are found by their whole words too.
        known = text.language in hub_languages
        rest += [TITLE + form for form in flat(title, stems_only=known)]
        rest += flat(forms(long, text.language), stems_only=known)
        spelled.update(whole_words(f"{text.title} {text.summary}"))
        meant_by_titles.update(dict.fromkeys(concepts(text.title, text.language)))
        meant.update(dict.fromkeys(concepts(long, text.language)))
    names = [form for material in product.materials for form in _name_forms(str(material), product.language)]
    for name in (*product.materials, *(name for _, name in category_names(product.category_id))):
        spelled.update(_name_words(str(name)))
    titles += [(concept_lexeme(name),) for name in meant_by_titles]
    rest += [TITLE + concept_lexeme(name) for name in meant_by_titles]
    rest += [concept_lexeme(name) for name in meant]
    rest += [product.hs_code[:4], product.hs_code[:6], f"o:{product.origin.lower()}"]
    rest += [f"c:{category_id}" for category_id in ancestors(product.category_id)]
    rest += ["k:small"] if product.origin in small_countries() else []
    materials = tuple(dict.fromkeys(material_key(str(name), product.language) for name in product.materials))
    rest += [f"m:{material}" for material in materials if material]
    return ProductWords(
        titles,
        names,
        rest,
        frozenset(spelled),
        tuple(material for material in materials if material),
        [(f"l:{text.language}",) for text in texts],
        Effort(
            pictures=pictures,
            description_chars=max((len(text.description) + len(text.summary) for text in texts), default=0),
            languages=len(texts),
            materials=len(product.materials),
            verified=False,
        ),
    )


def listing_row(
    product: Product, found: ProductWords, seller_id: int, seller: BusinessCard | None, offers: Sequence[Offer]
) -> tuple[dict[str, Any], set[str]]:  # fmt: skip
    """Return the columns of one listing, and the words that buyers may mean by a misspelling.

    The lead offer is one in stock, then the cheapest. ``offers``: of one seller, with their variants.
    """
    lead = min(offers, key=lambda offer: (offer.available < offer.quantity_min, first_price(offer), offer.id))
    retail = any(offer.quantity_min == 1 for offer in offers)
    wholesale = any(offer.quantity_min > 1 or offer.breaks for offer in offers)
    verified = seller is not None and seller.verified
    points = merit(
        Effort(
            found.effort.pictures,
            found.effort.description_chars,
            found.effort.languages,
            found.effort.materials,
            verified,
        )
    )
    where = f"{seller.name} {seller.city}" if seller is not None else ""
    whose = _name_forms(where, product.language)
    variants = [form for offer in offers for form in _name_forms(offer.variant.name, product.language)]
    names = [*found.names, *variants]
    more = [offer.sku.casefold() for offer in offers if offer.sku.isascii() and offer.sku.isalnum()]
    more += [f"s:{seller_id}"]
    more += ["k:retail"] * retail + ["k:wholesale"] * wholesale + ["k:verified"] * verified
    more += rung_lexemes(rung(product.id, seller_id, points))
    row = {
        "product_id": product.id,
        "seller_id": seller_id,
        "offer_id": lead.id,
        "price_from": len({first_price(offer) for offer in offers}) > 1,
        "currency": lead.currency,
        "unit_minor": first_price(lead),
        "origin": product.origin,
        "category_id": product.category_id,
        "retail": retail,
        "wholesale": wholesale,
        "in_stock": lead.available >= lead.quantity_min,
        "listed_at": min(offer.created_at for offer in offers),
        "verified": verified,
        "materials": "{" + ",".join(found.materials) + "}",
        "merit": max(0, points + product.liking),
        "version": VERSION,
        "words": plain_vector([*flat(found.titles), *flat(names), *flat(whose), *found.rest, *more]),
        "heading": vector(("A", found.titles), ("B", names), ("C", whose), ("D", found.languages)),
    }
    return row, {*found.spelled, *whole_words(where)}


def first_price(offer: Offer) -> int:
    """The price of a unit in the smallest order, minor units of the offer's currency."""
    return unit_price_minor(offer, lowest_quantity(offer))


@lru_cache(maxsize=20_000)
def _name_forms(name: str, language: str) -> tuple[Form, ...]:
    """The names of materials, sellers and variants come again with every listing."""
    return tuple(forms(name, language))


@lru_cache(maxsize=20_000)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(whole_words(name))


@cache
def _hub_languages() -> frozenset[str]:
    return frozenset(code for code, _ in settings.LANGUAGES)


def vocabulary(rows: Iterable[set[str]]) -> dict[str, int]:
    """Return how many of these listings have each word."""
    counts: dict[str, int] = {}
    for words in rows:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return counts
