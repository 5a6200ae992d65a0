"""Which database this process uses, and how a command makes sure that it is there."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from karum.runtime.lock import Busy, FolderLock
from karum.runtime.postgres import Postgres
from karum.runtime.settings import settings


def embedded() -> Postgres | None:
    """The embedded server of the data folder (running or not), or None when ``DATABASE_URL`` names another."""
    knobs = settings()
    return None if knobs.database_url else Postgres(Path(knobs.data_dir) / "postgres")


def database_url() -> str:
    """Address of the database: ``DATABASE_URL``, or the embedded server's socket."""
    server = embedded()
    return settings().database_url if server is None else server.url


@contextmanager
def available(holder: str, *, wait_s_max: float = 60) -> Iterator[None]:
    """Have the database answer inside the ``with`` block.

    A running hub's server is used; otherwise the embedded server is started and stopped again at the end. ``holder``
    names the command to whoever finds the folder in use. Raises Busy or PostgresFailed.
    """
    server = embedded()
    if server is None:
        yield
        return
    lock = FolderLock(settings().data_dir, holder)
    deadline = time.monotonic() + wait_s_max
    while True:
        try:
            lock.take()
        except Busy:
            # A hub, or another command, is starting or running the server: use it.
            if server.answers():
                yield
                return
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
            continue
        break
    try:
        server.start()
        yield
    finally:
        server.stop()
        lock.release()
