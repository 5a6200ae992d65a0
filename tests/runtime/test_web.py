"""What the web server does before and around Django."""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from karum.runtime.web.files import Media
from karum.runtime.web.metrics import Metrics
from karum.runtime.web.threads import Threads
from karum.runtime.web.types import App

Sent = list[dict[str, Any]]


def ask(
    app: App,
    path: str = "/",
    *,
    method: str = "GET",
    headers: Iterable[tuple[str, str]] = (),
    body: Iterable[bytes] = (b"",),
) -> Sent:
    """Send one request and return the ASGI messages of the answer."""
    return asyncio.run(_ask(app, path, method, headers, list(body)))


async def _ask(app: App, path: str, method: str, headers: Iterable[tuple[str, str]], parts: list[bytes]) -> Sent:
    sent: Sent = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Any) -> None:
        sent.append(message)

    raw_path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": raw_path,
        "raw_path": raw_path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8000),
    }
    await app(scope, receive, send)
    return sent


def status(sent: Sent) -> int:
    return int(sent[0]["status"])


def text(sent: Sent) -> bytes:
    return b"".join(message["body"] for message in sent[1:])


def headers_of(sent: Sent) -> dict[bytes, bytes]:
    return dict(sent[0]["headers"])


def threads(wsgi: Callable[..., Iterable[bytes]], **options: Any) -> Threads:
    options = {"threads": 2, "waiting_max": 2, "body_bytes_max": 100} | options
    return Threads(
        wsgi, refusal=lambda scope, code: ([], f"refused {code}".encode()), observe=lambda *_: None, **options
    )


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("X-Path", environ["PATH_INFO"]), ("X-Cookie", environ.get("HTTP_COOKIE", "none"))])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["wsgi.input"].read(), environ["QUERY_STRING"].encode()]


def test_django_sees_the_request_as_it_was_sent() -> None:
    sent = ask(threads(echo), "/p/th%C3%A9?q=1", method="POST", body=[b"a=", b"1&"])
    assert (status(sent), text(sent)) == (200, b"POST a=1&q=1")
    assert headers_of(sent)[b"x-path"].decode() == "/p/thé"  # UTF-8 read as latin-1, as WSGI wants it


def test_cookies_of_several_headers_are_joined() -> None:
    sent = ask(threads(echo), headers=[("cookie", "a=1"), ("cookie", "b=2")])
    assert headers_of(sent)[b"x-cookie"] == b"a=1; b=2"


def test_a_header_cannot_pose_as_another() -> None:
    sent = ask(threads(echo), headers=[("coo_kie", "a=1"), ("cookie_", "b=2")])
    assert headers_of(sent)[b"x-cookie"] == b"none"


def test_a_body_that_is_too_large_is_refused_while_it_is_read() -> None:
    endless = [b"x" * 60] * 5
    sent = ask(threads(echo), method="POST", body=endless)
    assert (status(sent), text(sent)) == (413, b"refused 413")


def test_when_too_many_wait_the_next_one_is_asked_to_come_back() -> None:
    go = threading.Event()

    def slow(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        go.wait(10)
        start_response("200 OK", [])
        return [b"done"]

    app = threads(slow, threads=1, waiting_max=1)

    async def crowd() -> list[Sent]:
        waiting = [asyncio.create_task(_ask(app, "/", "GET", (), [b""])) for _ in range(2)]
        await asyncio.sleep(0)  # both are inside now: one has the thread, one waits
        while app.inside < 2:
            await asyncio.sleep(0.01)
        refused = await _ask(app, "/", "GET", (), [b""])
        go.set()
        return [refused, *await asyncio.gather(*waiting)]

    refused, first, second = asyncio.run(crowd())
    assert status(refused) == 503
    assert int(headers_of(refused)[b"retry-after"]) > 0
    assert text(first) == text(second) == b"done"
    assert app.inside == 0


class Parts:
    """A streaming response, as Django makes them."""

    streaming = True

    def __init__(self) -> None:
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from (b"one ", b"two ", b"", b"three")

    def close(self) -> None:
        self.closed = True


def test_a_long_answer_is_sent_in_parts_and_closed() -> None:
    parts = Parts()

    def stream(environ: dict[str, Any], start_response: Any) -> Parts:
        start_response("200 OK", [])
        return parts

    sent = ask(threads(stream))
    assert [message["body"] for message in sent[1:]] == [b"one ", b"two ", b"three", b""]
    assert parts.closed


@pytest.fixture
def media(tmp_path: Path) -> Media:
    (tmp_path / "media" / "a").mkdir(parents=True)
    (tmp_path / "secret").write_text("key")
    for name in ("a/pic.webp", "a/page.html", "a/draw.svg"):
        (tmp_path / "media" / name).write_bytes(b"content")
    return Media(tmp_path / "media", "/media/")


def test_pictures_are_kept_by_browsers_for_ever(media: Media) -> None:
    sent = ask(media, "/media/a/pic.webp")
    assert (status(sent), text(sent)) == (200, b"content")
    assert headers_of(sent)[b"content-type"] == b"image/webp"
    assert b"immutable" in headers_of(sent)[b"cache-control"]


@pytest.mark.parametrize("name", ["a/page.html", "a/draw.svg"])
def test_nothing_that_was_uploaded_can_run(media: Media, name: str) -> None:
    headers = headers_of(ask(media, f"/media/{name}"))
    assert headers[b"content-type"] == b"application/octet-stream"
    assert headers[b"content-disposition"] == b"attachment"
    assert headers[b"content-security-policy"] == b"default-src 'none'; sandbox"
    assert headers[b"x-content-type-options"] == b"nosniff"


@pytest.mark.parametrize(
    "path", ["../secret", "a/../../secret", "/etc/passwd", "a", "", ".hidden", "a//pic.webp", "a/\0"]
)
def test_no_path_leads_out_of_the_folder(media: Media, path: str) -> None:
    assert status(ask(media, f"/media/{path}")) == 404


def test_the_figures_are_not_for_everybody() -> None:
    assert status(ask(Metrics(""), headers=[("x-forwarded-for", "203.0.113.9")])) == 403
    assert status(ask(Metrics("word"))) == 403
    assert status(ask(Metrics("word"), headers=[("authorization", "Bearer other")])) == 403
