"""How well search finds what people mean: nDCG@10 of questions judged by hand (relevance.toml), on the demo catalogue.

``python -m bench relevance`` prints it over all, per language and per kind; ``python -m bench.relevance`` does so for
the hub of DATABASE_URL, with each question that scores low. How it was judged: docs/explanation/search.md.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import NamedTuple

from bench.frame import Row
from tests.runtime.harness import Hub

JUDGED = Path(__file__).with_suffix(".toml")
GRADES = {"best": 3, "good": 2, "near": 1}
TOP = 10


class Question(NamedTuple):
    """``grades``: product's slug -> 1 to 3; every other product is 0."""

    need: str
    language: str
    kind: str
    words: str
    grades: Mapping[str, int]


class Answer(NamedTuple):
    """What search showed first for a question, as slugs of products, and its nDCG@10 (0 to 1)."""

    question: Question
    shown: tuple[str, ...]
    score: float


def questions() -> list[Question]:
    """Return the judged questions in the order of the file."""
    found = []
    for need, row in tomllib.loads(JUDGED.read_text(encoding="utf-8")).items():
        grades = {slug: grade for name, grade in GRADES.items() for slug in row.get(name, ())}
        found += [Question(need, language, kind, words, grades) for language, kind, words in row["asked"]]
    return found


def ndcg(shown: Sequence[str], grades: Mapping[str, int], listings: Mapping[str, int]) -> float:
    """Return the discounted gain of what is shown beside that of the best order (Järvelin and Kekäläinen 2002).

    listings: product's slug -> how many firms sell it. A gain is 2 to the power of the grade, less one.
    """
    best = sorted((grade for slug, grade in grades.items() for _ in range(listings[slug])), reverse=True)
    return _gain(grades.get(slug, 0) for slug in shown[:TOP]) / _gain(best[:TOP])


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def listings() -> Counter[str]:
    """How many firms of the demo sell each product."""
    from karum.seeds import content

    own = Counter(product.slug for seller in content.sellers() for product in seller.products)
    return own + Counter(resale.product for resale in content.resales())


def answers() -> list[Answer]:
    """Ask the hub's search every question."""
    from karum.catalogue.queries import SearchQuery, search

    sold = listings()
    found = []
    for question in questions():
        page = search(SearchQuery(words=question.words, language=question.language, page_size=TOP))
        shown = tuple(hit.product_slug for hit in page.hits)
        found.append(Answer(question, shown, ndcg(shown, question.grades, sold)))
    return found


def fill_shelves() -> None:
    """The demo's firms and goods, without pictures and without a past."""
    from django.utils import timezone, translation

    from karum.seeds import content
    from karum.seeds.services.firms import seed_people, seed_seller
    from karum.seeds.services.shelves import finish_shelves, seed_resales, seed_shelves

    now = timezone.now()
    with translation.override("en"):
        seed_people()
        seed_shelves()
        seed_resales({row.slug: seed_seller(row, now=now)[0] for row in content.sellers()})
        finish_shelves(now.date())


def rows(found: Sequence[Answer]) -> list[Row]:
    """The mean of all, of each language and of each kind."""
    groups = {f"relevance: {len(found)} questions": list(found)}
    for answer in found:
        groups.setdefault(f"relevance, language {answer.question.language}", []).append(answer)
    for answer in found:
        groups.setdefault(f"relevance, {answer.question.kind}", []).append(answer)
    return [Row(name, statistics.mean(one.score for one in group), "nDCG@10") for name, group in groups.items()]


def measure(_hub: Hub) -> list[Row]:
    """In a hub of its own: the goods of other measurements would stand among those that were judged."""
    with tempfile.TemporaryDirectory(prefix="karum-relevance-") as folder:
        hub = Hub(Path(folder))
        hub.start()
        try:
            env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": folder}
            command = [sys.executable, "-m", "bench.relevance", "--fill", "--json"]
            done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
        finally:
            hub.stop()
    return [Row(*row) for row in json.loads(done.stdout)]


def main(arguments: Sequence[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    import django

    django.setup()
    if "--fill" in arguments:
        fill_shelves()
    found = answers()
    if "--json" in arguments:
        print(json.dumps([(row.name, row.value, row.unit) for row in rows(found)]))
        return
    for row in rows(found):
        print(f"  {row.name:<36} {row.value:.3f}")
    for answer in sorted(found, key=lambda one: one.score):
        if answer.score < 0.8:
            question = answer.question
            print(f"  {answer.score:.2f} {question.language} {question.words!r} ({question.need}): {answer.shown}")


if __name__ == "__main__":
    main(sys.argv[1:])
