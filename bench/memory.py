"""Memory of the whole hub: proportional set size, so that pages shared by processes count once."""

import psutil

from bench import start
from bench.frame import Row
from tests.runtime.harness import Hub

PARTS = {"karum-web": "web", "karum-worker": "worker", "python": "supervisor"}


def measure(hub: Hub) -> list[Row]:
    start.ensure(hub)
    assert hub.process is not None
    supervisor = psutil.Process(hub.process.pid)
    sums = dict.fromkeys([*PARTS.values(), "PostgreSQL"], 0.0)
    for process in [supervisor, *supervisor.children(recursive=True)]:
        name = next((part for word, part in PARTS.items() if process.name().startswith(word)), "PostgreSQL")
        sums[name] += process.memory_full_info().pss / 1e6
    rows = [Row(f"memory, {name}", size, "MB") for name, size in sums.items()]
    return [*rows, Row("memory, whole hub", sum(sums.values()), "MB")]
