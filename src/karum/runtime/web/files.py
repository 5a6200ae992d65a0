"""Static files and uploaded pictures, answered without Django."""

import re
from collections.abc import Iterable
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from urllib.parse import unquote

from whitenoise import WhiteNoise

from karum.runtime.web.types import Headers, Receive, Scope, Send, say

YEAR_S = 365 * 24 * 3600
CHUNK_BYTES = 256 * 1024
_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")

# What a browser may show. Everything else that was uploaded is only ever downloaded.
_SHOWN = {
    ".avif": b"image/avif",
    ".gif": b"image/gif",
    ".jpg": b"image/jpeg",
    ".jpeg": b"image/jpeg",
    ".png": b"image/png",
    ".webp": b"image/webp",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")


class Static:
    """The collected static files under ``prefix``; names that carry their content's hash are cached for ever."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root, self.prefix = root, prefix

    @cached_property
    def noise(self) -> WhiteNoise:
        """The files as they are at the first request: the program is loaded before they are collected."""
        noise = WhiteNoise(_nothing, max_age=3600, immutable_file_test=lambda path, url: bool(_HASHED.search(url)))
        if self.root.is_dir():
            noise.add_files(str(self.root), self.prefix)
        return noise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self.noise.files.get(unquote(scope["path"]))
        if file is None:
            await say(send, 404, "There is no such file.")
            return
        asked = {
            f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
            for name, value in scope["headers"]
        }
        response = file.get_response(scope["method"], asked)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in response.headers]
        await send({"type": "http.response.start", "status": int(response.status), "headers": headers})
        await _send_file(send, response.file)


class Media:
    """Uploaded pictures. Their names never change content, so browsers keep them; nothing in here is ever executed."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root = root.resolve()
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].removeprefix(self.prefix)
        path = self.root / name
        if scope["method"] not in ("GET", "HEAD") or not _NAME.fullmatch(name) or not path.is_file():
            await say(send, 404, "There is no such file.")
            return
        headers: Headers = [
            (b"cache-control", f"public, max-age={YEAR_S}, immutable".encode()),
            (b"content-length", str(path.stat().st_size).encode()),
            (b"content-security-policy", b"default-src 'none'; sandbox"),
            (b"x-content-type-options", b"nosniff"),
        ]
        kind = _SHOWN.get(path.suffix.lower())
        if kind is not None:
            headers.append((b"content-type", kind))
        else:
            headers += [(b"content-type", b"application/octet-stream"), (b"content-disposition", b"attachment")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send_file(send, path.open("rb") if scope["method"] == "GET" else None)


async def _send_file(send: Send, file: BufferedReader | None) -> None:
    """Send and close. Reads are from the page cache and small, so they need no thread."""
    if file is None:
        await send({"type": "http.response.body", "body": b""})
        return
    with file:
        while True:
            chunk = file.read(CHUNK_BYTES)
            more = len(chunk) == CHUNK_BYTES
            await send({"type": "http.response.body", "body": chunk, "more_body": more})
            if not more:
                return


def _nothing(environ: object, start_response: object) -> Iterable[bytes]:
    return ()
