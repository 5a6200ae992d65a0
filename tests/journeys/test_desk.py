"""The seller's desk on the smallest phone: every page, in both directions, and a product without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, SMALL, Browser, accessibility, sideways
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser
OWNER = "hazel@etruria-street-pottery.example"
PAGES = (
    "orders", "orders?show=sent", "orders?show=done", "products", "products/new", "products/import", "stock", "money",
    "shipping", "shipping/sending", "shipping/zones/new", "profile", "profile/page", "profile/address",
    "profile/numbers", "profile/people", "profile/bank", "profile/holiday", "profile/look", "profile/words/en",
    "profile/words/fr", "orders?mark=ship",
)  # fmt: skip


def at_the_desk(browser: Browser, hub: Hub, **visitor: object) -> Page:
    """The owner of a pottery, signed in by one tap, at her queue of orders."""
    page = browser.visitor(hub.url, **visitor)  # type: ignore[arg-type]
    page.goto("/demo")
    page.locator(f'form:has(input[value="{OWNER}"]) button').first.click()
    page.wait_for_load_state()
    page.goto("/desk")
    expect(page).to_have_url(re.compile("/desk/[^/]+/orders$"))
    return page


def first_links(page: Page, desk: str) -> list[str]:
    """One order, one product, one zone and one service, to be looked at too."""
    found = []
    for section, pattern in (("orders?show=all", "/orders/"), ("products", "/products/"), ("shipping", "/zones/")):
        page.goto(f"{desk}/{section}")
        links = [a.get_attribute("href") or "" for a in page.locator(f'main a[href*="{pattern}"]').all()]
        found += [link for link in dict.fromkeys(links) if re.search(r"/[0-9a-f-]+(/services/[\w-]+)?$", link)][:2]
    return found


@pytest.mark.parametrize("locale", ["GB.en.GBP", "AE.ar.AED"])
def test_every_page_of_the_desk_fits_and_speaks_to_everybody(demo_hub: Hub, chromium: Browser, locale: str) -> None:
    page = at_the_desk(chromium, demo_hub, size=SMALL, locale=locale)
    desk = page.url.removesuffix("/orders").removeprefix(demo_hub.url)
    for address in (*(f"{desk}/{name}" for name in PAGES), *first_links(page, desk)):
        page.goto(address)
        if locale.startswith("GB"):
            assert accessibility(page) == [], address
        assert sideways(page) <= 0, f"{locale} {address}"


def test_a_product_is_added_without_script_and_no_typed_word_is_lost(demo_hub: Hub, chromium: Browser) -> None:
    page = at_the_desk(chromium, demo_hub, size=PHONE, locale="GB.en.GBP", script=False)
    page.get_by_role("link", name="Products").first.click()
    page.get_by_role("link", name="Add a product").first.click()
    page.locator('[name="title"]').fill("Stoneware butter dish")
    page.locator('[name="price"]').fill("much")
    page.get_by_role("button", name="Help me find the code").click()
    page.locator('[name="hs_choice"]').first.check()
    page.get_by_role("button", name="Use this code").click()
    page.get_by_role("button", name="Put on sale").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Not on sale yet")
    expect(page.locator('[name="title"]')).to_have_value("Stoneware butter dish")
    expect(page.locator('[name="price"]')).to_have_value("much")
    page.locator('[name="price"]').fill("21,50")
    page.locator('[name="available"]').fill("4")
    page.locator('[name="weight_g"]').fill("0.6")
    page.locator('[name="category"]').select_option(index=2)
    page.get_by_role("button", name="Put on sale").last.click()
    expect(page.locator("h1")).to_contain_text("Stoneware butter dish")
    expect(page.locator("main")).to_contain_text("£21.50")
