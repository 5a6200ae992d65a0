"""One demo hub for all journeys: the real ``karum run``, seeded, on a port of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.browser import Browser
from tests.runtime.harness import Hub


@pytest.fixture(scope="session")
def demo_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    hub = Hub(tmp_path_factory.mktemp("demo-hub"), KARUM_DEMO="yes")
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with Browser.started() as browser:
        yield browser


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where a journey leaves its screenshots when it fails."""
    folder = Path(".pytest_cache") / "journeys" / request.node.name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
