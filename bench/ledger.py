"""The ledger through its public ``post_each`` beside pgbench's TPC-B on the same server, and ``verify`` of long books.

fsync is on. Clients are processes of their own: ``python -m bench.ledger client BATCH ACCOUNTS SECONDS`` with
DATABASE_URL set is one.
"""

import json
import os
import re
import subprocess
import sys
import time
from random import Random

from bench import start
from bench.frame import Row, say
from bench.orders import pgbench
from tests.runtime.harness import Hub

SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
TRANSFERS = int(os.environ.get("BENCH_LEDGER", "10000000"))
SELLERS = 5_000  # with two accounts each: clearing and payable


def measure(hub: Hub) -> list[Row]:
    start.ensure(hub)
    env = os.environ | {"DATABASE_URL": hub.database_url, "SECRET_KEY": "bench", "KARUM_DATA": str(hub.folder)}
    rows = []
    for batch, clients in ((1, 1), (1, 4), (1000, 1), (1000, 2)):
        for sellers, where in ((1, "one hot account"), (SELLERS, f"{SELLERS * 2:,} accounts")):
            size = "single" if batch == 1 else f"batches of {batch:,}"
            name = f"post_each, {size}, {clients} client{'s' * (clients > 1)}, {where}"
            say(f"  {name}")
            rate, p50_ms, p99_ms = _clients(env, clients, batch, sellers)
            rows += [
                Row(name, rate, "transfers/s"),
                Row(f"{name}: p50 of a commit", p50_ms, "ms"),
                Row(f"{name}: p99 of a commit", p99_ms, "ms"),
            ]
    return [*rows, *pgbench(hub, SECONDS), *_verify(env)]


def _clients(env: dict[str, str], clients: int, batch: int, sellers: int) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "bench.ledger", "client", str(batch), str(sellers), str(SECONDS)]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(clients)]
    results = [json.loads(client.communicate()[0]) for client in running]
    times = sorted(each for result in results for each in result["times_s"])
    rate = sum(result["posted"] / result["took_s"] for result in results)
    return rate, times[len(times) // 2] * 1000, times[min(len(times) - 1, len(times) * 99 // 100)] * 1000


def _verify(env: dict[str, str]) -> list[Row]:
    """Fill the books by SQL up to ``TRANSFERS``, seal them, and run the command as an operator would."""
    say(f"  verify of {TRANSFERS:,} transfers")
    subprocess.run([sys.executable, "-m", "bench.ledger", "fill", str(TRANSFERS)], env=env, check=True)
    karum = [sys.executable, "-m", "karum", "ledger"]
    begun = time.perf_counter()
    subprocess.run([*karum, "seal"], env=env, check=True, stdout=subprocess.DEVNULL)
    sealed_s = time.perf_counter() - begun
    begun = time.perf_counter()
    done = subprocess.run([*karum, "verify"], env=env, check=False, capture_output=True, text=True)
    verified_s = time.perf_counter() - begun
    found = re.search(r"([\d,]+) transfers, ([\d,]+) blocks", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout
    return [
        Row(f"seal of {found[1]} transfers at once", sealed_s, "s"),
        Row(f"verify of {found[1]} transfers in {found[2]} blocks", verified_s, "s"),
    ]


def client(batch: int, sellers: int, seconds: float) -> None:
    """Post batches for ``seconds`` and print what happened as JSON. Every answer is looked at."""
    from datetime import UTC, datetime
    from uuid import UUID

    from karum.ledger.domain import Entry, Purpose, Verdict
    from karum.ledger.services import post_each
    from karum.money import Money

    random = Random(os.getpid())

    def chain() -> list[Entry]:
        """A seller's income: a protected account that grows. One seller: the same two rows for everybody."""
        id_ = UUID(int=random.getrandbits(128), version=4)
        amount = Money(random.randint(1, 9_999), "EUR")
        seller = random.randint(1, sellers)
        return [Entry(id_, seller, Purpose.CLEARING, Purpose.PAYABLE, amount, "bench")]

    def once() -> tuple[int, float]:
        chains = [chain() for _ in range(batch)]
        now = datetime.now(UTC)
        begun = time.perf_counter()
        results = post_each(chains, now=now)
        took_s = time.perf_counter() - begun
        return sum(result.verdict is Verdict.CREATED for result in results), took_s

    for _ in range(20):
        once()
    times_s, posted, begun = [], 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        count, took_s = once()
        assert count == batch
        posted += count
        times_s.append(took_s)
    # Entries are made between the batches by the same process; that is not the ledger's work and not counted.
    print(json.dumps({"posted": posted, "took_s": sum(times_s), "times_s": times_s}))


def fill(transfers: int) -> None:
    """Write transfers by SQL, balances too, until there are ``transfers``."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_transfer")
        missing = transfers - cursor.fetchone()[0]
    while missing > 0:
        size = min(missing, 500_000)
        missing -= size
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FILL, {"size": size, "sellers": SELLERS})
            cursor.execute(_OPEN, {"sellers": SELLERS})
            cursor.execute(_ADD)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE ledger_transfer")


_FILL = """
CREATE TEMP TABLE filled ON COMMIT DROP AS
SELECT 1 + n %% %(sellers)s AS seller_id, gen_random_uuid() AS id, 1 + n %% 9973 AS amount
FROM generate_series(1, %(size)s) AS n;
INSERT INTO ledger_transfer (seller_id, id, kind, debit, credit, currency, amount_minor, reference, at)
SELECT seller_id, id, 'single', 'clearing', 'payable', 'EUR', amount, 'filled', now() FROM filled
"""
_OPEN = """
INSERT INTO ledger_account SELECT n, purpose, 'EUR', 0, 0, 0, 0
FROM generate_series(1, %(sellers)s) AS n, unnest(ARRAY['clearing', 'payable']) AS purpose ON CONFLICT DO NOTHING
"""
_ADD = """
UPDATE ledger_account AS a SET
  debits_posted = a.debits_posted + CASE a.purpose WHEN 'clearing' THEN moved.amount ELSE 0 END,
  credits_posted = a.credits_posted + CASE a.purpose WHEN 'payable' THEN moved.amount ELSE 0 END
FROM (SELECT seller_id, sum(amount) AS amount FROM filled GROUP BY seller_id) AS moved
WHERE a.seller_id = moved.seller_id AND a.currency = 'EUR' AND a.purpose IN ('clearing', 'payable')
"""


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "karum.site.settings"
    import django

    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        client(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
