"""``make bench-shop``: what a buyer on a cheap phone gets, on a demo hub of its own with all its pictures."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import bad_line, lighthouse
from bench.frame import Row, say
from tests.runtime.harness import Hub


def measure(_hub: Hub) -> list[Row]:
    with demo_hub() as hub:
        products = bad_line.products_of(hub)
        rows = bad_line.measure(hub.url, ("127.0.0.1", hub.port), products)
        return rows + lighthouse.measure(hub, products)


@contextmanager
def demo_hub() -> Iterator[Hub]:
    with tempfile.TemporaryDirectory(prefix="karum-bench-") as folder:
        say("  starting a demo hub")
        hub = Hub(Path(folder), KARUM_DEMO="yes", QUOTES_PER_MINUTE="1000000000")
        hub.start()
        try:
            yield hub
        finally:
            hub.stop()
