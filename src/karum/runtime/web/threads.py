"""Serves a WSGI application (Django) from an ASGI server through a bounded pool of threads.

Django's pages are synchronous: SQL, templates. A thread each, with its own database connection kept open, serves them
faster than Django's ASGI handler (docs/adr/0003-web-server.md). Request bodies are read before a thread is taken and
whole responses are sent after it is given back, so a slow client costs memory, not a thread. When too many requests
wait, further ones are told at once to come back.
"""

import asyncio
import io
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from karum.runtime.web.types import Headers, Receive, Scope, Send, answer

SPOOL_BYTES = 1_000_000
CHUNK_WAIT_S_MAX = 30.0
RETRY_AFTER_S = 2

Environ = dict[str, Any]
Observe = Callable[[str, str, int, float], None]


class TooLarge(Exception):
    """The request's body is larger than the hub takes."""


class Threads:
    """An ASGI application around ``wsgi``.

    ``refusal`` gives the page for 413 (body too large) and 503 (the queue is full). ``observe`` hears of every request:
    method, route name (the application leaves it in ``environ["karum.route"]``), status, seconds.
    """

    def __init__(
        self,
        wsgi: Callable[[Environ, Any], Iterable[bytes]],
        *,
        threads: int,
        waiting_max: int,
        body_bytes_max: int,
        refusal: Callable[[Scope, int], tuple[Headers, bytes]],
        observe: Observe,
    ) -> None:
        self.wsgi = wsgi
        self.inside_max = threads + waiting_max
        self.inside = 0
        self.body_bytes_max = body_bytes_max
        self.refusal = refusal
        self.observe = observe
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await _read(receive, self.body_bytes_max)
        except TooLarge:
            await self._refuse(scope, send, 413)
            return
        except ConnectionResetError:
            return
        with body:
            if self.inside >= self.inside_max:
                await self._refuse(scope, send, 503)
                return
            self.inside += 1
            try:
                await self._serve(scope, body, send)
            finally:
                self.inside -= 1

    async def _refuse(self, scope: Scope, send: Send, status: int) -> None:
        self.observe(scope["method"], "refused", status, 0.0)
        headers, page = self.refusal(scope, status)
        if status == 503:
            headers = [*headers, (b"retry-after", str(RETRY_AFTER_S).encode())]
        await answer(send, status, [*headers, (b"connection", b"close")], page)

    async def _serve(self, scope: Scope, body: IO[bytes], send: Send) -> None:
        begun = time.perf_counter()
        loop = asyncio.get_running_loop()
        environ = _environ(scope, body)
        call = _Call(self.wsgi, environ, loop, send)
        whole = await loop.run_in_executor(self.pool, call.run)
        if whole is not None:
            await send({"type": "http.response.start", "status": call.status, "headers": call.headers})
            await send({"type": "http.response.body", "body": whole})
        route = environ.get("karum.route", "")
        self.observe(scope["method"], route, call.status, time.perf_counter() - begun)


class _Call:
    """One request inside a thread."""

    def __init__(
        self,
        wsgi: Callable[[Environ, Any], Iterable[bytes]],
        environ: Environ,
        loop: asyncio.AbstractEventLoop,
        send: Send,
    ) -> None:
        self.wsgi = wsgi
        self.environ = environ
        self.loop = loop
        self.send = send
        self.status = 500
        self.headers: Headers = []

    def run(self) -> bytes | None:
        """Return the whole body, or None when it was streamed from here."""
        response = self.wsgi(self.environ, self._start_response)
        try:
            if not getattr(response, "streaming", False):
                return b"".join(response)
            self._tell({"type": "http.response.start", "status": self.status, "headers": self.headers})
            for chunk in response:
                if chunk:
                    self._tell({"type": "http.response.body", "body": chunk, "more_body": True})
            self._tell({"type": "http.response.body", "body": b""})
            return None
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    def _tell(self, message: dict[str, Any]) -> None:
        """Send from this thread and wait until the client took it: memory stays small, a stuck client is left."""
        asyncio.run_coroutine_threadsafe(_awaited(self.send, message), self.loop).result(CHUNK_WAIT_S_MAX)


async def _awaited(send: Send, message: dict[str, Any]) -> None:
    await send(message)


async def _read(receive: Receive, bytes_max: int) -> IO[bytes]:
    """Return the body, in memory while it is small. Raises TooLarge, and ConnectionResetError when the client left."""
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ConnectionResetError
    first: bytes = message.get("body", b"")
    if not message.get("more_body"):
        if len(first) > bytes_max:
            raise TooLarge
        return io.BytesIO(first)
    body = tempfile.SpooledTemporaryFile(SPOOL_BYTES)  # noqa: SIM115 (the caller closes it)
    try:
        while True:
            body.write(message.get("body", b""))
            if body.tell() > bytes_max:
                raise TooLarge
            if not message.get("more_body"):
                break
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError
        body.seek(0)
    except BaseException:
        body.close()
        raise
    return body


def _environ(scope: Scope, body: IO[bytes]) -> Environ:
    """WSGI's view (PEP 3333) of an ASGI request: text is latin-1 decoded bytes."""
    client = scope.get("client") or ("", 0)
    server = scope.get("server") or ("localhost", 80)
    path = unquote_to_bytes(scope["raw_path"].partition(b"?")[0]).decode("latin-1")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "asgi.scope": scope,
    }
    length = 0
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue  # could pose as the header with a dash
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        value = raw_value.decode("latin-1")
        if name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            environ[name] = value
            continue
        key = f"HTTP_{name}"
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'COOKIE' else ','}{value}"
        environ[key] = value
    if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" in environ:
        length = body.seek(0, io.SEEK_END)
        body.seek(0)
        environ["CONTENT_LENGTH"] = str(length)  # it came in chunks; Django reads up to the length
    return environ
