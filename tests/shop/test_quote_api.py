"""POST /api/v1/quote answers as ``karum quote --json`` does, and refuses in one shape, whatever comes."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from karum.rules import landed_cost
from karum.rules.quote_json import answer_json, request_of
from karum.runtime.settings import settings
from karum.shop import api
from tests.hostile import NASTY

ADDRESS = "/api/v1/quote"
COFFEE: dict[str, Any] = {
    "seller_country": "RW",
    "destination": "GB",
    "date": "2026-11-21",
    "channel": "parcel",
    "incoterm": "DAP",
    "currency": "GBP",
    "items": [
        {"hs_code": "090121", "origin": "RW", "quantity": 2, "unit_price": "12.50", "weight_kg": "0.25"},
    ],
    "shipping": {"amount": "9.00", "currency": "GBP"},
}

pytestmark = pytest.mark.django_db


def ask(client: Client, body: Any = COFFEE, **extra: Any) -> Any:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(ADDRESS, text, content_type=extra.pop("content_type", "application/json"), **extra)


def test_the_answer_is_that_of_the_command(client: Client) -> None:
    body = COFFEE | {"fx": {"EUR/GBP": "0.87"}}
    answer = ask(client, body)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == answer_json(landed_cost(request_of(body)))


def test_without_rates_the_hubs_own_are_used_and_said(client: Client) -> None:
    body = COFFEE | {"currency": "KES"}
    found = ask(client, body).json()
    assert found["totals"]["landed"] is not None
    (note,) = [one for one in found["assumptions"] if one["code"].startswith("assume_hub_rates")]
    assert note["params"]["day"] <= "2026-11-21"


def test_no_cookie_and_no_token_is_needed_and_none_is_set() -> None:
    answer = ask(Client(enforce_csrf_checks=True))
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options"])
def test_another_method_is_told_which_to_use(client: Client, method: str) -> None:
    answer = getattr(client, method)(ADDRESS)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "POST" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_another_type_of_content_is_refused(client: Client, kind: str) -> None:
    answer = ask(client, content_type=kind)
    assert answer.status_code == 415
    assert answer.json()["error"]["field"] == "$"


def test_a_type_with_its_charset_is_taken(client: Client) -> None:
    assert ask(client, content_type="application/json; charset=utf-8").status_code == 200


def test_too_much_is_refused(client: Client) -> None:
    answer = ask(client, " " * api.BODY_BYTES_MAX + "{}")
    assert answer.status_code == 413
    assert str(api.BODY_BYTES_MAX) in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"destination": "Kenya"}, "destination"),
        ({"currency": "EURO"}, "items[0].currency"),
        ({"items": []}, "items"),
        ({"items": [{"hs_code": "12", "origin": "RW", "quantity": 1, "unit_price": "1"}]}, "items[0].hs_code"),
        ({"items": [{"hs_code": "090121", "quantity": 1, "unit_price": 1.5}]}, "items[0].unit_price"),
        ({"date": "tomorrow"}, "date"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(client: Client, change: dict[str, Any], field: str) -> None:
    answer = ask(client, COFFEE | change)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "text", [b" ", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 60_000, b'{"date": 1e9999999999999999999}']
)
def test_what_is_no_request_is_refused(client: Client, text: bytes) -> None:
    answer = ask(client, text)
    assert answer.status_code == 400
    assert answer.json()["error"]["field"]


@pytest.mark.parametrize("field", [*COFFEE, "region", "mode", "fx", "registrations", "insurance"])
def test_nothing_that_is_typed_into_a_field_breaks_it(
    client: Client, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "asks_too_often", lambda *args, **kwargs: False)
    for value in (*NASTY, None, True, 3, -1, [], {}, [[]], {"amount": "1"}, {"amount": "1e9", "currency": "KES"}):
        answer = ask(client, COFFEE | {field: value})
        assert answer.status_code in (200, 400), (field, value)
        assert ("error" in answer.json()) == (answer.status_code == 400)


@pytest.mark.parametrize(
    "field",
    [
        "hs_code",
        "origin",
        "quantity",
        "unit_price",
        "currency",
        "weight_kg",
        "proofs",
        "measures",
        "duty_rate_override",
    ],
)
def test_nothing_that_is_typed_into_an_item_breaks_it(
    client: Client, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "asks_too_often", lambda *args, **kwargs: False)
    for value in (*NASTY, None, True, 3, 10**30, -1, [], {}, ["x"], {"LTR": "1"}):
        answer = ask(client, COFFEE | {"items": [COFFEE["items"][0] | {field: value}]})
        assert answer.status_code in (200, 400), (field, value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"duty_rate_override": "1" + "0" * 50 + "%", "quantity": 100}, "$"),
        ({"duty_rate_override": "999999999999 GBP/kg", "weight_kg": "999999999999", "quantity": 10**6}, "$"),
        ({"hs_code": "٠٩٠١٢١"}, "items[0].hs_code"),
        ({"origin": "R" * 201}, "items[0].origin"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_few_words(client: Client, change: dict[str, Any], field: str) -> None:
    answer = ask(client, COFFEE | {"items": [COFFEE["items"][0] | change]})
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == field
    assert len(answer.content) < 300


def test_who_asks_too_often_is_asked_to_wait_and_is_answered_again_later(client: Client) -> None:
    most = settings().quotes_per_minute
    for _ in range(most):
        assert ask(client).status_code == 200
    answer = ask(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "error" in answer.json()
    assert ask(client, REMOTE_ADDR="203.0.113.7").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_limits SET expires = now() - interval '1 second'")
    assert ask(client).status_code == 200
