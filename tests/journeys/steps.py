"""Steps that several journeys take in a browser."""

import re

from playwright.sync_api import Page, expect


def open_product(page: Page, words: str, number: int = 0) -> str:
    """Search and open a product that can be bought; return its path."""
    page.goto(f"/search?q={words}")
    links = [a.get_attribute("href") or "" for a in page.locator('main a[href^="/p/"]').all()]
    path = list(dict.fromkeys(links))[number]
    page.goto(path)
    return path


def put_in_cart(page: Page, words: str, number: int = 0) -> str:
    """Search, open a product, put it in the cart; return its seller's name."""
    open_product(page, words, number)
    page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
    expect(page).to_have_url(re.compile("/cart$"))
    return page.locator("main section h2 a").last.inner_text()


def checkout(page: Page, email: str = "grace@example.org") -> None:
    """From the cart to the payment page."""
    page.locator('main a[href="/checkout/address"]').click()
    fill_address(page, email)
    page.locator("main form button.button:not(.button--quiet)").first.click()
    expect(page).to_have_url(re.compile("/checkout/delivery$"))
    page.locator('main form button[type="submit"]').click()
    expect(page).to_have_url(re.compile("/checkout/review$"))
    page.locator('main form button[type="submit"]').click()
    expect(page).to_have_url(re.compile("/checkout/pay/"))


def fill_address(page: Page, email: str = "grace@example.org") -> None:
    page.locator('[name="name"]').fill("Grace Okafor")
    page.locator('[name="street"]').fill("4 Canal Street")
    page.locator('[name="city"]').fill("Leeds")
    page.locator('[name="postal_code"]').fill("LS1 4AP")
    page.locator('[name="email"]').fill(email)


def fill_card(page: Page, number: str = "4242424242424242") -> None:
    if page.locator('[name="method"][type="radio"]').count():
        page.locator('[name="method"][value="card"]').check()
    page.locator('[name="number"]').fill(number)
    page.locator('[name="expiry"]').fill("12/40")
    page.locator('[name="code"]').fill("123")


def pay(page: Page, number: str = "4242424242424242") -> None:
    fill_card(page, number)
    page.locator("main form button").last.click()


def become(page: Page, name: str) -> None:
    """Become a demo person, by one tap."""
    page.goto("/demo")
    known = page.locator("main li", has_text=name)
    owners = known.filter(has_text="Owner")  # a firm's packer may do less
    (owners if owners.count() else known).locator("button").first.click()
    page.wait_for_load_state()
