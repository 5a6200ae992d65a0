"""``/metrics`` for Prometheus: open to this machine, or to whoever has the token."""

import asyncio
import hmac
import logging

from prometheus_client import CONTENT_TYPE_LATEST

from karum.runtime import metrics
from karum.runtime.web.types import Receive, Scope, Send, answer, say

_PASSED_ON = {b"x-forwarded-for", b"forwarded", b"via", b"x-real-ip"}

log = logging.getLogger(__name__)


class Metrics:
    def __init__(self, token: str) -> None:
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._may(scope):
            await say(
                send, 403, "Figures are for this hub's operator: ask from the same machine, or set METRICS_TOKEN."
            )
            return
        try:
            text = await asyncio.to_thread(_collect)
        except Exception:
            log.exception("The figures could not be collected.")
            await say(send, 503, "The figures cannot be collected now; the log says why.")
            return
        await answer(send, 200, [(b"content-type", CONTENT_TYPE_LATEST.encode())], text)

    def _may(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        if self.token:
            given = headers.get(b"authorization", b"").removeprefix(b"Bearer ")
            return hmac.compare_digest(given, self.token.encode())
        client = scope.get("client") or ("", 0)
        return client[0] in ("127.0.0.1", "::1") and not _PASSED_ON & headers.keys()


def _collect() -> bytes:
    from django.db import connection

    try:
        return metrics.text()
    finally:
        connection.close()
