"""Listings: keep the row that search, filters and sorting read in step with products, texts and offers.

Every service that changes what a listing shows calls ``refresh`` in its own transaction. Orders only ever change
``in_stock``, and only when an offer sells out or comes back (``refresh_stock``).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import to_locale

from karum.catalogue.domain.offers import lowest_quantity, unit_price_minor
from karum.catalogue.domain.words import lexemes, one_letter_less, plain_vector, vector, whole_words
from karum.catalogue.models import Listing, Offer, OfferState, Product, ProductState, ReferenceRate, Variant
from karum.catalogue.queries.categories import ancestors, category_names
from karum.money import Money, exponent
from karum.parties import queries as parties
from karum.runtime.settings import settings as knobs
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_upsert = statement(_SQL, "upsert_listings")
_prune = statement(_SQL, "prune_listings")
_lock_of_offers = statement(_SQL, "lock_listings_of_offers")
_refresh_stock = statement(_SQL, "refresh_stock")
_reprice = statement(_SQL, "reprice_listings")
_count_words = statement(_SQL, "count_words")
_add_words = statement(_SQL, "add_words")
_add_misspellings = statement(_SQL, "add_misspellings")

_COLUMNS = (
    "product_id", "seller_id", "offer_id", "price_from", "reference_minor", "origin", "category_id", "retail",
    "wholesale", "in_stock", "listed_at", "words", "heading",
)  # fmt: skip
_BATCH = 500
# A long description says the same again; the first words are enough to be found by.
_DESCRIPTION_CHARS = 2_000

_waiting: ContextVar[set[int] | None] = ContextVar("products_waiting_for_their_listings", default=None)


@contextmanager
def listings_at_the_end() -> Iterator[None]:
    """Refresh each listing once when the block ends: for imports and seeds that write many rows of one product."""
    if _waiting.get() is not None:
        yield
        return
    waiting: set[int] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    refresh(waiting)


def refresh(product_ids: Iterable[int]) -> None:
    """Write, change or remove the listings of these products as their offers and texts say now."""
    wanted = sorted(set(product_ids))
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(wanted)
        return
    for start in range(0, len(wanted), _BATCH):
        _refresh_batch(wanted[start : start + _BATCH])


def refresh_seller(seller_id: int) -> None:
    """Refresh all listings of a seller: the shop has another name or town, or is shown or hidden."""
    refresh(Offer.objects.filter(seller_id=seller_id).values_list("variant__product_id", flat=True).distinct())


def refresh_stock(offer_ids: Iterable[int]) -> None:
    """Set ``in_stock`` of the listings that these offers belong to. The caller holds the offers' locks."""
    listings = [row[0] for row in _lock_of_offers({"offers": list(offer_ids)})]
    if listings:
        _refresh_stock({"listings": listings})


@transaction.atomic
def set_reference_rates(rates: Mapping[str, Decimal]) -> None:
    """Keep what one major unit of each currency is worth in the hub's currency, and reprice the listings in it."""
    ReferenceRate.objects.bulk_create(
        [ReferenceRate(currency=currency, rate=rate) for currency, rate in sorted(rates.items())],
        update_conflicts=True,
        unique_fields=["currency"],
        update_fields=["rate"],
    )
    hub = exponent(knobs().hub_currency)
    _reprice(
        {
            "currencies": list(rates),
            "factors": [rate.scaleb(hub - exponent(currency)) for currency, rate in rates.items()],
        }
    )


def rebuild_listings(progress: Callable[[int, int], None] | None = None) -> int:
    """Write every listing anew, in batches; call ``progress(done, total)`` after each. Return how many products.

    Where there is no listing yet, nobody can search: then the index of words is made once at the end, which is several
    times quicker, and all is one transaction, so that the index is never missing.
    """
    if Listing.objects.exists():
        return _rebuild(progress)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX listing_words")
        count = _rebuild(progress)
        cursor.execute("CREATE INDEX listing_words ON catalogue_listing USING gin (words) WITH (fastupdate = off)")
    return count


def _rebuild(progress: Callable[[int, int], None] | None) -> int:
    ids = list(Product.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _BATCH):
        with transaction.atomic():
            _refresh_batch(ids[start : start + _BATCH])
        if progress is not None:
            progress(min(start + _BATCH, len(ids)), len(ids))
    return len(ids)


def count_words() -> int:
    """Count anew how many listings hold each word; return how many words changed."""
    return len(_count_words({}))


def _refresh_batch(product_ids: list[int]) -> None:
    if not product_ids:
        return
    products = Product.objects.filter(id__in=product_ids, state=ProductState.PUBLISHED).prefetch_related("texts")
    offers: dict[tuple[int, int], list[Offer]] = defaultdict(list)
    for offer in Offer.objects.filter(variant__product_id__in=product_ids, state=OfferState.ACTIVE).select_related(
        "variant"
    ):
        offers[offer.variant.product_id, offer.seller_id].append(offer)
    rates = dict(ReferenceRate.objects.values_list("currency", "rate"))
    sellers = parties.businesses({seller_id for _, seller_id in offers})
    by_id = {product.id: product for product in products}
    rows, vocabulary = [], Counter[str]()
    for (product_id, seller_id), theirs in sorted(offers.items()):
        product = by_id.get(product_id)
        seller = sellers.get(seller_id)
        if product is None or (seller is not None and not seller.active):
            continue
        where = f"{seller.name} {seller.city}" if seller is not None else ""
        words, heading, spelled = _words(product, [offer.variant for offer in theirs], seller_id, where, theirs)
        vocabulary.update(spelled)
        rows.append(_row(product, seller_id, theirs, rates) | {"words": words, "heading": heading})
    columns = {column: [row[column] for row in rows] for column in _COLUMNS}
    if rows:
        _upsert(columns)
    _prune(columns | {"products": product_ids})
    # Afterwards and by itself: sellers who use the same new word at once must not wait for each other's imports.
    transaction.on_commit(partial(_learn, vocabulary), robust=True)


def _row(product: Product, seller_id: int, offers: list[Offer], rates: Mapping[str, Decimal]) -> dict[str, Any]:
    """The columns of one listing. The lead offer is one in stock, then the cheapest."""
    lead = min(offers, key=lambda offer: (offer.available < offer.quantity_min, _first_price(offer), offer.id))
    return {
        "product_id": product.id,
        "seller_id": seller_id,
        "offer_id": lead.id,
        "price_from": len({_first_price(offer) for offer in offers}) > 1,
        "reference_minor": _reference_minor(lead, rates),
        "origin": product.origin,
        "category_id": product.category_id,
        "retail": any(offer.quantity_min == 1 for offer in offers),
        "wholesale": any(offer.quantity_min > 1 or offer.breaks for offer in offers),
        "in_stock": lead.available >= lead.quantity_min,
        "listed_at": min(offer.created_at for offer in offers),
    }


def _first_price(offer: Offer) -> int:
    return unit_price_minor(offer, lowest_quantity(offer))


def _reference_minor(offer: Offer, rates: Mapping[str, Decimal]) -> int | None:
    hub = knobs().hub_currency
    price = Money(_first_price(offer), offer.currency)
    if offer.currency == hub:
        return price.minor
    rate = rates.get(offer.currency)
    return None if rate is None else price.convert(rate, hub).minor


def _words(
    product: Product, variants: list[Variant], seller_id: int, seller: str, offers: list[Offer]
) -> tuple[str, str, set[str]]:
    """The two vectors of a listing and the words that buyers may mean by a misspelling."""
    hub_languages = dict(settings.LANGUAGES)
    titles: list[str] = []
    names: list[str] = []
    whose = lexemes(seller, product.language)
    rest: list[str] = []
    spelled: set[str] = set(whole_words(seller))
    for text in product.texts.all():
        titles += lexemes(text.title, text.language)
        long = f"{text.summary}\n{text.description[:_DESCRIPTION_CHARS]}"
        # A query asks for stems of the hub's languages; texts in others are found by their whole words too.
        rest += lexemes(long, text.language, stems_only=text.language in hub_languages)
        spelled.update(whole_words(f"{text.title} {text.summary}"))
    for language, name in category_names(product.category_id):
        names += _name_lexemes(name, language)
        spelled.update(whole_words(name))
    for language, name in _country_names(product.origin):
        names += _name_lexemes(name, language)
    for material in product.materials:
        names += lexemes(material, product.language)
        spelled.update(whole_words(material))
    for variant in variants:
        names += lexemes(variant.name, product.language)
    codes = [product.hs_code[:4], product.hs_code[:6]]
    codes += [offer.sku.casefold() for offer in offers if offer.sku.isascii() and offer.sku.isalnum()]
    filters = [f"s:{seller_id}", f"o:{product.origin.lower()}"]
    filters += [f"c:{category_id}" for category_id in ancestors(product.category_id)]
    filters += ["k:retail"] if any(offer.quantity_min == 1 for offer in offers) else []
    filters += ["k:wholesale"] if any(offer.quantity_min > 1 or offer.breaks for offer in offers) else []
    return (
        plain_vector([*titles, *names, *whose, *rest, *codes, *filters]),
        vector(("A", titles), ("B", names), ("C", whose)),
        spelled,
    )


# The names of countries and categories come again with every listing.
_name_lexemes = lru_cache(maxsize=5_000)(lexemes)


@cache
def _country_names(country: str) -> list[tuple[str, str]]:
    names = []
    for language, _ in settings.LANGUAGES:
        try:
            name = Locale.parse(to_locale(language)).territories.get(country)
        except UnknownLocaleError:
            continue
        if name:
            names.append((language, name))
    return names


def _learn(vocabulary: Counter[str]) -> None:
    """Add words that are new, with their forms of one letter less. How often each is used is counted by a job."""
    if not vocabulary:
        return
    new = [row[0] for row in _add_words({"texts": list(vocabulary), "uses": list(vocabulary.values())})]
    forms = [(form, word) for word in new for form in one_letter_less(word)]
    if forms:
        _add_misspellings({"forms": [form for form, _ in forms], "words": [word for _, word in forms]})
