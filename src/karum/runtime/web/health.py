"""``/healthz``: this process lives. ``/readyz``: it can serve: the database answers and its tables are up to date."""

import asyncio
import json
import time
from collections.abc import Callable

import psycopg

from karum.runtime.database import database_url
from karum.runtime.web.types import Receive, Scope, Send, answer, say

FRESH_S = 1.0
_JSON = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


async def alive(scope: Scope, receive: Receive, send: Send) -> None:
    await say(send, 200, "ok")


class Ready:
    """Looks at the database at most once a second, however often it is asked. ``warm`` runs before the first yes."""

    def __init__(self, warm: Callable[[], object]) -> None:
        self.warm = warm
        self.migrated = False
        self.asked = 0.0
        self.found: dict[str, str] = {}
        self.lock = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.lock:
            if time.monotonic() - self.asked > FRESH_S:
                self.found = await asyncio.to_thread(self._look)
                self.asked = time.monotonic()
        fine = all(state == "ok" for state in self.found.values())
        await answer(send, 200 if fine else 503, _JSON, json.dumps(self.found).encode())

    def _look(self) -> dict[str, str]:
        try:
            with psycopg.connect(database_url(), connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return {"database": "does not answer"}
        if not self.migrated:
            from django.db import connection as django_connection

            from karum.runtime.migrations import missing

            try:
                lacking = missing()
                if lacking:
                    return {"database": "ok", "migrations": f"{len(lacking)} missing; run: karum migrate"}
                self.warm()
            finally:
                django_connection.close()
            self.migrated = True
        return {"database": "ok", "migrations": "ok"}
