"""A million listings as a large hub would have them, quickly: natural word frequencies, ten languages, many sellers.

``python -m bench.many 1000000`` fills the hub of DATABASE_URL. The goods (customs code, origin, weight, category) are
the demo's, one category has two fifths of them; words are the goods' names of rules/data/product_words and, as in any
language, a long tail of rare ones (made up of syllables), drawn by Zipf's law.
"""

import csv
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.resources import files
from typing import Any

import numpy as np

# Language of the seller -> share of the listings, in hundredths; two fifths are described in English, too.
LANGUAGES = {
    "en": 32, "zh-hans": 14, "es": 11, "fr": 9, "ar": 8, "hi": 7, "pt": 6, "sw": 5, "id": 4, "ru": 4,
}  # fmt: skip
ALSO_ENGLISH = 0.4
TAIL = 20_000  # made-up words of each language
_SYLLABLES = {
    "zh-hans": "山 水 云 花 石 木 竹 月 风 雨 春 秋 金 银 红 青 白 黑 玉 香 清 古 新 手 家 田 光 远 南 北 东 西 海",
    "ar": "با تا را سا شا فا قا كا لا ما نا وا بي تي ري سي في كي لي مي ني بو رو سو فو كو لو مو نو",
    "hi": "का की कु ता ती दा दी ना नी पा पी बा बी मा मी रा री ला ली सा सी हा वा जा गा",
    "ru": "ба ве го ди жа зе ки ло ма не по ра се та ши ля ну ро кра сто вер",
}
_LATIN = "ba be bi bo ca ce co da de di do fa fe ga go la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se ta"
_SECOND = timedelta(seconds=1)
_STEP = 20_000


def fill(count: int, *, written: int = 62_500, say: Callable[[str], None] = print, seed: int = 1) -> dict[str, float]:
    """Add about ``count`` products with one offer each, and all listings; return how many seconds each step took.

    The first ``written`` go the way of all listings; the others are copies of these rows, made by the database, each
    with a place of its own on the ladder of samples: a word is as frequent as it would be, only its neighbours repeat.
    """
    from karum.catalogue import services as catalogue
    from karum.seeds import bulk

    numbers = np.random.default_rng(seed)
    templates = bulk._templates()
    weights = _skewed([template.category_id for template in templates])
    seconds: dict[str, float] = {}
    times = -(-count // written)
    product = bulk._reserve("catalogue_product", written * times)
    variant = bulk._reserve("catalogue_variant", written * times)
    words = {language: _vocabulary(language, numbers) for language in LANGUAGES}
    with _timed(seconds, "products", say):
        for start in range(0, written, _STEP):
            size = min(_STEP, written - start)
            chosen = [templates[place] for place in numbers.choice(len(templates), size, p=weights)]
            _write(chosen, product + start, variant + start, words, numbers)
    # The demo's own listings go, too, so that the index is built once at the end.
    _sql("TRUNCATE catalogue_listing, catalogue_door", "ANALYZE")
    with _timed(seconds, f"reindex of {written:,} products", say):
        catalogue.rebuild_listings(processes=os.cpu_count() or 1)
    with _timed(seconds, "copies", say):
        _sql("DROP INDEX listing_words")
        for step in range(1, times):
            _copies(product, product + written - 1, step * written)
    with _timed(seconds, f"index of words of {written * times:,} listings", say):
        _sql("SET maintenance_work_mem = '256MB'", _INDEX)
    with _timed(seconds, "counting words", say):
        catalogue.count_words()
    with _timed(seconds, "statistics", say):
        _sql("VACUUM ANALYZE catalogue_listing", "VACUUM ANALYZE catalogue_word", "ANALYZE")
    return seconds


_INDEX = "CREATE INDEX listing_words ON catalogue_listing USING gin (words) WITH (fastupdate = off)"


@contextmanager
def _timed(seconds: dict[str, float], name: str, say: Callable[[str], None]) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - begun
    say(f"  {name}: {seconds[name]:.0f} s")


def _sql(*statements: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _copies(first: int, last: int, by: int) -> None:
    """Copy the goods with these ids to ids that are higher ``by`` so many."""
    goods = f"BETWEEN {first} AND {last}"
    _sql(
        f"""INSERT INTO catalogue_product (id, slug, handle, category_id, language, hs_code, origin, materials,
                                           created_by, state, created_at, updated_at)
            SELECT id + {by}, 'many-' || id + {by}, '', category_id, language, hs_code, origin, materials, created_by,
                   state, created_at, updated_at FROM catalogue_product WHERE id {goods}""",
        f"""INSERT INTO catalogue_producttext (product_id, language, title, summary, description, author, state,
                                               updated_at)
            SELECT product_id + {by}, language, title, summary, description, author, state, updated_at
              FROM catalogue_producttext WHERE product_id {goods}""",
        f"""INSERT INTO catalogue_variant (id, product_id, position, name, options, weight_g, length_mm, width_mm,
                                           height_mm, gtin)
            SELECT id + {by}, product_id + {by}, position, name, options, weight_g, length_mm, width_mm, height_mm, gtin
              FROM catalogue_variant WHERE product_id {goods}""",
        f"""INSERT INTO catalogue_offer (seller_id, variant_id, sku, currency, price_minor, breaks, incoterm,
                   quantity_min, pack_multiple, available, reserved, handling_days, state, created_at)
            SELECT o.seller_id, o.variant_id + {by}, 'M' || o.variant_id + {by}, o.currency, o.price_minor, o.breaks,
                   o.incoterm, o.quantity_min, o.pack_multiple, o.available, 0, o.handling_days, o.state, o.created_at
              FROM catalogue_offer o JOIN catalogue_variant v ON v.id = o.variant_id WHERE v.product_id {goods}""",
        f"""INSERT INTO catalogue_listing (product_id, seller_id, offer_id, price_from, currency, unit_minor, origin,
                   category_id, retail, wholesale, in_stock, listed_at, verified, materials, merit, version, words,
                   heading)
            SELECT l.product_id + {by}, l.seller_id, o.id, price_from, l.currency, unit_minor, origin, category_id,
                   retail, wholesale, in_stock, listed_at, verified, materials, merit, version,
                   ts_delete(words, ARRAY(SELECT 'g:' || n FROM generate_series(1, 14) AS n))
                   || array_to_tsvector(ARRAY(SELECT 'g:' || n FROM generate_series(1, h.height) AS n)),
                   heading
              FROM catalogue_listing l
              JOIN catalogue_variant v ON v.product_id = l.product_id + {by}
              JOIN catalogue_offer o ON o.variant_id = v.id
             CROSS JOIN LATERAL (
                   SELECT least(14, greatest(0, floor(
                          -ln(((hashint8extended(l.product_id + {by}, 7) & 4294967295) + 1) / 4294967296.0::float8)
                          / ln(2::float8) + (l.merit - 5) / 2.0::float8)))::int AS height
                  ) AS h
             WHERE l.product_id {goods}""",
    )


def _skewed(categories: list[int]) -> Any:
    """Chances of the templates: the category with most of them gets two fifths."""
    kinds = np.asarray(categories)
    largest = np.bincount(kinds).argmax()
    inside = kinds == largest
    return np.where(inside, 0.4 / inside.sum(), 0.6 / (~inside).sum())


def _vocabulary(language: str, numbers: Any) -> tuple[list[str], Any]:
    """Words of a language, the most frequent first, with their chances by Zipf's law."""
    code = language.split("-")[0]
    text = (files("karum.rules") / "data" / "product_words" / f"{code}.csv").read_text(encoding="utf-8")
    real = [word for row in csv.DictReader(text.splitlines()) for word in row["words"].split("|") if word]
    real = list(dict.fromkeys(real))
    numbers.shuffle(real)
    syllables = _SYLLABLES.get(language, _LATIN).split()
    sizes = (2,) if language == "zh-hans" else (2, 3, 3, 4)
    made = {"".join(numbers.choice(syllables, numbers.choice(sizes))) for _ in range(TAIL)}
    found = [*real, *sorted(made)]
    chances = 1 / (np.arange(len(found)) + 4.0)
    return found, chances / chances.sum()


def _write(
    chosen: list[Any], product: int, variant: int, words: dict[str, tuple[list[str], Any]], numbers: Any
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from karum.seeds.bulk import _copy

    now = timezone.now()
    size = len(chosen)
    spoken = numbers.choice(list(LANGUAGES), size, p=np.asarray(list(LANGUAGES.values())) / 100)
    age = numbers.integers(0, 700 * 86_400, size)
    factor = np.exp(numbers.normal(0, 0.8, size))
    stock = np.where(numbers.random(size) < 0.06, 0, numbers.integers(1, 300, size))
    texts = list(_texts(chosen, spoken, words, numbers))

    def goods() -> Iterator[tuple[Any, ...]]:
        for place, template in enumerate(chosen):
            kind = template.product
            yield (
                product + place, f"many-{product + place}", template.category_id, str(spoken[place]), kind.hs_code,
                kind.origin, json.dumps(list(kind.materials)), template.seller_id, "published", now, now,
            )  # fmt: skip

    def said() -> Iterator[tuple[Any, ...]]:
        for place, language, title, summary, description in texts:
            state = "original" if language == spoken[place] else "human"
            yield (product + place, language, title[:150], summary[:300], description, "", state, now)

    def kinds() -> Iterator[tuple[Any, ...]]:
        for place, template in enumerate(chosen):
            like = template.product.variants[0]
            yield (variant + place, product + place, 0, like.name, "[]", like.weight_g, *like.size_mm, "")

    def offers() -> Iterator[tuple[Any, ...]]:
        for place, template in enumerate(chosen):
            kind = template.product
            price = max(20, round(kind.variants[0].price_minor * float(factor[place])))
            breaks = [pair for pair in kind.breaks(price) if pair[1] < price]
            yield (
                template.seller_id, variant + place, f"M{variant + place}", template.seller.currency, price,
                json.dumps(breaks), "DAP", kind.quantity_min, kind.pack_multiple, int(stock[place]), 0,
                kind.handling_days, "active", now - int(age[place]) * _SECOND,
            )  # fmt: skip

    with transaction.atomic():
        _copy(
            "catalogue_product",
            "id, slug, category_id, language, hs_code, origin, materials, created_by, state, created_at, updated_at",
            goods(),
        )
        _copy(
            "catalogue_producttext",
            "product_id, language, title, summary, description, author, state, updated_at",
            said(),
        )
        _copy(
            "catalogue_variant",
            "id, product_id, position, name, options, weight_g, length_mm, width_mm, height_mm, gtin",
            kinds(),
        )
        _copy(
            "catalogue_offer",
            "seller_id, variant_id, sku, currency, price_minor, breaks, incoterm, quantity_min, pack_multiple, "
            "available, reserved, handling_days, state, created_at",
            offers(),
        )


def _texts(
    chosen: list[Any], spoken: Any, words: dict[str, tuple[list[str], Any]], numbers: Any
) -> Iterator[tuple[int, str, str, str, str]]:
    """Place, language, title, summary and description of each text."""
    also = numbers.random(len(chosen)) < ALSO_ENGLISH
    wanted: dict[str, list[int]] = {language: [] for language in words}
    for place, language in enumerate(spoken):
        wanted[str(language)].append(place)
        if also[place] and language != "en":
            wanted["en"].append(place)
    for language, places in wanted.items():
        vocabulary, chances = words[language]
        joint = "" if language == "zh-hans" else " "
        drawn = numbers.choice(len(vocabulary), (len(places), 36), p=chances)
        for place, row in zip(places, drawn, strict=True):
            text = [vocabulary[index] for index in row]
            title = chosen[place].product.titles.get(language)
            name = [text[0], title, text[1]] if title else text[:4]
            yield place, language, joint.join(name), joint.join(text[4:14]), joint.join(text[14:])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    import django

    django.setup()
    fill(int(sys.argv[1]), say=lambda text: print(text, flush=True))
