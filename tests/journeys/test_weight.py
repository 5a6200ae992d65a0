"""What each page of buying takes over the line: requests and bytes as a real browser counts them, held exactly.

Budgets: a product page 60 KB and 5 requests, a step of the checkout 30 KB in 3 requests the first time and 12 KB after
that (the review shows a picture, which the cart has brought). The lists hold what they take today and a tenth more.
What a browser fetches before it is asked for is the next page's.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.browser import PHONE, Browser
from tests.journeys.steps import fill_address, fill_card
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser

NEXT = "main form button.button:not(.button--quiet)"
SUBMIT = 'main form button[type="submit"]'
FIRST_TIME = {  # page: (requests, bytes)
    "/": (16, 80_000),
    "/search?q=coffee": (12, 62_000),
    "/c/food": (12, 62_000),
    "/s/huye-hills-coffee": (9, 50_000),
    "/s/huye-hills-coffee/reviews": (3, 20_000),
    "/locale": (3, 22_000),
    "/how": (3, 18_000),
    "/account/login/": (4, 20_000),
    "/calculator": (3, 24_000),
    "/saved": (3, 18_000),
}
PRODUCT = (5, 60_000)
STEPS_FIRST = {"/cart": (4, 24_000), "/checkout/address": (3, 30_000), "/checkout/delivery": (3, 30_000),
               "/checkout/review": (4, 30_000), "/checkout/pay/": (3, 30_000)}  # fmt: skip
STEP_AFTER = (1, 12_000)


@dataclass
class Weight:
    """What came over the line: address and bytes of each request, headers too."""

    sent: dict[str, str] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)

    def over(self, budget: tuple[int, int]) -> str:
        """What is too much; empty when nothing is."""
        files = {self.sent[one]: size for one, size in self.came.items() if size and one in self.sent}
        requests, most = budget
        fits = 0 < len(files) <= requests and sum(files.values()) <= most
        return "" if fits else f"{len(files)} requests, {sum(files.values())} bytes, not {budget}: {files}"


def phone(chromium: Browser, url: str, locale: str, cookies: Any = ()) -> Page:
    """A phone with two pixels to one that has seen nothing yet. Without the worker, which fetches in its own time."""
    context: BrowserContext = chromium.engine.new_context(
        base_url=url,
        viewport=PHONE,
        device_scale_factor=2,
        service_workers="block",  # type: ignore[arg-type]
    )
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "locale", "value": locale, "url": url}, *cookies])
    return context.new_page()


@contextmanager
def weighed(page: Page) -> Iterator[Weight]:
    """Count until nothing comes any more."""
    found, devtools = Weight(), page.context.new_cdp_session(page)
    devtools.send("Network.enable")

    def asks(event: dict[str, Any]) -> None:
        if event.get("type") != "Prefetch":
            found.sent[event["requestId"]] = event["request"]["url"]

    def comes(event: dict[str, Any]) -> None:
        found.came[event["requestId"]] = event["encodedDataLength"]

    devtools.on("Network.requestWillBeSent", asks)
    devtools.on("Network.loadingFinished", comes)
    yield found
    page.wait_for_load_state("networkidle")
    devtools.detach()


def weigh(page: Page, do: Callable[[], object], budget: tuple[int, int]) -> str:
    with weighed(page) as found:
        do()
    said = found.over(budget)
    return f"{page.url}: {said}" if said else ""


@pytest.mark.parametrize("locale", ["GB.en.GBP", "GB.ar.GBP"])
def test_each_page_and_each_step_stays_within_its_budget(demo_hub: Hub, chromium: Browser, locale: str) -> None:
    heavy = []
    for path, budget in FIRST_TIME.items():
        page = phone(chromium, demo_hub.url, locale)
        heavy.append(weigh(page, lambda page=page, path=path: page.goto(path), budget))
        page.context.close()

    buyer = phone(chromium, demo_hub.url, locale)
    buyer.goto("/search?q=coffee")
    product = buyer.locator('main a[href^="/p/"]').first.get_attribute("href")
    assert product
    fresh = phone(chromium, demo_hub.url, locale)
    heavy.append(weigh(fresh, lambda: fresh.goto(product), PRODUCT))
    fresh.context.close()

    buyer.goto(product)
    put = buyer.locator('main form[action="/cart/add"] button[type="submit"]').first
    heavy.append(weigh(buyer, put.click, STEP_AFTER))
    heavy.append(weigh(buyer, buyer.locator('main a[href="/checkout/address"]').click, STEP_AFTER))
    fill_address(buyer)
    heavy.append(weigh(buyer, buyer.locator(NEXT).first.click, STEP_AFTER))
    heavy.append(weigh(buyer, buyer.locator(SUBMIT).click, STEP_AFTER))
    heavy += [first_time(chromium, demo_hub, locale, buyer, step) for step in STEPS_FIRST if step != "/checkout/pay/"]
    heavy.append(weigh(buyer, buyer.locator(SUBMIT).click, STEP_AFTER))
    heavy.append(first_time(chromium, demo_hub, locale, buyer, "/checkout/pay/"))
    fill_card(buyer)
    heavy.append(weigh(buyer, buyer.locator("main form button").last.click, STEP_AFTER))
    heavy.append(weigh(buyer, buyer.locator('main a[href^="/o/"]').first.click, STEP_AFTER))
    buyer.context.close()
    assert not [one for one in heavy if one]


def first_time(chromium: Browser, hub: Hub, locale: str, buyer: Page, step: str) -> str:
    """The step as a phone shows it that has none of the files yet, with the buyer's own cart."""
    hers = [one for one in buyer.context.cookies() if one["name"] != "locale"]
    page = phone(chromium, hub.url, locale, hers)
    address = buyer.url if step.endswith("/") else step
    said = weigh(page, lambda: page.goto(address), STEPS_FIRST[step])
    page.context.close()
    return said
