"""pgbench's TPC-B (3 updates, 1 select, 1 insert) on the hub's own server: what a rate of commits is compared with."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from karum.runtime.postgres import BIN
from tests.runtime.harness import Hub


@contextmanager
def tpcb(hub: Hub) -> Iterator[Callable[[int, float], float]]:
    """Yield ``rate(clients, seconds)`` in transactions/s: scale 10, prepared, in a database that is dropped after."""
    place = ["-h", str(hub.folder / "postgres-socket"), "-U", "postgres"]
    env = os.environ | {"PGDATABASE": "bench_tpcb"}
    subprocess.run([BIN / "createdb", *place, "bench_tpcb"], check=True)
    subprocess.run([BIN / "pgbench", *place, "-i", "-q", "-s", "10"], env=env, check=True, capture_output=True)

    def rate(clients: int, seconds: float) -> float:
        options = ["-c", str(clients), "-T", str(round(seconds)), "-M", "prepared"]
        done = subprocess.run([BIN / "pgbench", *place, *options], env=env, check=True, capture_output=True, text=True)
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        assert found is not None, done.stdout
        return float(found[1])

    try:
        yield rate
    finally:
        subprocess.run([BIN / "dropdb", *place, "bench_tpcb"], check=True)
