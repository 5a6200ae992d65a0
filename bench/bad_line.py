"""Pages on a bad line: 400 ms there and back, 400 kbit/s, a phone of 360 px in a real Chromium (bench.slow_line).

Each page is opened cold, as somebody who was never here, and then another of its kind by the same person. Largest
contentful paint is the browser's own figure; usable is the moment at which the whole page can be read and every form
works (no script is needed: the document is parsed and its stylesheet applied). Bytes and requests are the line's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from bench.frame import Row, say
from bench.slow_line import SlowLine
from tests.journeys.browser import PHONE, Browser
from tests.runtime.harness import Hub

RTT_MS, KBIT_S = 400, 400
LOCALE = "GB.en.GBP"
QUIET_MS = 1_500  # so long after the load event nothing may come any more
_WATCH = """
window.painted = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) window.painted = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
"""
_READ = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  const files = performance.getEntriesByType("resource").filter(one => one.transferSize > 0 || one.duration > 50);
  return {painted: window.painted, usable: page.domContentLoadedEventEnd, loaded: page.loadEventEnd,
          requests: 1 + files.length};
}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """One page as it was opened; times from the tap, in seconds."""

    painted_s: float
    usable_s: float
    kbytes: float
    requests: int


def measure(url: str, server: tuple[str, int], products: list[str]) -> list[Row]:
    """``url`` is where the hub answers quickly: carts are filled there; ``products`` are at least three addresses."""
    rows = []
    with SlowLine(server, rtt_ms=RTT_MS, kbit_s=KBIT_S) as line, Browser.started() as browser:
        walks: dict[str, tuple[str, str, Callable[[Page], None]]] = {
            "home": ("/", "/search?q=coffee", _nothing),
            "search": ("/search?q=coffee", "/search?q=basket", _nothing),
            "product": (products[0], products[1], _nothing),
            "cart": ("/cart", "/cart", lambda page: _fill_cart(page, url, products[0])),
            "checkout": ("/checkout/address", "/cart", lambda page: _fill_cart(page, url, products[0])),
        }
        for name, (first, then, prepare) in walks.items():
            say(f"  {name} on the bad line")
            page = browser.visitor(url, size=PHONE, locale=LOCALE)
            page.context.add_init_script(_WATCH)
            prepare(page)
            cold = _open(page, line, first)
            warm = _open(page, line, then)
            if name == "product":
                rows += _rows("product, tapped in a list", _tap(page, line, "/search?q=coffee", products[2]))
            page.context.close()
            rows += _rows(f"{name}, cold", cold) + _rows(f"{name}, the next page", warm)
    return rows


def _open(page: Page, line: SlowLine, path: str) -> Opened:
    line.reset()
    page.goto(line.url + path, wait_until="load", timeout=60_000)
    return _opened(page, line)


def _opened(page: Page, line: SlowLine) -> Opened:
    page.wait_for_timeout(QUIET_MS)
    found = page.evaluate(_READ)
    sent = line.reset()
    return Opened(found["painted"] / 1000, found["usable"] / 1000, sent.bytes_down / 1000, found["requests"])


def _tap(page: Page, line: SlowLine, path: str, product: str) -> Opened:
    """Open a product that the visitor has never seen by a tap on its card in a list."""
    page.goto(line.url + path, wait_until="load", timeout=60_000)
    page.wait_for_timeout(QUIET_MS)
    line.reset()
    page.locator(f'main a[href="{product}"]').first.click()
    page.wait_for_url(f"**{product}", wait_until="load", timeout=60_000)
    return _opened(page, line)


def _rows(name: str, opened: Opened) -> list[Row]:
    return [
        Row(f"{name}: largest contentful paint", opened.painted_s, "s"),
        Row(f"{name}: usable", opened.usable_s, "s"),
        Row(f"{name}: over the line", opened.kbytes, "KB"),
        Row(f"{name}: requests", opened.requests, "requests"),
    ]


def _nothing(page: Page) -> None:
    """The visitor comes with nothing."""


def _fill_cart(page: Page, url: str, product: str) -> None:
    """By a good line and without leaving files in the browser's cache under the bad line's address."""
    page.goto(url + product)
    page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
    page.wait_for_url("**/cart")


def products_of(hub: Hub) -> list[str]:
    """Addresses of products that the first page of a search shows."""
    with Browser.started() as browser:
        page = browser.visitor(hub.url, locale=LOCALE)
        page.goto("/search?q=coffee")
        links = page.locator('main a[href^="/p/"]').evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return list(dict.fromkeys(links))
