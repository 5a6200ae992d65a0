"""The screens in two made-up languages at 320 px: nothing is wider than the phone, nothing was kept from gettext."""

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

import pytest
from babel import Locale
from django.conf import settings
from playwright.sync_api import Page

from karum.seeds import content
from tests.journeys.browser import SMALL, Browser, sideways
from tests.runtime.harness import Hub
from tools.pseudo import CLOSE, OPEN

LANGUAGES = {"long words": "GB.en-xa.GBP", "from the right": "AE.ar-xb.AED"}
EACH_MAX = 45
"""Pages that one person looks at; of addresses that differ only in a number or a name one is enough."""

# Text that stands outside of all brackets, and what of it the page itself says is not its own: what people wrote
# (bdi, isolates, another lang), code, and numbers.
OUTSIDE = """([open, close]) => {
  const own = document.documentElement.lang;
  const foreign = node => {
    const named = node.closest('[lang]');
    const theirs = 'bdi, code, script, style, noscript, template, textarea, .prose, .seal, [dir="auto"], [dir="ltr"]';
    return named && named.lang !== own || node.closest(theirs);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let depth = 0;
  while (walker.nextNode()) {
    let outside = '';
    for (const letter of walker.currentNode.data) {
      if (letter === open) depth += 1;
      else if (letter === close) depth -= 1;
      else if (!depth) outside += letter;
    }
    outside = outside.replace(/\\u2068[^\\u2069]*\\u2069/g, '');
    if (outside.trim() && !foreign(walker.currentNode.parentElement)) found.push(outside.trim());
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder], img[alt]')) {
    if (foreign(node)) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const said = node.getAttribute(name);
      if (said && !said.includes(open) && name !== 'alt') found.push(said);
    }
  }
  return [depth, found];
}"""
WORD = re.compile(r"[A-Za-z]{3,}")


def _known_words() -> frozenset[str]:
    """Names that CLDR writes and that no brackets surround: places, currencies, languages, months, days, units."""
    said: list[str] = [name for _code, name in settings.LANGUAGES]
    said += ["Shopify", "WooCommerce", "Etsy"]
    said += [name for row in content.shelves() for name in row.names.values()]
    said += [name for zone in available_timezones() for name in zone.split("/")]
    said += ["Karum DHL Express FedEx Aramex UTC CSV PDF JSON XML API Incoterm Incoterms camt and or"]
    for code in ("en_GB", "en"):
        locale = Locale.parse(code)
        said += [*locale.territories.values(), *locale.currencies.values(), *locale.languages.values()]
        said += [name for names in locale.months["format"].values() for name in names.values()]
        said += [name for names in locale.days["format"].values() for name in names.values()]
    return frozenset(word for text in said for word in WORD.findall(text))


KNOWN = _known_words()


def stray(page: Page) -> list[str]:
    """Words of the page that no translation has."""
    depth, texts = page.evaluate(OUTSIDE, [OPEN, CLOSE])
    found = [text for text in texts if any(word not in KNOWN and not word.isupper() for word in WORD.findall(text))]
    return [*found, *(["a bracket is lost"] if depth else [])]


def too_wide(page: Page) -> list[str]:
    """What reaches over the edge of the window, the innermost first; empty when the page fits."""
    if sideways(page) <= 0:
        return []
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter(node => {
          const box = node.getBoundingClientRect();
          return box.width && (box.right > innerWidth + 1 || box.left < -1) && !node.closest('.scroll, .hush');
        }).slice(-3).map(node => node.tagName + '.' + node.className + ' ' + node.textContent.trim().slice(0, 60))"""
    ) or ["the page"]


def walk(page: Page, starts: list[str], below: str) -> Iterator[tuple[str, list[str]]]:
    """Look at pages that lead on from ``starts`` within ``below``; yield (address, what is wrong)."""
    waiting, seen = list(starts), set[str]()
    while waiting and len(seen) < EACH_MAX:
        address = waiting.pop(0)
        kind = _kind(address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(address)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        yield address, [f"{answer.status}" for _ in [0] if answer.status >= 500] + stray(page) + too_wide(page)
        links: list[str] = page.locator('a[href^="/"]').evaluate_all("all => all.map(a => a.getAttribute('href'))")
        waiting += [link for link in links if re.match(below, link) and not _is_file(link)]


def _kind(address: str) -> str:
    """Addresses of the same screen: one of /p/mug and /p/bowl, one of all orders."""
    path, _mark, query = address.partition("?")
    path = re.sub(r"^/(p|s|c|markets)/[^/]+", r"/\1/*", path)
    path = re.sub(r"[0-9A-Fa-f-]{8,}|\d+", "*", path)
    return path + ("?" if query else "")


def _is_file(link: str) -> bool:
    return bool(re.search(r"\.(pdf|csv|zip|xml|json|txt|xlsx)|/export|/feed|/me/data$|logout|/locale\?language", link))


def _is_clean(found: Iterator[tuple[str, list[str]]]) -> None:
    report = [f"{address}: {', '.join(dict.fromkeys(wrong))[:600]}" for address, wrong in found if wrong]
    if report:
        pytest.fail("\n".join(report), pytrace=False)


@pytest.mark.browser
@pytest.mark.parametrize("locale", LANGUAGES.values(), ids=LANGUAGES)
def test_the_shop_fits_and_is_all_translated(demo_hub: Hub, chromium: Browser, locale: str) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale=locale)
    page.goto("/search?q=coffee")
    product = page.locator('main a[href^="/p/"]').first.get_attribute("href")
    assert product
    page.goto(product)
    page.locator('form[action*="cart"] button[type="submit"]').first.click()
    starts = [product, "/", "/cart", "/checkout", "/search?q=coffee", "/search?q=zzzzqqq", "/calculator", "/no"]
    below = r"/(p|s|c|search|cart|checkout|locale|how|calculator|markets|account|$)"
    _is_clean(walk(page, starts, below))


@pytest.mark.browser
@pytest.mark.parametrize("locale", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("person", ["owner", "operator", "buyer"])
def test_what_people_see_who_are_signed_in_fits_and_is_all_translated(
    demo_hub: Hub, chromium: Browser, locale: str, person: str
) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale=locale)
    page.goto("/demo")
    title = {"owner": "huye-hills-coffee", "operator": "operator@", "buyer": "chloe@"}[person]
    page.locator("form", has=page.locator(f'[value*="{title}"]')).first.locator("button").first.click()
    start, below = {
        "owner": ("/desk", r"/(desk|disputes)"), "operator": ("/hub", r"/(hub|disputes|reports)"),
        "buyer": ("/me", r"/(me|account|orders|saved)"),
    }[person]  # fmt: skip
    _is_clean(walk(page, [start], below))
