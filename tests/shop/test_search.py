"""Search and categories: what is found, how it is narrowed, and help when there is nothing."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.shop.conftest import Hub, words_of


def words(client: Client, address: str) -> str:
    return words_of(client.get(address))


def test_a_search_finds_and_counts(hub: Hub, buyer: Client) -> None:
    page = words(buyer, "/search?q=bourbon")
    assert "Huye washed bourbon" in page
    assert "Blue slip mug" not in page
    assert 'value="bourbon"' in page


def test_a_card_shows_the_price_at_the_door(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "GB.en.GBP"
    page = words(client, "/search?q=bourbon")
    assert "at your door" in page
    assert "£" in page


def test_without_a_country_the_page_says_that_delivery_is_not_in_the_price(hub: Hub, client: Client) -> None:
    page = words(client, "/search")
    assert "without delivery" in page
    assert "plus delivery" in page


def test_nothing_found_helps_on(hub: Hub, buyer: Client) -> None:
    page = words(buyer, "/search?q=xqzxqz")
    assert "Nothing was found for" in page
    assert "/c/food" in page
    assert "Huye washed bourbon" in page  # what is new


def test_a_slip_of_the_finger_is_corrected_and_said(hub: Hub, buyer: Client) -> None:
    page = words(buyer, "/search?q=burbon")
    assert "Huye washed bourbon" in page
    assert "These are results for" in page


def test_a_category_shows_all_below_it(hub: Hub, buyer: Client) -> None:
    page = words(buyer, "/c/food")
    assert "Food &amp; drink" in page
    assert "Huye washed bourbon" in page
    assert "Blue slip mug" not in page


def test_an_unknown_category_is_not_found(hub: Hub, buyer: Client) -> None:
    assert buyer.get("/c/no-such-shelf").status_code == 404


def test_filters_narrow_and_can_be_taken_off(hub: Hub, buyer: Client) -> None:
    page = words(buyer, "/search?origin=GB")
    assert "Blue slip mug" in page
    assert "Huye washed bourbon" not in page
    assert "Made in United Kingdom" in page


@pytest.mark.parametrize(
    "query",
    [
        "origin=ZZ",
        "min=abc&max=-4",
        "page=-1",
        "page=99999999",
        "sort=magic",
        "terms=x",
        "category=../etc",
        "q=%00",
        "door_max=-1",
        "door_max=9" + 30 * "9",
        "door_max=1000",
        "days=x",
        "days=14",
        "material=%3Cb%3E",
        "material=clay",
        "verified=on&small=on",
        "sort=door",
        "sort=arrival",
        "origin=rw",
    ],
)
def test_a_filter_that_cannot_be_read_spoils_nothing(hub: Hub, buyer: Client, query: str) -> None:
    assert buyer.get(f"/search?{query}").status_code == 200


def test_what_was_typed_stays_text(hub: Hub, buyer: Client) -> None:
    page = words(buyer, '/search?q="><script>alert(1)</script>')
    assert "<script>" not in page


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
@pytest.mark.parametrize(
    "address", ["/", "/search", "/c/coffee", "/p/bourbon-coffee", "/locale", "/how", "/s/huye-hills-coffee"]
)
def test_every_page_stands_in_every_language(hub: Hub, client: Client, language: str, address: str) -> None:
    client.cookies["locale"] = f"KE.{language}.KES"
    answer = client.get(address)
    page = words_of(answer)
    tag = {"zh-hans": "zh-Hans"}.get(language, language)
    assert f'<html lang="{tag}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert answer["Content-Language"] == language
