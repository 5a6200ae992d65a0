"""The public page that finds HS codes."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_shortlist_with_questions_leads_to_the_calculator(client: Client) -> None:
    page = text(client.get("/hs?q=cotton+shirt"))
    assert "620520" in page
    assert "?what=620520" in page
    assert 'name="hs_wearer" value="women"' in page
    narrowed = text(client.get("/hs?q=cotton+shirt&hs_wearer=women"))
    assert "?what=620520" not in narrowed
    assert "?what=620630" in narrowed


def test_words_in_other_scripts_are_read(client: Client) -> None:
    assert "?what=621410" in text(client.get("/hs", {"q": "真丝围巾"}))
    assert "?what=090121" in text(client.get("/hs", {"q": "قهوة محمصة"}))


def test_nothing_asked_and_nothing_found(client: Client) -> None:
    assert client.get("/hs").status_code == 200
    assert "No code was found" in text(client.get("/hs?q=qqqq"))
    assert client.get("/hs?q=scarf&hs_knit=<b>&hs_nonsense=1").status_code == 200


def test_a_page_repeats_no_more_words_than_its_form_takes(client: Client) -> None:
    assert f'value="{"x" * 300}"' in text(client.get("/hs", {"q": "x" * 20_000}))


def test_programs_get_json(client: Client) -> None:
    answer = client.get("/hs?q=beeswax+candle", headers={"accept": "application/json"}).json()
    assert answer["candidates"][0]["code"] == "340600"
    assert answer["confirmed"] is False
    assert answer["candidates"][0]["why"][0]["text"]


def test_machines_are_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.shop.views.hs.too_fast", lambda *_args, **_more: True)
    assert client.get("/hs?q=scarf").status_code == 429
    assert client.get("/hs").status_code == 200
