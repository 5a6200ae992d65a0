"""One demo hub for all journeys: the real ``karum run``, seeded, on a port of its own."""

import os
from collections.abc import Iterator

import pytest

from bench.slow_line import SlowLine
from tests.journeys.browser import Browser
from tests.runtime.harness import Hub


@pytest.fixture(scope="session")
def demo_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    hub = Hub(tmp_path_factory.mktemp("demo-hub"), KARUM_DEMO="yes")
    if port := os.environ.get("JOURNEY_PORT"):  # walk a demo hub that runs already
        hub.port = int(port)
        yield hub
        return
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def line(demo_hub: Hub) -> Iterator[SlowLine]:
    """A line to the hub that can be cut; it is short and wide, so that tests are quick."""
    with SlowLine(("127.0.0.1", demo_hub.port), rtt_ms=20, kbit_s=0) as found:
        yield found


@pytest.fixture(scope="module")  # Playwright runs an event loop while it lives: it ends with each file
def chromium() -> Iterator[Browser]:
    with Browser.started() as browser:
        yield browser
