"""The calculator and the table of markets in a real browser: small, without script, right to left, for everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import DESK, SMALL, Browser, accessibility, sideways
from tests.journeys.test_desk import at_the_desk
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser

SHIRTS = "what=610910&seller=KE&to=GB&value=30&currency=GBP&quantity=10&weight=0.2&shipping=10&day=2026-11-21"
PAGES = (
    "/calculator",
    f"/calculator?{SHIRTS}",
    f"/calculator?{SHIRTS}&proof=UK-KENYA-EPA&terms=DDP&show=KES",
    f"/calculator?{SHIRTS.replace('610910', 'cotton+shirt')}",
    f"/calculator?{SHIRTS.replace('610910', '12').replace('value=30', 'value=much')}",
    f"/calculator?{SHIRTS.replace('to=GB', 'to=CA')}",
)


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")


@pytest.mark.parametrize(
    ("locale", "dark"), [("GB.en.GBP", False), ("AE.ar.AED", True), ("DE.fr.EUR", False)], ids=["en", "ar", "fr"]
)
def test_it_fits_the_smallest_phone_and_speaks_to_everybody(
    demo_hub: Hub, chromium: Browser, locale: str, dark: bool
) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale=locale, dark=dark)
    for address in PAGES:
        page.goto(address)
        open_all(page)
        assert accessibility(page) == [], address
        assert sideways(page) <= 0, address


def test_without_script_a_guest_asks_opens_a_line_takes_a_proof_and_keeps_the_link(
    demo_hub: Hub, chromium: Browser
) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale="GB.en.GBP", script=False)
    page.goto("/")
    page.get_by_role("link", name="Duty and tax calculator").click()
    page.locator('[name="what"]').fill("610910")
    page.locator('[name="seller"]').select_option("KE")
    page.locator('[name="to"]').select_option("GB")
    page.locator('[name="value"]').fill("30")
    page.locator('[name="currency"]').select_option("GBP")
    page.locator('[name="quantity"]').fill("10")
    page.get_by_role("button", name="Reckon").click()
    expect(page.locator("#id_shipping_error")).to_be_visible()  # it was forgotten, and nothing else is lost
    expect(page.locator('[name="what"]')).to_have_value("610910")
    page.locator('[name="shipping"]').fill("10")
    page.get_by_role("button", name="Reckon").click()
    page.locator("summary", has_text="Import duty").click()
    expect(page.get_by_text("Rate 12% on £310.00")).to_be_visible()
    page.get_by_role("link", name="Reckon with this proof").first.click()
    total = page.locator(".price--hero").inner_text()
    assert "372.00" in total
    link = page.locator("#link").input_value()
    assert re.search(r"day=\d{4}-\d\d-\d\d&fx=\d{4}-\d\d-\d\d", link)
    page.goto(link)
    assert page.locator(".price--hero").inner_text() == total


def test_with_script_the_link_is_copied(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url.replace("127.0.0.1", "localhost"), size=DESK, locale="GB.en.GBP")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/calculator?{SHIRTS}")
    page.get_by_role("button", name="Copy this link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#link").input_value()


@pytest.mark.parametrize("locale", ["GB.en.GBP", "AE.ar.AED"])
def test_the_table_of_markets_fits_the_smallest_phone(demo_hub: Hub, chromium: Browser, locale: str) -> None:
    page = at_the_desk(chromium, demo_hub, size=SMALL, locale=locale)
    desk = page.url.removesuffix("/orders").removeprefix(demo_hub.url)
    page.goto(f"{desk}/products")
    product = page.locator("ul.rows a").first.get_attribute("href")
    for address in (f"{product}/markets", f"{product}/markets?show=unknown&sort=duty", f"{desk}/rules"):
        page.goto(address)
        open_all(page)
        assert accessibility(page) == [], address
        assert sideways(page) <= 0, address
