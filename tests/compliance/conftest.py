"""Small lists of invented names, loaded."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from karum.compliance.services import lists
from karum.official import eu_sanctions, ofac_sdn, un_sanctions
from karum.official.loaded import Loaded
from karum.official.source import Source

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
Load = Callable[..., Loaded]


@pytest.fixture
def load(db: None, tmp_path: Path) -> Load:
    """Load a list from its text."""

    def run(text: str, *, now: datetime = NOW, name: str = "list.xml") -> Loaded:
        (tmp_path / name).write_text(text)
        source = Source(tmp_path / name)
        reader = next(one for one in (ofac_sdn, un_sanctions, eu_sanctions) if one.recognise(source))
        return lists.load(source, reader, now=now, say=lambda words: None)

    return run
