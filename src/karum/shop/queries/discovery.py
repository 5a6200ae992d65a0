"""What leads from goods to goods: search with prices at the door, what comes close, what was seen, what is new."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from karum.catalogue.domain.synonyms import asked_concepts, name_in, wider
from karum.catalogue.queries import OfferCard, SearchQuery, Sort, doors_known, listed, product_page, search, similar
from karum.catalogue.queries.seen import cards_of_products
from karum.money import Money, exponent
from karum.parties.locale import Locale
from karum.payments.queries import fx
from karum.runtime.settings import settings
from karum.shop.queries.goods import Goods, priced
from karum.text.folding import split

NEARBY = 8
SIMILAR = 12
STEPS = 7
_LEAST_EUR = 5
_ROUND = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Doors:
    """Round prices at the door to choose from. ``steps``: (major units of the buyer's currency, hub's minor units)."""

    currency: str
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """Products like the one of ``slug``."""

    slug: str
    title: str
    language: str
    goods: tuple[Goods, ...]


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a page shows where a search found nothing. ``kind``: the wider kind of goods in words, empty: what is new.

    ``without``: how many the same words find without the filters.
    """

    without: int
    kind: str
    goods: tuple[Goods, ...]


def doors(locale: Locale, today: date) -> Doors | None:
    """Round prices in the buyer's currency, and what they are in the hub's.

    None without a country, where search does not know the prices at the door there, or without a rate.
    """
    if not locale.country or not doors_known(locale.country):
        return None
    hub = settings().hub_currency
    per_euro, to_hub = fx("EUR", locale.currency, today), fx(locale.currency, hub, today)
    if per_euro is None or to_hub is None:
        return None
    one = Money(10 ** exponent(locale.currency), locale.currency)
    steps = round_steps(per_euro.rate)
    return Doors(locale.currency, tuple((step, (one * step).convert(to_hub.rate, hub).minor) for step in steps))


def round_steps(per_euro: Decimal) -> tuple[int, ...]:
    """Return round amounts from about five euros on (10, 20, 50, 100 ...), in major units.

    per_euro: how many major units one euro buys.
    """
    least = max(per_euro * _LEAST_EUR, Decimal(1))
    steps: list[int] = []
    power = 10 ** least.adjusted()
    while len(steps) < STEPS:
        steps += [digit * power for digit in _ROUND if digit * power >= least]
        power *= 10
    return tuple(steps[:STEPS])


def in_hub(amount: int, locale: Locale, today: date) -> int | None:
    """Return major units of the buyer's currency as minor units of the hub's; None without a rate."""
    hub = settings().hub_currency
    found = fx(locale.currency, hub, today)
    own = Money(amount * 10 ** exponent(locale.currency), locale.currency)
    return None if found is None else own.convert(found.rate, hub).minor


def seen(slugs: Sequence[str], locale: Locale, *, now: datetime) -> tuple[Goods, ...]:
    """Return the products of these slugs that are still sold, with their prices at the door."""
    return priced(cards_of_products(slugs, locale.language), locale, now=now)


def similar_to(slug: str, locale: Locale, *, now: datetime) -> Similar | None:
    """Return products like one; None when there is no such product."""
    page = product_page(slug, locale.language)
    if page is None:
        return None
    cards = similar(page.id, None, locale.language, limit=SIMILAR)
    return Similar(slug, page.text.title, page.text.language, priced(cards, locale, now=now))


def nearby(query: SearchQuery, locale: Locale, *, filtered: bool, now: datetime) -> Nearby:
    """Look for what may help: the same words without filters, then goods of a wider kind, then what is new."""
    plain = SearchQuery(words=query.words, language=locale.language, page_size=NEARBY)
    if filtered:
        found = search(plain)
        if found.total.count:
            return Nearby(found.total.count, "", priced(found.hits, locale, now=now))
    kind = wider_kind(query, (), locale, now=now)
    if kind is not None:
        return kind
    newest = listed(replace(plain, words="", sort=Sort.NEWEST, in_stock=True))
    return Nearby(0, "", priced(newest, locale, now=now))


def wider_kind(query: SearchQuery, shown: Sequence[OfferCard], locale: Locale, *, now: datetime) -> Nearby | None:
    """Return goods of the kind that the words' goods belong to, but those that are shown; None when there are none."""
    there = {card.product_id for card in shown}
    for kind in _wider_kinds(query.words, locale.language):
        found = search(SearchQuery(words=kind, language=locale.language, page_size=NEARBY + len(there)))
        cards = [card for card in found.hits if card.product_id not in there][:NEARBY]
        if cards and not found.help.partly and not found.help.corrected:
            return Nearby(0, kind, priced(cards, locale, now=now))
    return None


def _wider_kinds(words: str, language: str) -> list[str]:
    """What the words' goods belong to, in words of the language: music for "ukulele"."""
    names = [name for asked in asked_concepts(split(words), language) for name in asked.names]
    kinds = [name_in(kind, language) for name in names for kind in (name, *wider(name))]
    return [kind for kind in dict.fromkeys(kinds) if kind]
