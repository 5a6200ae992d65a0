"""The ledger through its public ``post_each``: batches, single posts in alternation with pgbench's TPC-B, long books.

All on one server with fsync on. By the clock, and in processor time, which says more where others use the machine.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from bench import ledger_books, start
from bench.frame import Row, say
from bench.tpcb import tpcb
from tests.runtime.harness import Hub

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))  # of one run
ROUNDS = 3  # of which the median counts
BATCH = 1_000
SELLERS = 5_000  # each with the accounts clearing and payable
WHERE = {1: "one hot account", SELLERS: f"{SELLERS * 2:,} accounts"}
KINDS = {"income": "", "refusals": ", a tenth refused", "holds": ", holds and their posts"}
BATCHES = (
    (1, "income", 1),
    (2, "income", 1),
    (1, "income", SELLERS),
    (2, "income", SELLERS),
    (1, "holds", SELLERS),
    (1, "refusals", SELLERS),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What clients did together, by the clock from the first one's begin to the last one's end."""

    rate: float  # transfers/s
    commits_s: list[float]  # how long each took, sorted
    server_us: float  # of processor time for each transfer
    client_us: float

    def commit_ms(self, percent: int) -> float:
        return self.commits_s[min(len(self.commits_s) - 1, len(self.commits_s) * percent // 100)] * 1000


def measure(hub: Hub) -> list[Row]:
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    return [*ledger_books.measure(env), *_batches(env), *_singles(hub, env)]  # the books first: the rest has no orders


def _batches(env: dict[str, str]) -> list[Row]:
    rows = []
    for count, kind, sellers in BATCHES:
        name = f"post_each, batches of {BATCH:,}{KINDS[kind]}, {_clients(count)}, {WHERE[sellers]}"
        say(f"  {name}")
        with clients(env, count) as run:
            runs = [run(kind, BATCH, sellers) for _ in range(ROUNDS)]
        rows += [
            Row(name, median(one.rate for one in runs), "transfers/s"),
            Row(f"{name}: p99 of a commit", median(one.commit_ms(99) for one in runs), "ms"),
            Row(f"{name}: processor, server", median(one.server_us for one in runs), "us/transfer"),
            Row(f"{name}: processor, client", median(one.client_us for one in runs), "us/transfer"),
        ]
    return rows


def _singles(hub: Hub, env: dict[str, str]) -> list[Row]:
    """Each round runs all of them, one after another; the share of pgbench's rate is that of the same round."""
    rows = []
    for count in (1, 4, 8):
        say(f"  single posts beside pgbench, {_clients(count)}")
        with tpcb(hub) as pgbench, clients(env, count) as run:
            rounds = [
                (
                    pgbench(count, SECONDS),
                    {sellers: run("income", 1, sellers) for sellers in WHERE},
                    run("nothing", 1, 1),
                )
                for _ in range(ROUNDS)
            ]
        rows += [
            Row(f"pgbench TPC-B, {_clients(count)}", median(base for base, _, _ in rounds), "transactions/s"),
            Row(
                f"BEGIN, SELECT 1, COMMIT by psycopg, {_clients(count)}", median(one.rate for _, _, one in rounds), "/s"
            ),
        ]
        for sellers, where in WHERE.items():
            name = f"post_each, single, {_clients(count)}, {where}"
            runs = [ours[sellers] for _, ours, _ in rounds]
            rows += [
                Row(name, median(one.rate for one in runs), "transfers/s"),
                Row(f"{name}: of TPC-B", median(100 * ours[sellers].rate / base for base, ours, _ in rounds), "%"),
                Row(f"{name}: p50 of a commit", median(one.commit_ms(50) for one in runs), "ms"),
                Row(f"{name}: p99 of a commit", median(one.commit_ms(99) for one in runs), "ms"),
                Row(f"{name}: processor, server", median(one.server_us for one in runs), "us/transfer"),
                Row(f"{name}: processor, client", median(one.client_us for one in runs), "us/transfer"),
            ]
    return rows


def _clients(count: int) -> str:
    return f"{count} client{'s' * (count > 1)}"


@contextmanager
def clients(env: dict[str, str], count: int) -> Iterator[Callable[[str, int, int], Run]]:
    """Yield ``run(kind, batch, sellers)``: ``count`` processes post at the same time (``bench.ledger_client``)."""
    command = [sys.executable, "-m", "bench.ledger_client"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [subprocess.Popen(command, env=env, text=True, **pipes) for _ in range(count)]

    def ask(words: str) -> list[str]:
        for client in running:
            assert client.stdin is not None
            client.stdin.write(words + "\n")
            client.stdin.flush()
        return [client.stdout.readline() for client in running if client.stdout is not None]

    def run(kind: str, batch: int, sellers: int) -> Run:
        assert ask(f"make {kind} {batch} {sellers} {SECONDS}") == ["made\n"] * count
        found = [json.loads(answer) for answer in ask("post")]
        posted = sum(one["posted"] for one in found)
        took_s = max(one["ended_s"] for one in found) - min(one["begun_s"] for one in found)
        return Run(
            posted / took_s,
            sorted(each for one in found for each in one["commits_s"]),
            sum(one["server_s"] for one in found) * 1e6 / posted,
            sum(one["client_s"] for one in found) * 1e6 / posted,
        )

    try:
        yield run
    finally:
        for client in running:
            client.communicate()
