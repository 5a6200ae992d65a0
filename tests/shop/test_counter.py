"""Kept pages are given over the counter as Django gave them, and only to those for whom they are the same."""

import gzip
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from karum.catalogue.models import Offer
from karum.insight.services.counting import tally
from karum.runtime import settings as knobs
from karum.runtime.web.types import Scope
from karum.shop import kept
from karum.shop.counter import Counter
from tests.shop.conftest import COFFEE, Hub

PAGE = f"/p/{COFFEE}"
BROWSER = {
    "host": "testserver",
    "sec-fetch-site": "none",
    "accept-encoding": "gzip, br",
    "accept-language": "en",
    "user-agent": "Mozilla/5.0 (Linux; Android 10)",
    "cookie": "locale=KE.en.KES",
}


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept, "settings", lambda: replace(knobs.settings(), pages_kept_s=60))
    monkeypatch.setattr(kept, "_shelf", kept.Shelf(kept.BYTES_MAX))
    tally.take()
    yield
    tally.take()


def scope_of(headers: Mapping[str, str], path: str = PAGE, method: str = "GET") -> Scope:
    """What the web server says of a request."""
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def by_django(counter: Counter, headers: Mapping[str, str] = BROWSER, path: str = PAGE) -> Any:
    client = Client()
    answer = client.get(path, headers=dict(headers), **{"asgi.scope": scope_of(headers, path)})  # type: ignore[arg-type]
    assert answer.status_code == 200
    counter.note(answer.wsgi_request, answer)
    return answer


def test_it_is_the_answer_that_django_gave(hub: Hub, django_assert_num_queries: Any) -> None:
    counter = Counter()
    assert counter.give(scope_of(BROWSER)) is None
    first = by_django(counter)
    with django_assert_num_queries(0):
        given = counter.give(scope_of(BROWSER))
    assert given is not None
    assert (given.status, given.body, given.route) == (200, first.content, "shop:product")
    told = {name.decode().title(): value.decode() for name, value in given.headers}
    cookie = told.pop("Set-Cookie")
    assert told == {name.title(): value for name, value in first.items()}
    without_day = lambda line: [part for part in line.split("; ") if not part.startswith("expires")]  # noqa: E731
    assert without_day(cookie) == without_day(first.cookies["seen"].OutputString())


@pytest.mark.parametrize(
    "changed",
    [
        {"cookie": "locale=GB.en.GBP"},
        {"cookie": "locale=KE.sw.KES"},
        {"cookie": "locale=KE.en.KES; cart_count=2"},
        {"cookie": "locale=KE.en.KES; data_saver=on"},
        {"cookie": "locale=KE.en.KES; sessionid=abc"},
        {"cookie": "locale=KE.en.KES; never_heard_of=1"},
        {"cookie": "locale=KE.en.KES; locale=GB.en.GBP"},
        {"cookie": "nothing"},
        {"accept-language": "sw"},
        {"accept-encoding": "br"},
        {"save-data": "on"},
        {"host": "elsewhere"},
    ],
)
def test_who_may_see_something_else_asks_django(hub: Hub, changed: dict[str, str]) -> None:
    counter = Counter()
    by_django(counter)
    assert counter.give(scope_of(BROWSER)) is not None
    assert counter.give(scope_of(BROWSER | changed)) is None


def test_a_browser_that_vouches_for_no_form_asks_django(hub: Hub) -> None:
    counter = Counter()
    by_django(counter)
    assert counter.give(scope_of({name: BROWSER[name] for name in BROWSER if name != "sec-fetch-site"})) is None
    assert counter.give(scope_of(BROWSER, method="POST")) is None
    assert counter.give(scope_of(BROWSER, path="/p/another")) is None


def test_a_header_that_is_there_twice_is_unclear(hub: Hub) -> None:
    counter = Counter()
    by_django(counter)
    twice = scope_of(BROWSER)
    twice["headers"].insert(0, (b"accept-language", b"fr"))
    assert counter.give(twice) is None


def test_an_unclear_request_is_not_noted_for_others(hub: Hub) -> None:
    counter = Counter()
    scope = scope_of(BROWSER)
    scope["headers"].insert(0, (b"accept-language", b"fr"))
    answer = Client().get(PAGE, headers=BROWSER, **{"asgi.scope": scope})  # type: ignore[arg-type]
    counter.note(answer.wsgi_request, answer)
    assert not counter.entries


def test_its_time_ends_with_the_page(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter()
    by_django(counter)
    clock = time.monotonic
    monkeypatch.setattr("karum.shop.counter.time.monotonic", lambda: clock() + 61)
    assert counter.give(scope_of(BROWSER)) is None


def test_the_page_that_was_made_anew_is_given_next(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter()
    before = by_django(counter).content
    Offer.objects.filter(id=hub.offer_id).update(price_minor=999)
    kept._shelf.pages.clear()
    after = by_django(Counter()).content  # somebody else's request made it
    given = counter.give(scope_of(BROWSER))
    assert given is not None
    assert gzip.decompress(given.body) == gzip.decompress(after) != gzip.decompress(before)


def test_who_has_the_page_pays_for_no_bytes(hub: Hub) -> None:
    counter = Counter()
    first = by_django(counter)
    given = counter.give(scope_of(BROWSER | {"if-none-match": first["ETag"]}))
    assert given is not None
    assert (given.status, given.body) == (304, b"")
    assert b"content-encoding" not in dict(given.headers)


def test_each_view_is_counted_and_robots_are_not(hub: Hub) -> None:
    counter = Counter()
    by_django(counter)
    tally.take()
    for agent in ("Mozilla/5.0 (Linux; Android 10)", "Googlebot/2.1"):
        assert counter.give(scope_of(BROWSER | {"user-agent": agent})) is not None
    assert sum(tally.take().values()) == 1


def test_what_was_seen_last_is_written_once_and_never_ahead(hub: Hub) -> None:
    counter = Counter()
    by_django(counter)

    def written(**changed: str) -> bytes | None:
        given = counter.give(scope_of(BROWSER | {name.replace("_", "-"): value for name, value in changed.items()}))
        assert given is not None
        return dict(given.headers).get(b"set-cookie")

    other = written(cookie="locale=KE.en.KES; seen=another")
    assert other is not None
    assert other.startswith(f"seen={COFFEE}.another;".encode())
    assert written(cookie=f"locale=KE.en.KES; seen={COFFEE}") is None
    assert written(sec_purpose="prefetch") is None


def test_the_counter_keeps_its_size(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.shop.counter.ENTRIES_MAX", 3)
    counter = Counter()
    for number in range(5):
        by_django(counter, BROWSER | {"accept-language": f"en;q=0.{number + 1}"})
    assert len(counter.entries) == 3
