"""``make screenshots``: the pictures of README and manual, taken from a running demo hub (``make run`` beside it).

Usage: python -m docs.screenshots [URL] [FOLDER]. Every screen of the main job, on a phone and on a desk, in light and
dark, from left to right and from right to left; FOLDER is docs/_build/screens if not given. The ones that the README
shows are also written to docs/_static.
"""

import sys
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests.journeys.browser import DESK, PHONE, Browser

STATIC = Path(__file__).parent / "_static"
ADDRESS = {"name": "Grace Okafor", "street": "4 Canal Street", "city": "Leeds", "postal_code": "LS1 4AP"}


def buyer(page: Page, take: "Taker") -> None:
    """Home, search, product, cart and checkout up to the order's page."""
    page.goto("/")
    take(page, "home")
    page.goto("/search?q=coffee")
    take(page, "search")
    for words in ("coffee", "mug"):
        page.goto(f"/search?q={words}")
        page.goto(page.locator('main a[href^="/p/"]').first.get_attribute("href") or "/")
        take(page, f"product-{words}")
        page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
    take(page, "cart")
    page.locator('main a[href="/checkout/address"]').click()
    take(page, "address")
    for name, text in ADDRESS.items():
        page.locator(f'[name="{name}"]').fill(text)
    page.locator('[name="email"]').fill("grace@example.org")
    page.locator("main form button.button:not(.button--quiet)").first.click()
    take(page, "delivery")
    page.locator('main form button[type="submit"]').click()
    take(page, "review")
    page.locator('main form button[type="submit"]').click()
    take(page, "pay")
    for name, text in {"number": "4242424242424242", "expiry": "12/40", "code": "123"}.items():
        page.locator(f'[name="{name}"]').fill(text)
    page.locator("main form button").last.click()
    take(page, "done")
    page.locator('main a[href^="/o/"]').first.click()
    take(page, "order")


def signed_in(page: Page, who: str, addresses: dict[str, str], take: "Taker") -> None:
    """Screens of a seller or an operator of the demo; a seller's addresses are seen from her own desk."""
    page.goto("/demo")
    take(page, "demo")
    page.locator("main li", has_text=who).locator("button").first.click()
    page.wait_for_load_state()
    page.goto("/desk" if "desk" in addresses else "/hub")
    own = page.url
    for name, address in addresses.items():
        page.goto(urljoin(own, address))
        take(page, name)


class Taker:
    """Writes one picture a call, named after screen and variant."""

    def __init__(self, folder: Path, variant: str) -> None:
        self.folder, self.variant = folder, variant
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, page: Page, name: str) -> None:
        page.screenshot(path=self.folder / f"{name}-{self.variant}.png", full_page=True)


def main(url: str = "http://127.0.0.1:8000", folder: str = "docs/_build/screens") -> None:
    into = Path(folder)
    seller = {"desk": "orders", "desk-products": "products", "desk-money": "money", "desk-shipping": "shipping"}
    hub = {"hub": "/hub", "hub-orders": "/hub/orders", "hub-payouts": "/hub/payouts", "hub-books": "/hub/books"}
    variants = [
        ("phone", PHONE, "GB.en.GBP", False),
        ("desk", DESK, "GB.en.GBP", False),
        ("phone-dark", PHONE, "GB.en.GBP", True),
        ("phone-ar", PHONE, "GB.ar.GBP", False),
    ]
    with Browser.started() as browser:
        for variant, size, locale, dark in variants:
            take = Taker(into, variant)
            buyer(browser.visitor(url, size=size, locale=locale, dark=dark), take)
            signed_in(browser.visitor(url, size=size, locale=locale, dark=dark), "Huye Hills", seller, take)
            signed_in(browser.visitor(url, size=size, locale=locale, dark=dark), "Salma Idrissi", hub, take)
            print(f"{variant}: done")
        for name, size, address in (("home", DESK, "/"), ("product", PHONE, "")):
            page = browser.visitor(url, size=size, locale="GB.en.GBP")
            page.goto(address or "/search?q=coffee")
            if not address:
                page.goto(page.locator('main a[href^="/p/"]').nth(1).get_attribute("href") or "/")
            page.screenshot(path=STATIC / f"{name}.jpg", type="jpeg", quality=82)
    print(f"The pictures are in {into}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
