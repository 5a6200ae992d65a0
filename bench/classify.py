"""How well and how fast product names find their HS code: the labelled names in tests/rules/classify, and the demo's.

``python -m bench.classify`` prints the whole table (and with ``--misses PART`` what was missed in that part).
Top n: the right code is among the first n of the list; for headings, among the codes of the first n headings.
"""

import argparse
import csv
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.frame import Row
from karum.rules.classify import classify
from tests.runtime.harness import Hub

ROOT = Path(__file__).parent.parent
LABELLED = sorted((ROOT / "tests/rules/classify").glob("labelled*.csv"))
SELLERS = ROOT / "src/karum/seeds/data/sellers"
TOPS = (1, 3, 10)


class Case(NamedTuple):
    """``group``: what it is counted in, such as ``en held-out``."""

    group: str
    language: str
    text: str
    code: str


class Ranks(NamedTuple):
    """Places from 1 on; 0: not in the list of 30."""

    heading: int
    subheading: int


def labelled() -> list[Case]:
    cases = []
    for path in LABELLED:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cases.append(Case(f"{row['language']} {row['part']}", row["language"], row["text"], row["code"]))
    return cases


def demo() -> list[Case]:
    """Titles of the demo's products, which others wrote before this was made; every second seller is held out."""
    cases = []
    for place, path in enumerate(sorted(SELLERS.glob("*.toml"))):
        part = "demo held-out" if place % 2 else "demo tune"
        for product in tomllib.loads(path.read_text(encoding="utf-8")).get("products", ()):
            material = next(iter(product.get("materials", ())), "")
            for language, title in product["title"].items():
                words = f"{title}, {material}" if language == "en" else title
                cases.append(Case(f"{language} {part}", language, words, product["hs"]))
    return cases


def ranks(case: Case) -> Ranks:
    found = classify(case.text, case.language, 30).candidates
    codes = [candidate.code for candidate in found]
    headings = list(dict.fromkeys(code[:4] for code in codes))
    heading, code = case.code[:4], case.code
    return Ranks(
        headings.index(heading) + 1 if heading in headings else 0, codes.index(code) + 1 if code in codes else 0
    )


def share(places: Iterable[int], top: int) -> float:
    places = list(places)
    return 100 * sum(0 < place <= top for place in places) / len(places)


def measure(hub: Hub) -> list[Row]:
    """For ``make bench``: the held-out parts, and the speed."""
    rows = []
    groups = _by_group([case for case in labelled() if case.group.endswith("held-out")])
    for group, cases in groups.items():
        found = [ranks(case) for case in cases]
        for level in ("heading", "subheading"):
            for top in TOPS:
                places = [getattr(each, level) for each in found]
                rows.append(Row(f"classify, {group}, {level} in the top {top}", share(places, top), "%"))
    return rows + speed()


def speed() -> list[Row]:
    """The first call and memory in a process of its own; then one query after the other."""
    script = (
        "import gc, psutil, time, karum.rules.classify as c, karum.rules.queries as q; q.hs_texts();"
        "gc.collect(); rss = lambda: psutil.Process().memory_info().rss; before = rss(); begun = time.process_time();"
        "c.classify('cotton scarf', 'en'); took = time.process_time() - begun;"
        "gc.collect(); print(took * 1000, (rss() - before) / 1e6)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first_ms, memory_mb = map(float, ran.stdout.split())
    times_ms = []
    cases = labelled()
    for case in cases * 2:
        begun = time.perf_counter()
        classify(case.text, case.language)
        times_ms.append((time.perf_counter() - begun) * 1000)
    times_ms = sorted(times_ms[len(cases) :])  # the second time: vocabularies are read when first asked
    return [
        Row("classify, the first call, with its index, CPU", first_ms, "ms"),
        Row("classify, memory of the index and English", memory_mb, "MB"),
        Row("classify, a query, p50", statistics.median(times_ms), "ms"),
        Row("classify, a query, p99", times_ms[int(len(times_ms) * 0.99)], "ms"),
    ]


def _by_group(cases: Iterable[Case]) -> dict[str, list[Case]]:
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    return groups


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.classify")
    parser.add_argument("--misses", default="", help="also print what is not first in this group: 'en tune'")
    wanted = parser.parse_args().misses
    if wanted.endswith("held-out"):
        parser.error("held-out cases are only counted: who looks at them tunes on them")
    print(f"{'':<22}{'cases':>6}   heading top 1/3/10      subheading top 1/3/10")
    for group, cases in sorted(_by_group([*labelled(), *demo()]).items()):
        found = [(case, ranks(case)) for case in cases]
        figures = [[share([getattr(r, level) for _c, r in found], top) for top in TOPS] for level in Ranks._fields]
        print(f"{group:<22}{len(cases):>6}   " + "     ".join("".join(f"{f:>6.1f}" for f in line) for line in figures))
        for case, rank in found if group == wanted else ():
            if rank.subheading != 1:
                first = classify(case.text, case.language, 3).candidates
                print(f"    {case.text!r} {case.code} at {rank}: {[each.code for each in first]}")
    for row in speed():
        print(f"{row.name:<45}{row.value:>10.2f} {row.unit}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
