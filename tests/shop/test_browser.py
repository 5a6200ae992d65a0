"""The shop in a real Chromium: nothing jumps, few requests, no fault for axe, in both directions and themes."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.browser import Browser as Chromium
from tests.shop.conftest import COFFEE, Hub

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REQUESTS_MAX = 5
PAGES = (
    "/", "/search?q=bourbon", "/search?q=xqzxqz", "/c/food", f"/p/{COFFEE}", "/s/huye-hills-coffee", "/locale", "/how",
    "/nothing/here",
)  # fmt: skip

# Every shift of the page while it loads, summed. Source: Layout Instability API.
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def browser(live_server: Any, pictured: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Chromium, started after the shelves are filled: its driver runs an event loop, which Django's ORM refuses."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with Chromium.started() as chromium:
        yield chromium.engine


def opened(browser: Browser, base: str, locale: str, *, theme: Any = "light", width: int = 360) -> Page:
    """A tab of somebody who has chosen her country."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True)
    context.add_cookies([{"name": "locale", "value": locale, "url": base}])
    return context.new_page()


def test_the_browser_says_in_whose_time_it_tells_moments(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(timezone_id="Africa/Nairobi")
    page = context.new_page()
    page.goto(f"{live_server.url}/how", wait_until="networkidle")
    assert [one["value"] for one in context.cookies() if one["name"] == "zone"] == ["Africa/Nairobi"]


def test_a_product_page_takes_few_requests_few_bytes_and_nothing_jumps(browser: Browser, live_server: Any) -> None:
    page = opened(browser, live_server.url, "GB.en.GBP")
    page.add_init_script(WATCH_SHIFTS)
    pictures: list[int] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "response",
        lambda answer: pictures.append(int(answer.headers["content-length"])) if "/pictures/" in answer.url else None,
    )
    page.goto(f"{live_server.url}/p/{COFFEE}", wait_until="networkidle")
    assert len(asked) <= REQUESTS_MAX, asked
    assert len(pictures) == 1
    assert pictures[0] <= 20_000
    # A badge whose icon is painted before its word has been read moves by about a thousandth.
    assert page.evaluate("window.shifted") < 0.002
    with page.expect_response(lambda answer: "/pictures/" in answer.url):
        page.click("details.fold summary")  # more pictures come when they are asked for


@pytest.mark.parametrize(("locale", "theme"), [("GB.en.GBP", "light"), ("KE.ar.KES", "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, live_server: Any, locale: str, theme: str) -> None:
    page = opened(browser, live_server.url, locale, theme=theme, width=320)
    for address in PAGES:
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_every_target_is_large_enough_for_a_thumb(browser: Browser, live_server: Any) -> None:
    page = opened(browser, live_server.url, "GB.en.GBP")
    for address in PAGES:
        page.goto(live_server.url + address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select')]
              .filter((one) => one.offsetParent && !one.closest('p, .receipt__why, .prose, .notice, h3'))
              .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
              .filter(([, box]) => box.height < 43.5 && box.height > 1)
              .filter(([html]) => !html.includes('type="checkbox"') && !html.includes('type="radio"'))
              .map(([html, box]) => html + ' ' + box.height)"""
        )
        assert small == [], address


def test_a_guest_chooses_her_country_and_comes_back_to_the_price(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}, locale="en")
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{COFFEE}")
    page.click("text=See the price at your door")
    page.select_option("#id_country", "KE")
    page.click("main button[type=submit]")
    assert page.url == f"{live_server.url}/p/{COFFEE}"
    assert "at your door (Kenya)" in page.inner_text("main")
