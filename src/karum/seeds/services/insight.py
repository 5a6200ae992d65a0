"""Counts of the demo: eight weeks of pages seen, words searched and carts, the same at each start."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from karum.catalogue.queries import products_of_seller
from karum.insight.domain.tally import BANDS, Step, What
from karum.insight.queries import insight
from karum.insight.services import add_rows

DAYS = 56
COUNTRIES = {"GB": 0.3, "US": 0.25, "KE": 0.2, "DE": 0.15, "FR": 0.1}
SEARCHED = {"coffee": 46, "basket": 38, "scarf": 30, "tea": 25, "mug": 22, "earrings": 14, "rug": 12}
MISSED = {"yoga mat": 17, "baby carrier": 13, "copper pot": 11, "left-handed scissors": 8}
# How many of a hundred carts come to each step, and how many fewer by each higher band.
REACHED = {Step.CART: 100, Step.ADDRESS: 70, Step.DELIVERY: 62, Step.REVIEW: 55, Step.PAY: 41, Step.DONE: 36}
Row = tuple[date, str, int, str, str, int]


def seed_insight(sellers: Mapping[str, int], *, today: date) -> int:
    """Write the counts unless there are some; return how many rows."""
    if insight(None, last=today, days=DAYS).views:
        return 0
    rows = [row for slug, seller_id in sorted(sellers.items()) for row in _of_seller(slug, seller_id, today)]
    for words, number in (*SEARCHED.items(), *MISSED.items()):
        for week in range(DAYS // 7):
            day = today - timedelta(days=7 * week + 1)
            rows.append((day, What.ASKED.value, 0, "GB", words, number))
            if words in MISSED:
                rows.append((day, What.MISSED.value, 0, "GB", words, number))
    add_rows(rows)
    return len(rows)


def _of_seller(slug: str, seller_id: int, today: date) -> Iterator[Row]:
    chance = random.Random(f"insight {slug}")
    products = [row.slug for row in products_of_seller(seller_id, "en", limit=3)]
    size = chance.uniform(4, 18)
    for back in range(DAYS):
        day = today - timedelta(days=back)
        busy = size * (1.35 if day.weekday() >= 5 else 1) * (1.4 - back / DAYS * 0.8) * chance.uniform(0.7, 1.3)
        for country, share in COUNTRIES.items():
            for place, product in enumerate(products):
                number = round(busy * share * (1 - 0.25 * place))
                if number:
                    yield (day, What.VIEW.value, seller_id, country, product, number)
                    yield (day, What.VIEW.value, 0, country, product, number)
    for place, lower in enumerate(BANDS[1:6]):
        carts = round(size * (5 - abs(place - 1.5)))
        for step, hundredth in REACHED.items():
            fewer = 1 if step is Step.CART else 1 - 0.12 * place
            for country, share in COUNTRIES.items():
                number = round(carts * share * hundredth / 100 * fewer)
                if number > 0:
                    day = today - timedelta(days=3)
                    yield (day, What.STEP.value, seller_id, country, f"{step}:{lower}", number)
                    yield (day, What.STEP.value, 0, country, f"{step}:{lower}", number)
