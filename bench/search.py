"""Search at a million listings: the first page of every kind of question, find and cards, asked of the engine itself.

Beside the time on the clock stands the time on the processor (this process and its session of PostgreSQL together):
what the question costs where nothing else runs. ``python -m bench search``; BENCH_LISTINGS for fewer, BENCH_KEEP=folder
to fill a hub that can be measured again.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import start
from bench.frame import Row, say
from tests.runtime.harness import Hub

LISTINGS = int(os.environ.get("BENCH_LISTINGS", "1000000"))
ASKED = int(os.environ.get("BENCH_ASKED", "120"))
DOORS = ("DE", "KE")
CHINESE = "咖啡 茶 羊毛 围巾 陶瓷 木 蜂蜜 篮子 竹 丝绸 皮革 杯子 卢旺达咖啡 棉布 手工 橄榄 花茶 银".split()  # noqa: SIM905
SWAHILI = "kahawa chai kikapu asali nguo vikapu sabuni mafuta udongo mbao pamba sufi".split()  # noqa: SIM905


def measure(hub: Hub) -> list[Row]:
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    out = hub.folder / "search.json"
    subprocess.run([sys.executable, "-m", "bench.search", str(out)], env=env, check=True)
    return [Row(*row) for row in json.loads(out.read_text())]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    import django

    django.setup()
    out = Path(sys.argv[-1])
    rows = _fill(out.with_name("filled")) + ask_all()
    out.write_text(json.dumps(rows))


def _fill(done: Path) -> list[tuple[str, float, str]]:
    """done: says what the hub was filled with, once it was."""
    from bench.many import fill

    if done.exists():
        say(f"  the catalogue was filled before: {done.read_text()}")
        return []
    say(f"  filling the catalogue with {LISTINGS:,} listings")
    seconds = fill(LISTINGS, say=say)
    rows = [(f"search, {name}", value, "s") for name, value in seconds.items()] + fill_doors()
    done.write_text(f"{LISTINGS:,} listings")
    return rows


def fill_doors() -> list[tuple[str, float, str]]:
    """The prices at two countries' doors of all listings."""
    from django.db import connection

    from karum.catalogue.services import note_destination
    from karum.orders.services import doors

    now = datetime.now(UTC)
    rows: list[tuple[str, float, str]] = []
    for country in DOORS:
        note_destination(country, today=now.date())
        begun = time.perf_counter()
        count = doors.fill_doors(country, now=now)
        rows.append(
            (f"search, prices at the door of {count:,} listings to {country}", time.perf_counter() - begun, "s")
        )
        say(f"  {rows[-1]}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE catalogue_door")
        cursor.execute("SELECT pg_total_relation_size('catalogue_door')")
        rows.append((f"search, size of the doors of {len(DOORS)} countries", cursor.fetchone()[0] / 1e6, "MB"))
        for name in ("catalogue_listing", "listing_words"):
            cursor.execute("SELECT pg_table_size(%s::regclass)", [name])
            rows.append((f"search, size of {name}", cursor.fetchone()[0] / 1e6, "MB"))
    return rows


def ask_all() -> list[tuple[str, float, str]]:
    rows: list[tuple[str, float, str]] = []
    every: list[tuple[float, float]] = []
    kinds = _kinds()
    for question in kinds.values():  # names of countries, synonyms and the first pages of the index are read once
        _ask(question)
    for name, question in kinds.items():
        times = [_ask(question) for _ in range(ASKED)]
        every += times
        rows += _rows(name, times)
        say(f"  {name}: " + ", ".join(f"{row[0].rpartition(', ')[2]} {row[1]:.1f}" for row in rows[-4:]))
    return rows + _rows("all of these", every)


def _rows(name: str, times: list[tuple[float, float]]) -> list[tuple[str, float, str]]:
    found = []
    for kind, place in (("clock", 0), ("processor", 1)):
        ordered = sorted(one[place] for one in times)
        for percent in (50, 99):
            found.append((f"search, {name}, {kind} p{percent}", _percentile(ordered, percent), "ms"))
    return found


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def _ask(question: Callable[[], Any]) -> tuple[float, float]:
    """Milliseconds on the clock and on the processor."""
    from karum.catalogue.queries import search

    asked = question()
    busy, begun = _busy_ms(), time.perf_counter()
    search(asked)
    passed = (time.perf_counter() - begun) * 1000
    return passed, _busy_ms() - busy


def _busy_ms() -> float:
    """What this process and its session of the database have spent on a processor."""
    from django.db import connection

    connection.ensure_connection()
    server = connection.connection.info.backend_pid
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in (os.getpid(), server)) / 1e6


def _kinds() -> dict[str, Callable[[], Any]]:
    from karum.catalogue.models import Listing, Word
    from karum.catalogue.queries import SearchQuery, Sort, Terms
    from karum.catalogue.queries.categories import slug_of

    chance = random.Random(1)
    total = Listing.objects.count()
    words = list(Word.objects.exclude(text="").values_list("text", "uses"))
    latin = [(text, uses) for text, uses in words if text.isascii()]
    rare = [text for text, uses in latin if 5 <= uses <= 200]
    middle = [text for text, uses in latin if total / 1000 <= uses <= total / 100]
    common = [text for text, _ in sorted(latin, key=lambda one: -one[1])[:60]]
    of_scripts = {
        "Arabic": [text for text, _ in words if "\u0600" <= text[0] <= "\u06ff"],
        "Hindi": [text for text, _ in words if "\u0900" <= text[0] <= "\u097f"],
        "Russian": [text for text, _ in words if "\u0400" <= text[0] <= "\u04ff"],
    }
    category_ids = list(Listing.objects.values_list("category_id", flat=True).distinct())
    largest = slug_of(max(category_ids, key=lambda key: Listing.objects.filter(category_id=key).count()))
    slugs = [slug_of(key) for key in category_ids]
    sellers = list(Listing.objects.values_list("seller_id", flat=True).distinct())
    origins = list(Listing.objects.values_list("origin", flat=True).distinct())
    materials = ["wool", "cotton", "clay", "silk", "wood", "leather"]

    def some(*choices: list[str]) -> str:
        return " ".join(chance.choice(one) for one in choices)

    def slip(word: str) -> str:
        place = chance.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1 :]

    long = [text for text in rare + middle if len(text) > 5]
    return {
        "a rare word": lambda: SearchQuery(words=some(rare)),
        "a word in a hundredth": lambda: SearchQuery(words=some(middle)),
        "one of the sixty most common words": lambda: SearchQuery(words=some(common)),
        "two common words": lambda: SearchQuery(words=some(common, common)),
        "a common and a rare word": lambda: SearchQuery(words=some(common, rare)),
        "the first three letters of a word": lambda: SearchQuery(words=some(common + middle)[:3]),
        "Chinese words": lambda: SearchQuery(words=some(CHINESE), language="zh-hans"),
        "Arabic words": lambda: SearchQuery(words=some(of_scripts["Arabic"]), language="ar"),
        "Hindi words": lambda: SearchQuery(words=some(of_scripts["Hindi"]), language="hi"),
        "Russian words": lambda: SearchQuery(words=some(of_scripts["Russian"]), language="ru"),
        "Swahili words": lambda: SearchQuery(words=some(SWAHILI), language="sw"),
        "a misspelt word": lambda: SearchQuery(words=slip(some(long))),
        "words that never meet": lambda: SearchQuery(words=some(rare, rare, common)),
        "a category, newest first": lambda: SearchQuery(category=chance.choice(slugs)),
        "the category with 40 % of the goods, by price": lambda: SearchQuery(category=largest, sort=Sort.PRICE),
        "a seller's shop": lambda: SearchQuery(seller_id=chance.choice(sellers), sort=Sort.NEWEST),
        "origin and a price range": lambda: SearchQuery(
            origin=chance.choice(origins), price_min_minor=1_000, price_max_minor=3_000
        ),
        "a common word in stock, by price": lambda: SearchQuery(words=some(common), in_stock=True, sort=Sort.PRICE),
        "a common word above a price, by price": lambda: SearchQuery(
            words=some(common), price_min_minor=5_000, sort=Sort.PRICE
        ),
        "a common word with prices at the door": lambda: SearchQuery(words=some(common), deliver_to="DE"),
        "a common word, by the price at the door": lambda: SearchQuery(
            words=some(common), deliver_to="DE", sort=Sort.DOOR
        ),
        "a common word below a price at the door": lambda: SearchQuery(
            words=some(common), deliver_to="DE", door_max_minor=chance.choice((2_000, 4_000, 8_000))
        ),
        "a word in a hundredth, there in two weeks": lambda: SearchQuery(
            words=some(middle), deliver_to="DE", arrives_within_days=14
        ),
        "a common word, by the day of delivery": lambda: SearchQuery(
            words=some(common), deliver_to="DE", sort=Sort.ARRIVAL
        ),
        "a material, wholesale, small countries": lambda: SearchQuery(
            material=chance.choice(materials), terms=Terms.WHOLESALE, small_countries=chance.random() < 0.5
        ),
        "verified sellers, a common word": lambda: SearchQuery(words=some(common), verified=True),
    }


if __name__ == "__main__":
    main()
