"""One demo hub for all journeys: the real ``karum run``, seeded, on a port of its own."""

import os
from collections.abc import Iterator

import pytest

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


@pytest.fixture(scope="module")  # Playwright runs an event loop while it lives: it ends with each file
def chromium() -> Iterator[Browser]:
    with Browser.started() as browser:
        yield browser
