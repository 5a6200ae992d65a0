"""One demo hub for all journeys: the real ``karum run``, seeded, on a port of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.slow_line import SlowLine
from tests.journeys.browser import Browser
from tests.runtime.harness import Hub
from tools import pseudo


@pytest.fixture(scope="session")
def demo_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    made_up = pseudo.write(tmp_path_factory.mktemp("languages"))
    hub = Hub(tmp_path_factory.mktemp("demo-hub"), KARUM_DEMO="yes", PSEUDO_LANGUAGES=str(made_up))
    if port := os.environ.get("JOURNEY_PORT"):  # walk a demo hub that runs already, with its data in JOURNEY_DATA
        hub.port, hub.folder = int(port), Path(os.environ.get("JOURNEY_DATA", hub.folder))
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
