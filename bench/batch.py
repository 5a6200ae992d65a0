"""Door prices of whole catalogues: a list of 10,000 offers of a real hub, and a million offers for sixty countries."""

import os
import re
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

import numpy as np

from bench import start
from bench.frame import Row, say
from karum.rules.batch import Door, Kind, Parcels, door_prices
from karum.rules.domain import Market
from karum.rules.queries import hs_texts, market, markets
from tests.runtime.harness import Hub

OFFERS = int(os.environ.get("BENCH_BATCH", "1000000"))
COUNTRIES = 60
KINDS = 2_000
SELLERS = (
    ("DE", "EUR"), ("VN", "USD"), ("GB", "GBP"), ("IN", "INR"), ("CN", "CNY"), ("KE", "KES"), ("RW", "USD"),
)  # fmt: skip
FX = {
    f"EUR/{code}": Decimal(rate)
    for code, rate in {
        "USD": "1.1", "GBP": "0.87", "INR": "95", "CNY": "7.9", "KES": "142", "CAD": "1.5", "AUD": "1.7", "NOK": "11.7",
        "CHF": "0.94", "JPY": "165", "KRW": "1500", "BRL": "6", "MXN": "20", "SGD": "1.45", "NZD": "1.95", "SEK": "11",
        "PLN": "4.3", "CZK": "24.5", "DKK": "7.46", "HUF": "390", "RON": "5.1", "TRY": "45", "ZAR": "20", "AED": "4.04",
        "SAR": "4.13", "THB": "38", "IDR": "18000", "MYR": "4.7", "PHP": "64", "ILS": "3.9", "HKD": "8.6",
    }.items()
}  # fmt: skip


def measure(hub: Hub) -> list[Row]:
    return [*_list(hub), *_catalogue()]


def _list(hub: Hub) -> list[Row]:
    """What ``karum prices`` says of itself: from the query for the offers to the last price."""
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    rows = []
    for country in ("DE", "GB", "US", "JP"):
        command = [sys.executable, "-m", "karum", "prices", country, "--limit", "10000"]
        said = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stderr
        found = re.search(r"([\d,]+) offers to \w+ in ([\d.]+) s", said)
        assert found is not None, said
        rows.append(Row(f"door prices of {found[1]} offers to {country}", float(found[2]), "s"))
    return rows


def _catalogue() -> list[Row]:
    chosen = _countries()
    say(f"  {OFFERS:,} offers for {len(chosen)} countries")
    begun = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(_country, chosen))
    seconds = time.perf_counter() - begun
    known = sum(answer[1] for answer in answers) / (OFFERS * len(chosen))
    processor = sum(answer[0] for answer in answers)
    return [
        Row(f"one pass: {OFFERS:,} offers x {len(chosen)} countries, {os.cpu_count()} processes", seconds, "s"),
        Row("the same, for one core", OFFERS * len(chosen) / processor, "quotes/s"),
        Row("the same, quotes whose total is known", known * 100, "%"),
        Row("the same, reckoned singly by the engine", 100 * sum(a[2] for a in answers) / (OFFERS * len(chosen)), "%"),
        Row("the same, memory of a process at most", max(answer[3] for answer in answers), "MB"),
    ]


def _countries() -> list[str]:
    """Sixty markets, those outside the EU first."""
    own = sorted(markets(), key=lambda code: (len(_rules(code).union) > 1, code))
    return own[:COUNTRIES]


def _rules(code: str) -> Market:
    found = market(code)
    assert found is not None
    return found


def _country(code: str) -> tuple[float, int, int, int]:
    """Seconds of processor, prices known, prices reckoned singly, and megabytes at most."""
    rules = _rules(code)
    kinds, columns = _goods()
    currency = rules.currency if f"EUR/{rules.currency}" in FX or rules.currency == "EUR" else "EUR"
    begun = time.process_time()
    found = door_prices(kinds, columns, Door(code, currency, datetime.now(UTC).date(), FX), rules)
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return spent, int((found.landed >= 0).sum()), found.reckoned_singly, peak


def _goods() -> tuple[list[Kind], Parcels]:
    chance, numbers = Random(1), np.random.default_rng(1)
    codes = [code for code in hs_texts() if len(code) == 6]
    kinds = []
    for _ in range(KINDS):
        country, currency = chance.choice(SELLERS)
        kinds.append(Kind(chance.choice(codes), country, country, currency, currency, mode="post"))
    return kinds, Parcels(
        numbers.integers(0, KINDS, OFFERS),
        numbers.integers(100, 50_000, OFFERS),
        np.ones(OFFERS, np.int64),
        numbers.integers(500, 3_000, OFFERS),
        np.full(OFFERS, 300),
    )
