"""A buyer whose line drops in the middle of every step: whatever was lost, she orders once and pays once."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Error, Page, expect

from bench.slow_line import Cut, SlowLine
from tests.journeys.books import bought_by
from tests.journeys.browser import PHONE, Browser
from tests.journeys.steps import fill_address, open_product, pay
from tests.runtime.harness import Hub, wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def bad_line(demo_hub: Hub) -> Iterator[SlowLine]:
    with SlowLine(("127.0.0.1", demo_hub.port), rtt_ms=150, kbit_s=800) as found:
        yield found


def drop(page: Page, line: SlowLine, kind: Cut, request: str, press: Callable[[], object]) -> None:
    """Press while every such request is cut off, and wait until the browser has given up."""
    before = page.url
    with line.cut_all_of(request.encode(), kind, half_bytes=120) as fired:  # in the middle of a redirect's headers
        press()
        assert fired.wait(20), request
        settled = "() => document.readyState === 'complete'"
        wait_until(lambda: page.url != before or page.locator("[data-case]").count() or _is_error(page), request, 20)
        page.wait_for_function(settled)


def _is_error(page: Page) -> bool:
    return page.url.startswith("chrome-error:") or bool(page.locator("#main-frame-error").count())


def come_back(page: Page, path: str) -> None:
    """Open the page again; a navigation that still fails somewhere may get in the way once."""
    for _ in range(5):
        try:
            page.goto(path)
            return
        except Error:
            page.wait_for_timeout(300)
    page.goto(path)


def submit(page: Page) -> Callable[[], object]:
    """Press the page's main button without waiting for what comes of it."""
    button = page.locator("main form button.button:not(.button--quiet)")
    return lambda: (button.last if "/pay/" in page.url else button.first).click(no_wait_after=True)


def into_the_cart(page: Page, line: SlowLine, kind: Cut) -> None:
    product = open_product(page, "coffee")
    button = page.locator('main form[action="/cart/add"] button[type="submit"]').first
    drop(page, line, kind, "POST /cart/add", lambda: button.click(no_wait_after=True))
    come_back(page, "/cart")
    lines, waiting = page.locator('main form[action="/cart/change"]'), page.get_by_role("button", name="Put it into")
    page.wait_for_timeout(500)
    if waiting.count():
        if lines.count():
            page.get_by_role("button", name="Throw it away").click()
        else:
            waiting.click()
    elif not lines.count():
        come_back(page, product)
        page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
    expect(lines).to_have_count(1)
    expect(page.locator('main [name="quantity"]')).to_have_value(
        str(page.locator('main [name="quantity"]').get_attribute("min"))
    )


@pytest.mark.parametrize(
    ("kind", "script"),
    [(Cut.REQUEST, True), (Cut.ANSWER, True), (Cut.HALF, True), (Cut.ANSWER, False)],
    ids=["requests lost", "answers lost", "answers cut", "answers lost, no script"],
)
def test_a_line_that_drops_in_every_step_costs_patience_and_nothing_else(
    demo_hub: Hub, chromium: Browser, bad_line: SlowLine, kind: Cut, script: bool
) -> None:
    email = f"{kind.name}-{script}-{bad_line.port}@example.org".lower()
    page = chromium.visitor(bad_line.url, size=PHONE, locale="GB.en.GBP", script=script)
    page.set_default_timeout(30_000)
    page.goto("/how")
    if script:
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("navigator.serviceWorker.controller !== null")
    into_the_cart(page, bad_line, kind)

    come_back(page, "/checkout/address")
    fill_address(page, email)
    drop(page, bad_line, kind, "POST /checkout/address", submit(page))
    if script:
        expect(page.locator("h1:visible")).to_have_text("The connection broke off")
        page.get_by_role("link", name="Look at the page").locator("visible=true").click()
    else:
        come_back(page, "/checkout/address")
    expect(page).to_have_url(re.compile("/checkout/address$"))
    if kind is not Cut.REQUEST:
        expect(page.locator('[name="street"]')).to_have_value("4 Canal Street")  # it arrived: nothing is typed twice
    fill_address(page, email)
    submit(page)()
    expect(page).to_have_url(re.compile("/checkout/delivery$"))

    drop(page, bad_line, kind, "POST /checkout/delivery", submit(page))
    come_back(page, "/checkout/delivery")
    submit(page)()
    expect(page).to_have_url(re.compile("/checkout/review$"))

    drop(page, bad_line, kind, "POST /checkout/review", submit(page))
    come_back(page, "/checkout/review")
    if page.url.endswith("/cart"):  # the order is there: its answer was lost
        assert kind is not Cut.REQUEST
        page.get_by_role("link", name="Go on to the payment").click()
    else:
        submit(page)()
    expect(page).to_have_url(re.compile("/checkout/pay/"))

    where = page.url
    drop(page, bad_line, kind, "POST /checkout/pay/", lambda: pay(page))
    if script:
        expect(page.locator("main")).to_contain_text("The same payment is never taken twice")
    come_back(page, where)
    if "/checkout/pay/" in page.url:
        assert kind is Cut.REQUEST
        pay(page)
    expect(page).to_have_url(re.compile("/checkout/done/"))

    found = bought_by(demo_hub, email)
    assert (found.groups, found.orders, found.payments) == (1, 1, 1)
    assert found.taken_minor == found.total_minor
