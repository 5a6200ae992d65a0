"""An Arabic buyer on a phone of 320 pixels with nothing but a keyboard: from the first page to the paid order."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.books import bought_by
from tests.journeys.browser import SMALL, Browser, accessibility, sideways
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser

TABS_MAX = 160
# What has the focus now: whether it matches, can be seen, stands out, and is not covered by something else.
FOCUS = """(wanted) => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one), after = getComputedStyle(one, "::after");
  const ring = (of) => of.outlineStyle !== "none" && parseFloat(of.outlineWidth) >= 2;
  const x = Math.min(innerWidth - 2, Math.max(1, box.x + box.width / 2));
  const y = Math.min(innerHeight - 2, Math.max(1, box.y + Math.min(box.height / 2, 20)));
  const top = document.elementFromPoint(x, y);
  return {
    matches: one.matches(wanted),
    what: one.outerHTML.slice(0, 120),
    rings: ring(style) || ring(after) || Boolean(one.closest("form.search")),
    inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    covered: !(top && (one.contains(top) || top.contains(one) || top.closest("label, li"))),
  };
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it has the focus; on the way every focus can be seen."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS, selector)
        if focus is None:
            continue
        for _ in range(10):  # the browser scrolls to it with its next frame
            if focus["inside"] and not focus["covered"]:
                break
            page.wait_for_timeout(50)
            focus = page.evaluate(FOCUS, selector)
        assert focus["rings"], f"no ring: {focus['what']}"
        assert focus["inside"], f"out of sight: {focus['what']}"
        assert not focus["covered"], f"covered: {focus['what']}"
        if focus["matches"]:
            return
    raise AssertionError(f"{page.url}: {selector} is not reached by Tab")


def look(page: Page) -> None:
    """The page is Arabic, nothing sticks out, nothing for axe to say."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert sideways(page) <= 0, page.url
    assert accessibility(page) == [], page.url


def write(page: Page, name: str, text: str) -> None:
    tab_to(page, f'[name="{name}"]')
    page.keyboard.type(text)


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def test_an_arabic_buyer_orders_and_pays_with_the_keyboard_alone(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale="GB.ar.GBP")
    email = f"layla-{id(page)}@example.org"
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"  # the first stop leads over the header
    write(page, "q", "قهوة")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    look(page)
    press(page, 'main a[href^="/p/"]')
    expect(page).to_have_url(re.compile("/p/"))
    look(page)
    press(page, 'form[action="/cart/add"] button[type="submit"]')
    expect(page).to_have_url(re.compile("/cart$"))
    look(page)
    press(page, 'main a[href="/checkout/address"]')
    expect(page).to_have_url(re.compile("/checkout/address$"))
    look(page)
    address = {
        "name": "ليلى حداد",
        "street": "4 Canal Street",
        "city": "Leeds",
        "postal_code": "LS1 4AP",
        "email": email,
    }
    fill(page, address)
    press(page, "main form button.button:not(.button--quiet)")
    expect(page).to_have_url(re.compile("/checkout/delivery$"))
    look(page)
    press(page, 'main form button[type="submit"]')
    expect(page).to_have_url(re.compile("/checkout/review$"))
    look(page)
    press(page, 'main form button[type="submit"]')
    expect(page).to_have_url(re.compile("/checkout/pay/"))
    look(page)
    if page.locator('[name="method"][type="radio"]').count():
        tab_to(page, '[name="method"]')
        for _ in range(12):
            if page.evaluate("document.activeElement.value") == "card":
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
    fill(page, {"number": "4242424242424242", "expiry": "12/40", "code": "123"})
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/checkout/done/"))
    look(page)
    press(page, 'main a[href^="/o/"]')
    expect(page).to_have_url(re.compile("/o/"))
    look(page)
    found = bought_by(demo_hub, email)
    assert (found.groups, found.payments) == (1, 1)


def fill(page: Page, texts: dict[str, str]) -> None:
    """Type into the fields in the order in which Tab reaches them."""
    left = dict(texts)
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        if name in left:
            page.keyboard.press("Control+a")
            page.keyboard.type(left.pop(name))
        if not left:
            return
    raise AssertionError(f"{page.url}: {sorted(left)} are not reached by Tab")
