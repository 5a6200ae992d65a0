"""Cold start: from the command to the ready line; the first makes the database, the second finds everything."""

import time

from bench.frame import Row
from tests.runtime.harness import Hub


def measure(hub: Hub) -> list[Row]:
    """Leaves the hub running."""
    rows = []
    for name in ("first", "second"):
        begun = time.perf_counter()
        hub.start()
        rows.append(Row(f"start, {name} time", time.perf_counter() - begun, "s"))
        begun = time.perf_counter()
        if name == "first":
            hub.stop()
            rows.append(Row("stop", time.perf_counter() - begun, "s"))
    return rows


def ensure(hub: Hub) -> None:
    """Start the hub unless it runs."""
    if hub.process is None or hub.process.poll() is not None:
        hub.start()
