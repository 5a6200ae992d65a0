"""Error pages help in every language, and the last two stand when nothing else does."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from karum.site import errors, urls
from karum.site.errors import PAGES, error_page

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"Retry-After": "7"} if status == 429 else None)


def _fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "refused": PermissionDenied("Only an owner may do this."),
        "missing": Http404(),
        "database": OperationalError("gone"),
        "bug": ZeroDivisionError(),
    }[kind]


urlpatterns = [path("answer/<int:status>", _answer), path("fail/<str:kind>", _fail), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def guest() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("status", sorted(PAGES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_answer_becomes_the_page_of_its_number(guest: Client, status: int, language: str) -> None:
    guest.cookies["locale"] = f"KE.{language}.KES"
    answer = guest.get(f"/answer/{status}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert f'lang="{ {"zh-hans": "zh-Hans"}.get(language, language) }"' in page
    assert 'action="/search"' in page
    assert answer["Cache-Control"] == "no-store"


def test_headers_of_the_view_are_kept(guest: Client) -> None:
    assert guest.get("/answer/429")["Retry-After"] == "7"
    assert guest.get("/answer/503")["Retry-After"] == "30"


def test_a_refusal_says_why(guest: Client) -> None:
    answer = guest.get("/fail/refused")
    assert answer.status_code == 403
    assert "Only an owner may do this." in answer.content.decode()


def test_an_unknown_address_helps_on(guest: Client) -> None:
    for address in ("/fail/missing", "/no/such/page", "/p/%00"):
        answer = guest.get(address)
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.content.decode()


def test_a_bug_has_a_mark_that_is_also_in_the_log(guest: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = guest.get("/fail/bug")
    page = answer.content.decode()
    assert answer.status_code == 500
    mark = page.split("<code>")[1].split("</code>")[0]
    assert f"error {mark}" in caplog.text
    assert "ZeroDivision" not in page


def test_a_database_that_does_not_answer_is_a_pause(guest: Client) -> None:
    answer = guest.get("/fail/database")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "Your cart and your orders are safe" in answer.content.decode()


def test_the_last_pages_need_no_request_and_no_database() -> None:  # no ``db``: a query would raise
    for status in (500, 503):
        answer = error_page(status)
        assert answer.status_code == status
        assert b"site/karum.css" in answer.content


def test_a_host_that_is_not_ours_is_refused_politely(guest: Client) -> None:
    answer = guest.get("/how", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


def test_every_handler_is_wired() -> None:
    for name in ("bad_request", "permission_denied", "not_found", "server_error"):
        number = {"bad_request": 400, "permission_denied": 403, "not_found": 404, "server_error": 500}[name]
        assert getattr(urls, f"handler{number}") == f"{errors.__name__}.{name}"


def test_what_a_view_wrote_is_left_alone(guest: Client, monkeypatch: Any) -> None:
    answer = guest.post("/how")
    assert answer.status_code == 405
    assert "This page cannot be used like that" in answer.content.decode()


def test_an_address_with_thousands_of_words_is_answered_in_the_readers_language(client: Client) -> None:
    client.cookies["locale"] = "FR.fr.EUR"
    answer = client.get("/search?" + "&".join(f"a{number}=1" for number in range(1_200)))
    assert answer.status_code == 400
    assert '<html lang="fr"' in answer.text
