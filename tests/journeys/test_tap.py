"""A tap on a card: the product's large picture sets out together with its page."""

import pytest
from playwright.sync_api import Page

from bench.slow_line import Cut, SlowLine
from tests.journeys.browser import PHONE, Browser
from tests.runtime.harness import wait_until

pytestmark = pytest.mark.browser


def pictures(page: Page) -> set[str]:
    """The addresses of the pictures that are kept on the phone."""
    kept: list[str] = page.evaluate(
        "caches.open('files-1').then((cache) => cache.keys()).then((keys) => keys.map((key) => key.url))"
    )
    return {url for url in kept if "/media/pictures/" in url}


def in_a_list(chromium: Browser, line: SlowLine) -> Page:
    return looking(chromium.visitor(line.url, size=PHONE, locale="GB.en.GBP"))


def looking(page: Page) -> Page:
    page.goto("/how")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto("/search?q=coffee", wait_until="networkidle")
    return page


def test_the_picture_comes_even_where_the_page_does_not(chromium: Browser, line: SlowLine) -> None:
    page = in_a_list(chromium, line)
    card = page.locator(".goods:has(source)").first
    files = card.locator("source").evaluate("source => source.srcset.split(', ').map(one => one.split(' ')[0])")
    link = card.locator("a")
    wait_until(lambda: any(url.endswith(name) for url in pictures(page) for name in files), "the small picture")
    before = pictures(page)
    with line.cut_all_of(f"GET {link.get_attribute('href')} ".encode(), Cut.REQUEST):
        link.click()
        wait_until(lambda: pictures(page) - before, "the large picture")
    (came,) = pictures(page) - before
    assert any(came.endswith(name) for name in files)
    page.context.close()


def test_the_page_shows_the_picture_that_came_ahead(chromium: Browser, line: SlowLine) -> None:
    page = in_a_list(chromium, line)
    page.locator(".goods:has(source) a").first.click()
    page.wait_for_url("**/p/*")
    shown = page.locator(".gallery picture img").first
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
    wait_until(lambda: shown.evaluate("img => img.currentSrc") in pictures(page), "the picture on the phone")
    page.context.close()


def test_the_data_saver_sends_nothing_ahead(chromium: Browser, line: SlowLine) -> None:
    page = chromium.visitor(line.url, size=PHONE, locale="GB.en.GBP")
    page.context.add_cookies([{"name": "data_saver", "value": "1", "url": line.url}])
    looking(page).locator(".goods a[href^='/p/']").first.click()
    page.wait_for_url("**/p/*")
    page.wait_for_load_state("networkidle")
    assert pictures(page) == set()
    page.context.close()
