"""pytest plugin: one PostgreSQL for a whole test run: the embedded one, in a folder of its own, without fsync.

Loaded by ``-p`` in pyproject.toml, before Django reads its settings.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from karum.runtime.postgres import FAST_AND_FORGETFUL, Postgres

_folder = Path(tempfile.mkdtemp(prefix="karum-test-"))
os.environ["KARUM_DATA"] = str(_folder)
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("PAGES_KEPT_S", "0")


def _end(server: Postgres) -> None:
    server.stop()
    shutil.rmtree(_folder, ignore_errors=True)
    shutil.rmtree(server.socket_dir, ignore_errors=True)


if not os.environ.get("DATABASE_URL"):
    _server = Postgres(_folder / "postgres", FAST_AND_FORGETFUL)
    _server.start()
    atexit.register(_end, _server)
    os.environ["DATABASE_URL"] = _server.url


@pytest.fixture(scope="session", autouse=True)
def _flush_passes_the_guards() -> Iterator[None]:
    """Tests that commit empty the tables afterwards; the triggers that forbid just that stand aside for it."""
    from django.db import connection  # Django has its settings only now

    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        role = "SET session_replication_role = {}"
        flush(self, [role.format("replica"), *sql_list, role.format("origin")])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", execute_sql_flush)
        yield
