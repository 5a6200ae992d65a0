"""Public pages are made once for many, and never shown to somebody for whom they would be different."""

import gzip
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from karum.catalogue.models import Offer
from karum.parties.models import Person
from karum.runtime import settings as knobs
from karum.shop import kept
from tests.shop.conftest import COFFEE, Hub

PAGE = f"/p/{COFFEE}"
BROWSER = {"sec-fetch-site": "none", "accept-encoding": "gzip"}


@pytest.fixture(autouse=True)
def _keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are kept for a minute on a shelf of this test's own."""
    monkeypatch.setattr(kept, "settings", lambda: replace(knobs.settings(), pages_kept_s=60))
    monkeypatch.setattr(kept, "_shelf", kept.Shelf(kept.BYTES_MAX))


def html(answer: Any) -> str:
    assert answer.status_code == 200
    body: bytes = gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
    return body.decode()


def price_doubles(hub: Hub) -> None:
    offer = Offer.objects.get(id=hub.offer_id)
    Offer.objects.filter(id=offer.id).update(price_minor=offer.price_minor * 2)


def test_a_page_is_made_once_for_many(hub: Hub, client: Client, django_assert_num_queries: Any) -> None:
    first = client.get(PAGE, headers=BROWSER)
    with django_assert_num_queries(0):
        again = Client().get(PAGE, headers=BROWSER)
    assert html(first) == html(again)
    assert "csrfmiddlewaretoken" not in html(again)
    assert again["Cache-Control"] == "private, no-cache"


def test_a_kept_page_is_the_same_in_every_time_zone(hub: Hub, django_assert_num_queries: Any) -> None:
    far = Client()
    far.cookies["locale"] = "KE.en.KES"
    far.cookies["zone"] = "Pacific/Auckland"
    first = html(far.get(PAGE, headers=BROWSER))
    near = Client()
    near.cookies["locale"] = "KE.en.KES"
    with django_assert_num_queries(0):
        assert html(near.get(PAGE, headers=BROWSER)) == first


def test_a_page_is_made_anew_when_its_time_is_over(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    before = html(Client().get(PAGE, headers=BROWSER))
    price_doubles(hub)
    assert html(Client().get(PAGE, headers=BROWSER)) == before
    clock = kept.time.monotonic
    monkeypatch.setattr(kept.time, "monotonic", lambda: clock() + 61)
    assert html(Client().get(PAGE, headers=BROWSER)) != before


@pytest.mark.parametrize("path", [PAGE, "/"])
def test_a_page_is_not_drawn_again_when_nothing_changed(hub: Hub, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    drawings: list[str] = []
    draw = kept.render

    def watched(request: Any, template: str, context: Any) -> HttpResponse:
        drawings.append(template)
        with CaptureQueriesContext(connection) as asked:
            answer = draw(request, template, context)
        assert not asked.captured_queries, "what a template asks for itself would not be seen to change"
        return answer

    monkeypatch.setattr(kept, "render", watched)
    clock = kept.time.monotonic
    before = html(Client().get(path, headers=BROWSER))
    monkeypatch.setattr(kept.time, "monotonic", lambda: clock() + 61)
    assert html(Client().get(path, headers=BROWSER)) == before
    assert len(drawings) == 1
    price_doubles(hub)
    monkeypatch.setattr(kept.time, "monotonic", lambda: clock() + 122)
    assert html(Client().get(path, headers=BROWSER)) != before
    assert len(drawings) == 2


@pytest.mark.parametrize(
    "cookies",
    [{"locale": "KE.sw.KES"}, {"locale": "GB.en.GBP"}, {"cart_count": "3"}, {"messages": "x"}, {"never_heard_of": "1"}],
)
def test_who_sees_something_else_gets_her_own_page(hub: Hub, cookies: dict[str, str]) -> None:
    Client().get(PAGE, headers=BROWSER)
    price_doubles(hub)
    changed = html(Client().get(PAGE))
    client = Client(headers=BROWSER)
    for name, value in cookies.items():
        client.cookies[name] = value
    mine = client.get(PAGE)
    plain = Client()
    for name, value in cookies.items():
        plain.cookies[name] = value
    assert _without_token(html(mine)) == _without_token(html(plain.get(PAGE)))
    assert changed


def _without_token(page: str) -> str:
    bare = re.sub(r'<input type="hidden" name="csrfmiddlewaretoken" value="\w+">', "", page)
    return "\n".join(line for line in bare.splitlines() if line.strip())


def test_somebody_who_is_signed_in_sees_each_change_at_once(hub: Hub, db: None) -> None:
    Client().get(PAGE, headers=BROWSER)
    client = Client(headers=BROWSER)
    client.force_login(Person.objects.create(email="grace@example.org"))
    before = html(client.get(PAGE))
    price_doubles(hub)
    assert html(client.get(PAGE)) != before


def test_an_old_browser_gets_a_form_with_its_token(hub: Hub) -> None:
    Client().get(PAGE, headers=BROWSER)
    assert "csrfmiddlewaretoken" in html(Client().get(PAGE, headers={"accept-encoding": "gzip"}))


def test_an_unchanged_page_costs_no_bytes(hub: Hub) -> None:
    first = Client().get(PAGE, headers=BROWSER)
    again = Client().get(PAGE, headers=BROWSER | {"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_error_is_never_kept(hub: Hub) -> None:
    assert Client().get("/p/nothing-here", headers=BROWSER).status_code == 404
    assert not kept._shelf.pages


def test_the_shelf_keeps_its_size() -> None:
    shelf = kept.Shelf(bytes_max=1000)
    for number in range(20):
        shelf.put(number, kept._Page(b"x" * 100, "", "text/html", until=10.0))
        shelf.get(0, 1.0)
    assert shelf.bytes == sum(len(page.body) for page in shelf.pages.values()) == 1000
    assert 0 in shelf.pages  # asked for again and again
    assert shelf.get(19, 11.0) is None


def test_a_form_without_token_passes_only_from_our_own_page(hub: Hub) -> None:
    strict = Client(enforce_csrf_checks=True)
    form = {"offer_id": hub.offer_id, "quantity": 1}
    assert strict.post("/cart/add", form, headers={"sec-fetch-site": "same-origin"}).status_code == 302
    for site in ("cross-site", "same-site", "none", ""):
        assert strict.post("/cart/add", form, headers={"sec-fetch-site": site}).status_code == 403


def test_what_a_view_does_to_cookies_is_never_given_to_others() -> None:
    def view(request: Any) -> HttpResponse:
        response = HttpResponse("mine")
        response.set_cookie("who", "me")
        return response

    request = RequestFactory().get("/x", headers=BROWSER)
    assert "who" in kept.kept(view)(request).cookies
    assert not kept._shelf.pages
