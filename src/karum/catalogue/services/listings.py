"""Listings: keep the row that search, filters and sorting read in step with products, texts and offers.

Every service that changes what a listing shows calls ``refresh`` in its own transaction. Orders only ever change
``in_stock``, and only when an offer sells out or comes back (``refresh_stock``).
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction
from django.db.models import Count

from karum.catalogue.domain.words import VERSION
from karum.catalogue.events import ListingsChanged
from karum.catalogue.models import Listing, Offer, OfferState, Picture, Product, ProductState, ReferenceRate
from karum.catalogue.services.listing_rows import COLUMNS, listing_row, product_words, vocabulary
from karum.catalogue.services.vocabulary import learn
from karum.parties import queries as parties
from karum.runtime.events import publish
from karum.runtime.sql import statement

_SQL = Path(__file__).parent.parent / "sql"
_upsert = statement(_SQL, "upsert_listings")
_prune = statement(_SQL, "prune_listings")
_lock_of_offers = statement(_SQL, "lock_listings_of_offers")
_refresh_stock = statement(_SQL, "refresh_stock")

_BATCH = 500
# Building the index of words at once wants room to sort in; given back with the transaction.
_INDEX_MEMORY = "256MB"

# Columns of listings, and how many of these listings have each word.
_Made = tuple[dict[str, list[Any]], dict[str, int]]

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
        batch = wanted[start : start + _BATCH]
        with transaction.atomic():
            _refresh_batch(batch)
            publish(ListingsChanged(batch))


def refresh_seller(seller_id: int) -> None:
    """Refresh all listings of a seller: the shop has another name or town, was checked, or is shown or hidden."""
    refresh(Offer.objects.filter(seller_id=seller_id).values_list("variant__product_id", flat=True).distinct())


def refresh_stock(offer_ids: Iterable[int]) -> None:
    """Set ``in_stock`` of the listings that these offers belong to. The caller holds the offers' locks."""
    listings = [row[0] for row in _lock_of_offers({"offers": list(offer_ids)})]
    if listings:
        _refresh_stock({"listings": listings})


def set_reference_rates(rates: Mapping[str, Decimal]) -> None:
    """Keep what one major unit of each currency is worth in the hub's currency: search compares prices by it."""
    ReferenceRate.objects.bulk_create(
        [ReferenceRate(currency=currency, rate=rate) for currency, rate in sorted(rates.items())],
        update_conflicts=True,
        unique_fields=["currency"],
        update_fields=["rate"],
    )


def rebuild_listings(progress: Callable[[int, int], None] | None = None, *, processes: int = 1) -> int:
    """Write every listing anew, in batches; call ``progress(done, total)`` after each. Return how many products.

    Where there is no listing yet, nobody can search: then the index of words is made once at the end, which is several
    times quicker, and all is one transaction, so that the index is never missing. processes: that make up the words,
    most of the work; only worth their start where there are many products.
    """
    if Listing.objects.exists():
        return _rebuild(progress, processes)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP INDEX listing_words")
        count = _rebuild(progress, processes)
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{_INDEX_MEMORY}'")
        cursor.execute("CREATE INDEX listing_words ON catalogue_listing USING gin (words) WITH (fastupdate = off)")
    return count


def renew_listings(limit: int) -> int:
    """Write listings of an older version of words anew, at most so many products; return how many."""
    old = Listing.objects.filter(version__lt=VERSION).order_by("version", "id").values_list("product_id", flat=True)
    wanted = sorted(set(old[:limit]))
    for start in range(0, len(wanted), _BATCH):
        with transaction.atomic():
            _refresh_batch(wanted[start : start + _BATCH])
    return len(wanted)


def _rebuild(progress: Callable[[int, int], None] | None, processes: int) -> int:
    ids = list(Product.objects.order_by("id").values_list("id", flat=True))
    batches = [ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH)]
    done = 0
    learnt: Counter[str] = Counter()
    with ExitStack() as stack:
        for batch, (columns, spelled) in zip(batches, _made(batches, processes, stack), strict=True):
            with transaction.atomic():
                _write(batch, columns)
            learnt.update(spelled)
            done += len(batch)
            if progress is not None:
                progress(done, len(ids))
    learn(learnt)
    return len(ids)


def _made(batches: list[list[int]], processes: int, stack: ExitStack) -> Iterator[_Made]:
    """The rows of each batch, in order; made by other processes, only a few batches ahead."""
    if processes == 1:
        yield from map(_rows_of, batches)
        return
    pool = stack.enter_context(
        ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=django.setup)
    )
    ahead: deque[Future[_Made]] = deque()
    for batch in batches:
        ahead.append(pool.submit(_rows_of, batch))
        if len(ahead) > 2 * processes:
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()


def _refresh_batch(product_ids: list[int]) -> None:
    if not product_ids:
        return
    columns, spelled = _rows_of(product_ids)
    _write(product_ids, columns)
    # Afterwards and by itself: sellers who use the same new word at once must not wait for each other's imports.
    transaction.on_commit(partial(learn, spelled), robust=True)


def _write(product_ids: list[int], columns: dict[str, list[Any]]) -> None:
    if columns["product_id"]:
        _upsert(columns)
    _prune(columns | {"products": product_ids})


def _rows_of(product_ids: list[int]) -> _Made:
    """The columns of the listings of these products as they should be, and how many of them have each word."""
    products = Product.objects.filter(id__in=product_ids, state=ProductState.PUBLISHED).prefetch_related("texts")
    offers: dict[int, dict[int, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for offer in Offer.objects.filter(variant__product_id__in=product_ids, state=OfferState.ACTIVE).select_related(
        "variant"
    ):
        offers[offer.variant.product_id][offer.seller_id].append(offer)
    pictures = dict(
        Picture.objects.filter(product_id__in=product_ids).values_list("product_id").annotate(Count("id")).order_by()
    )
    sellers = parties.businesses({seller_id for theirs in offers.values() for seller_id in theirs})
    rows, spelled = [], []
    for product in sorted(products, key=lambda product: product.id):
        found = None
        for seller_id, theirs in sorted(offers.get(product.id, {}).items()):
            seller = sellers.get(seller_id)
            if seller is not None and not seller.active:
                continue
            found = found or product_words(product, pictures.get(product.id, 0))
            row, words = listing_row(product, found, seller_id, seller, theirs)
            rows.append(row)
            spelled.append(words)
    return {column: [row[column] for row in rows] for column in COLUMNS}, vocabulary(spelled)
