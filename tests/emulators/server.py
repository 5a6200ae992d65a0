"""A small HTTP server of our own on a free port of this machine, in a thread, for emulators of providers."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, Any]]
LOST: Answer = (0, {})
"""Close the connection without a word."""


class Emulator:
    """Subclasses answer ``handle``. Used as a context manager; ``url`` is where it is. ``slow_s``: it takes so long."""

    slow_s = 0.0

    def __enter__(self) -> "Emulator":
        emulator = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                time.sleep(emulator.slow_s)
                status, said = emulator.handle(self.command, self.path, dict(self.headers.items()), body)
                if not status:
                    self.close_connection = True
                    return
                data = json.dumps(said).encode() if said or status != 202 else b""
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                with suppress(ConnectionError):  # who asked may be gone
                    self.wfile.write(data)

            do_GET = do_POST = do_PUT = answer  # noqa: N815

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    handle: Callable[[str, str, dict[str, str], bytes], Answer]
