"""Files that are written whole or not at all, also when the power fails in the middle."""

import os
import tempfile
from pathlib import Path

EVERYBODY, NOBODY_ELSE = 0o644, 0o600


def write_whole(path: Path, content: bytes, mode: int = NOBODY_ELSE, *, lasting: bool = True) -> None:
    """Write ``content`` under ``path``, which is never seen half written. ``mode``: who may read it.

    lasting: the disk has it when this returns; without, a power cut may lose what was just written, but never half of
    it. That is much faster for many small files.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        os.fchmod(file.fileno(), mode)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    Path(temporary).replace(path)
