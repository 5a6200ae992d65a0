"""The data saver in a browser: nothing is fetched before a tap, and the page says what it took."""

import re

import pytest
from playwright.sync_api import expect

from bench.slow_line import SlowLine
from tests.journeys.browser import SMALL, Browser, accessibility, sideways

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("locale", ["GB.en.GBP", "AE.ar.AED"])
def test_pictures_come_on_a_tap_and_the_page_says_what_it_took(chromium: Browser, line: SlowLine, locale: str) -> None:
    page = chromium.visitor(line.url, size=SMALL, locale=locale)
    page.context.add_cookies([{"name": "data_saver", "value": "1", "url": line.url}])
    pictures: list[str] = []
    page.on("request", lambda one: pictures.append(one.url) if "/media/" in one.url else None)
    page.goto("/search?q=coffee", wait_until="networkidle")
    assert pictures == []
    assert accessibility(page) == []
    assert sideways(page) <= 0
    cost = page.locator("[data-cost] b")
    cost.wait_for()
    shown = int(re.sub(r"\D", "", cost.inner_text().translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))))
    assert 5 <= shown <= line.counted.bytes_down / 1000 + 1
    page.locator("a.waits").first.click()
    expect(page.locator("main .goods img")).to_have_count(1)
    page.locator("main .goods img").evaluate("img => img.decode()")
    assert len(pictures) == 1
    assert page.url.endswith("/search?q=coffee")


def test_without_a_script_a_tap_opens_the_picture_alone(chromium: Browser, line: SlowLine) -> None:
    page = chromium.visitor(line.url, size=SMALL, locale="GB.en.GBP", script=False)
    page.context.add_cookies([{"name": "data_saver", "value": "1", "url": line.url}])
    page.goto("/search?q=coffee")
    page.locator("a.waits").first.click()
    expect(page).to_have_url(re.compile(r"/media/pictures/.*\.(avif|webp)$"))
