"""``make bench``, or ``python -m bench orders pages ...`` for some of it.

BENCH_KEEP=folder keeps the hub there, to be measured again as it is: a million listings take a quarter of an hour.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from bench import (
    batch,
    classify,
    landed_cost,
    ledger,
    memory,
    orders,
    pages,
    quotes,
    relevance,
    search,
    shop,
    start,
    tariffs,
)
from bench.frame import Row, report, say
from tests.runtime.harness import Hub

# In this order: the start is measured on an empty folder, memory at the end, after all the load.
MEASURES: dict[str, Callable[[Hub], list[Row]]] = {
    "landed_cost": landed_cost.measure,
    "classify": classify.measure,
    "start": start.measure,
    "orders": orders.measure,
    "ledger": ledger.measure,
    "pages": pages.measure,
    "quotes": quotes.measure,
    "batch": batch.measure,
    "tariffs": tariffs.measure,
    "relevance": relevance.measure,
    "memory": memory.measure,
    "shop": shop.measure,
    "search": search.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", choices=[[], *MEASURES], help="what to measure; all without it")
    names = parser.parse_args().names or list(MEASURES)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # so that the hub is stopped, too
    rows: list[Row] = []
    kept = os.environ.get("BENCH_KEEP", "")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
    with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="karum-bench-") as folder:
        hub = Hub(Path(folder), QUOTES_PER_MINUTE="1000000000")
        try:
            for name in names:
                say(f"Measuring: {name}.")
                rows += MEASURES[name](hub)
        finally:
            if hub.process is not None and hub.process.poll() is None:
                hub.stop()
            if rows:  # also when a later part failed: what was measured is not lost
                path = report("bench" if len(names) == len(MEASURES) else "-".join(names), rows)
                say(f"Written to {path}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
