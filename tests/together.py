"""Two and more at once, each with its own line to the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """Run the jobs in threads that begin together, each with its own line to the database."""
    ready = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            ready.wait(timeout=30)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
