"""Search in a real Chromium: suggestions by keyboard, filters without a script, what comes while scrolling."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import DESK, SMALL, Browser, accessibility, sideways
from tests.shop.conftest import COFFEE, Hub

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser(live_server: Any, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Browser.started() as chromium:
        yield chromium


def typed(page: Page, text: str) -> None:
    """Come to the field by keyboard, as her script is fetched then, and type."""
    page.focus("#search")
    expect(page.locator("#search")).to_have_attribute("role", "combobox")
    page.keyboard.type(text)
    expect(page.locator("#suggested")).to_be_visible()


@pytest.mark.parametrize("locale", ["GB.en.GBP", "KE.ar.KES"])
def test_suggestions_are_a_combobox_for_the_keyboard(browser: Browser, live_server: Any, locale: str) -> None:
    page = browser.visitor(live_server.url, size=SMALL, locale=locale)
    page.goto("/how")
    typed(page, "bour")
    field = page.locator("#search")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "suggested-0")
    expect(page.locator("#suggested-0")).to_have_attribute("aria-selected", "true")
    assert accessibility(page) == []
    assert sideways(page) == 0
    page.keyboard.press("Escape")
    expect(page.locator("#suggested")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.input_value() == "bour"
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggested")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bourbon")
    assert "Huye washed bourbon" in page.inner_text("main")


def test_a_suggested_category_is_one_tap_away(browser: Browser, live_server: Any) -> None:
    page = browser.visitor(live_server.url, locale="GB.en.GBP")
    page.goto("/how")
    typed(page, "ceram")
    page.locator("#suggested [role=option]", has_text="Category").click()
    page.wait_for_url("**/c/ceramics")


def test_without_a_line_the_field_is_a_plain_search(browser: Browser, live_server: Any) -> None:
    page = browser.visitor(live_server.url, locale="GB.en.GBP")
    page.goto("/how")
    page.route("**/search/suggest*", lambda route: route.abort())
    page.focus("#search")
    expect(page.locator("#search")).to_have_attribute("role", "combobox")
    page.keyboard.type("bourbon")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=bourbon")


def test_filters_open_by_a_link_and_go_back_without_a_script(browser: Browser, live_server: Any) -> None:
    page = browser.visitor(live_server.url, size=SMALL, locale="GB.en.GBP", script=False)
    page.goto("/search?q=coffee")
    expect(page.locator("#facets")).to_be_hidden()
    page.click("text=Filter and sort")
    expect(page.locator("#facets")).to_be_visible()
    page.select_option("#id_origin", "RW")
    page.click("#facets button")
    expect(page.locator("#facets")).to_be_hidden()
    page.click("a.chip--on")
    assert "origin" not in page.url
    page.goto("/search?q=coffee")
    page.click("text=Filter and sort")
    page.go_back()
    expect(page.locator("#facets")).to_be_hidden()


@pytest.mark.parametrize("locale", ["GB.en.GBP", "KE.ar.KES"])
def test_open_filters_have_no_fault(browser: Browser, live_server: Any, locale: str) -> None:
    page = browser.visitor(live_server.url, size=SMALL, locale=locale)
    page.goto("/search?q=coffee&origin=RW#facets")
    expect(page.locator("#facets")).to_be_visible()
    assert accessibility(page) == []
    assert sideways(page) == 0


def test_at_a_desk_the_filters_stand_beside_what_was_found(browser: Browser, live_server: Any) -> None:
    page = browser.visitor(live_server.url, size=DESK, locale="GB.en.GBP")
    page.goto("/search?q=coffee")
    expect(page.locator("#facets")).to_be_visible()
    assert page.locator("#facets").bounding_box()["x"] < page.locator("#results").bounding_box()["x"]  # type: ignore[index]


def test_what_was_seen_comes_when_the_buyer_scrolls_near_it(browser: Browser, live_server: Any) -> None:
    page = browser.visitor(live_server.url, locale="GB.en.GBP")
    page.goto(f"/p/{COFFEE}")
    page.goto("/")
    place = page.locator('[data-fill="/p?part"]')
    place.scroll_into_view_if_needed()
    expect(place.locator("li")).to_have_count(1)
    assert "Huye washed bourbon" in place.inner_text()
    assert accessibility(page) == []
