"""Country, language and currency: chosen once, kept in one cookie, and the way back is safe."""

import pytest
from django.test import Client


def test_the_choice_is_kept_and_leads_back(client: Client, db: None) -> None:
    answer = client.post("/locale", {"country": "KE", "language": "sw", "currency": "KES", "next": "/how?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/how?x=1")
    assert answer.cookies["locale"].value == "KE.sw.KES"
    assert answer.cookies["locale"]["max-age"] == 365 * 24 * 3600
    assert 'lang="sw"' in client.get("/how").content.decode()


def test_a_currency_that_cannot_be_converted_is_not_offered_and_not_taken_for_its_country(client: Client) -> None:
    assert client.post("/locale", {"country": "YE", "language": "ar", "currency": "YER"}).status_code == 422
    answer = client.post("/locale", {"country": "YE", "language": "ar", "currency": ""})
    assert answer.cookies["locale"].value == "YE.ar.USD"


def test_an_empty_currency_is_the_countrys_own(client: Client) -> None:
    answer = client.post("/locale", {"country": "VN", "language": "en", "currency": ""})
    assert answer.cookies["locale"].value == "VN.en.VND"


def test_what_is_missing_is_said_at_the_field_and_what_was_chosen_is_kept(client: Client) -> None:
    answer = client.post("/locale", {"country": "", "language": "fr", "currency": "EUR", "next": "/how"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert 'id="id_country_error"' in page
    assert 'value="fr" selected' in page
    assert 'name="next" value="/how"' in page


@pytest.mark.parametrize("country", ["XX", "ke", "<b>", "KEN"])
def test_a_country_that_does_not_exist_is_refused(client: Client, country: str) -> None:
    assert client.post("/locale", {"country": country, "language": "en"}).status_code == 422


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "how", "", "\x00/"]
)
def test_nobody_is_sent_away_from_the_hub(client: Client, back: str) -> None:
    answer = client.post("/locale", {"country": "KE", "language": "en", "next": back})
    assert answer["Location"] == "/"


def test_a_plain_link_switches_the_language_and_keeps_the_rest(client: Client) -> None:
    client.cookies["locale"] = "KE.en.KES"
    answer = client.get("/locale", {"language": "ar", "next": "/how"})
    assert (answer.status_code, answer["Location"]) == (302, "/how")
    assert answer.cookies["locale"].value == "KE.ar.KES"


def test_a_link_with_an_unknown_language_shows_the_form(client: Client) -> None:
    assert client.get("/locale", {"language": "tlh"}).status_code == 200


def test_a_form_without_its_token_is_refused_with_a_page_that_helps() -> None:
    answer = Client(enforce_csrf_checks=True).post("/locale", {"country": "KE", "language": "en"})
    assert answer.status_code == 403
    assert "This form is too old to be trusted" in answer.content.decode()


@pytest.mark.parametrize("cookie", ["", "...", "KE.en", "KE.en.USD.more", "\"';--", "GB.xx.£££", "x" * 4000])
def test_a_broken_cookie_breaks_nothing(client: Client, cookie: str) -> None:
    client.cookies["locale"] = cookie
    assert client.get("/how").status_code == 200
