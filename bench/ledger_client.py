"""One client of the ledger, in a process of its own: ``python -m bench.ledger_client``.

It reads ``make KIND BATCH SELLERS SECONDS`` and makes entries as their makers do, with ids from uuid5: that is not the
ledger's work. Then it reads ``post``, posts them for that long and prints what happened as JSON.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from uuid import UUID, uuid5

import django
import psutil

os.environ["DJANGO_SETTINGS_MODULE"] = "karum.site.settings"
django.setup()

from django.db import connection, transaction  # noqa: E402

from karum.ledger.domain import Entry, Kind, Purpose, Verdict  # noqa: E402
from karum.ledger.services import post_each  # noqa: E402
from karum.money import Money  # noqa: E402

WARM = 8  # batches: after a few of them PostgreSQL keeps its plans
PER_S_MAX = 60_000  # transfers that are made ahead for each second
SINGLES_PER_S_MAX = 4_000
TOO_MUCH = Money(10**14, "EUR")

Batch = list[list[Entry]]


def main() -> None:
    random = Random(os.getpid())
    for line in sys.stdin:
        _, kind, words = line.split(maxsplit=2)
        size, sellers, seconds = (float(word) for word in words.split())
        chains = {"income": income, "nothing": income, "refusals": refusals, "holds": holds}[kind](random, int(sellers))
        act: Callable[[Batch], object] = nothing if kind == "nothing" else post
        open_accounts(int(sellers))
        run(act, make(chains, int(size), WARM), 60)
        per_s = SINGLES_PER_S_MAX if size == 1 else PER_S_MAX
        batches = make(chains, int(size), int(seconds * per_s / size))
        gc.collect()
        gc.freeze()  # what waits here to be sent is no work of the ledger's
        print("made", flush=True)
        sys.stdin.readline()
        print(json.dumps(run(act, batches, seconds)), flush=True)
        gc.unfreeze()


def make(chains: Iterator[list[Entry]], size: int, count: int) -> list[Batch]:
    return [[next(chains) for _ in range(size)] for _ in range(count)]


def income(random: Random, sellers: int) -> Iterator[list[Entry]]:
    """A seller's income: a protected account that grows. One seller: the same two rows for everybody."""
    while True:
        key = UUID(int=random.getrandbits(128), version=4)
        amount = Money(random.randint(1, 9_999), "EUR")
        yield [Entry(uuid5(key, "pay"), random.randint(1, sellers), Purpose.CLEARING, Purpose.PAYABLE, amount, "bench")]


def refusals(random: Random, sellers: int) -> Iterator[list[Entry]]:
    """One in ten takes more than there is."""
    for (e,) in income(random, sellers):
        refused = random.random() < 0.1
        yield [Entry(e.id, e.seller_id, Purpose.PAYABLE, Purpose.BANK, TOO_MUCH, "bench")] if refused else [e]


def holds(random: Random, sellers: int) -> Iterator[list[Entry]]:
    """A hold, and then its post."""
    for (e,) in income(random, sellers):
        sides = e.seller_id, Purpose.CLEARING, Purpose.ESCROW, e.amount
        yield [Entry(e.id, *sides, "hold", Kind.PENDING)]
        yield [Entry(uuid5(e.id, "paid"), *sides, "paid", Kind.POST, e.id)]


def open_accounts(sellers: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_account SELECT n, purpose, 'EUR', 0, 0, 0, 0 FROM generate_series(1, %s) AS n,"
            " unnest(ARRAY['bank', 'clearing', 'escrow', 'payable']) AS purpose ON CONFLICT DO NOTHING",
            [sellers],
        )


def post(batch: Batch) -> None:
    results = post_each(batch, now=datetime.now(UTC))
    for chain, result in zip(batch, results, strict=True):
        assert result.verdict is (Verdict.OVERDRAWN if chain[0].amount is TOO_MUCH else Verdict.CREATED), result


def nothing(batch: Batch) -> None:
    """What a transaction costs a client in Python before it does anything."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def run(act: Callable[[Batch], object], batches: list[Batch], seconds: float) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    commits_s: list[float] = []
    posted, server_s, client_s = 0, _processor_s(server), time.process_time()
    begun_s = now_s = time.perf_counter()
    for batch in batches:
        if now_s - begun_s > seconds:
            break
        act(batch)
        sent_s, now_s = now_s, time.perf_counter()
        commits_s.append(now_s - sent_s)
        posted += len(batch)
    return {
        "posted": posted,
        "begun_s": begun_s,
        "ended_s": now_s,
        "commits_s": commits_s,
        "server_s": _processor_s(server) - server_s,
        "client_s": time.process_time() - client_s,
    }


def _processor_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
