"""A file is there whole, or as it was before."""

import os
import stat
from pathlib import Path

import pytest

from karum.runtime.disk import EVERYBODY, write_whole


def test_it_makes_the_folders_and_says_who_may_read(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b", b"one")
    write_whole(tmp_path / "a" / "c", b"two", EVERYBODY, lasting=False)
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "a" / "c").stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "paper"
    write_whole(path, b"before")

    def no_space(_handle: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"half")
    assert path.read_bytes() == b"before"
