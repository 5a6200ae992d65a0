"""Tiny official files: a reader that gives the rows that a test names."""

from pathlib import Path

import pytest

from .tiny import LoadRows


@pytest.fixture
def load_rows(tmp_path: Path, db: None) -> LoadRows:
    """Load rows as if they stood in a file."""
    return LoadRows(tmp_path)
