"""pytest plugin: one PostgreSQL for a whole test run: the embedded one, in a folder of its own, without fsync.

Loaded by ``-p`` in pyproject.toml, before Django reads its settings.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from karum.runtime.postgres import FAST_AND_FORGETFUL, Postgres

_folder = Path(tempfile.mkdtemp(prefix="karum-test-"))
os.environ["KARUM_DATA"] = str(_folder)
os.environ.setdefault("SECRET_KEY", "only-for-tests")


def _end(server: Postgres) -> None:
    server.stop()
    shutil.rmtree(_folder, ignore_errors=True)
    shutil.rmtree(server.socket_dir, ignore_errors=True)


if not os.environ.get("DATABASE_URL"):
    _server = Postgres(_folder / "postgres", FAST_AND_FORGETFUL)
    _server.start()
    atexit.register(_end, _server)
    os.environ["DATABASE_URL"] = _server.url
