"""Every screen of the hub, found by following its own links: one address for each view, for each kind of person.

What no link leads to (the steps of a checkout) is walked by hand. So a new screen is looked at, and looked over by axe,
from the day a link leads to it.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

from tests.journeys.browser import Browser
from tests.journeys.steps import become, fill_address, fill_card, put_in_cart

LOCALE = "GB.en.GBP"
PAGES_MAX = 250
# Links that do something, leave the hub's pages, or are files.
_LEFT_OUT = re.compile(
    r"^/(static|media|api|demo|account/logout|sitemap|feeds?)\b|\.(pdf|csv|zip|xml|json|txt|png|jpg|svg|webmanifest)$"
)


@dataclass(frozen=True, slots=True)
class Screen:
    """``name``: of its view, such as ``shop:product``; ``role``: who sees it."""

    role: str
    name: str
    path: str

    @property
    def file(self) -> str:
        return f"{self.role}-{self.name.replace(':', '-')}"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who looks around: ``person`` of the demo (empty: a guest), and where she begins."""

    name: str
    person: str
    starts: tuple[str, ...]


ROLES = (
    Role("guest", "", ("/", "/search?q=coffee", "/search?q=zzzzzz", "/locale", "/offline", "/nothing-is-here")),
    Role("buyer", "Amina Odhiambo", ("/me", "/account/", "/cart")),
    Role("seller", "Huye Hills", ("/desk",)),
    Role("operator", "Salma Idrissi", ("/hub",)),
)


def visitor(browser: Browser, url: str, role: Role, **how: object) -> Page:
    """Somebody of this role on the hub at ``url``; ``how``: as for Browser.visitor."""
    page = browser.visitor(url, **how)  # type: ignore[arg-type]
    if role.person:
        become(page, role.person)
    return page


def find_screens(page: Page, role: Role) -> list[Screen]:
    """Follow links until every view that they lead to was seen once. Pages that an earlier role sees too are hers."""
    found: dict[str, Screen] = {}
    waiting = deque(role.starts)
    seen = set(waiting)
    while waiting and len(found) < PAGES_MAX:
        path = waiting.popleft()
        try:
            page.goto(path)
        except Error:  # a file is downloaded
            continue
        here = urlsplit(page.url)
        name = view_of(here.path)
        if path in role.starts and (name is None or name in found):
            name = re.sub(r"\W+", "-", path).strip("-")
        if name is None or any(one.path == here.path for one in found.values()):
            continue
        found.setdefault(name, Screen(role.name, name, f"{here.path}?{here.query}" if here.query else here.path))
        for link in page.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
            target = urlsplit(link)
            plain = target.path
            if target.netloc or not plain.startswith("/") or _LEFT_OUT.search(plain) or link in seen:
                continue
            named = view_of(plain)
            if named is None or named in found or any(view_of(urlsplit(one).path) == named for one in waiting):
                continue
            seen.add(link)
            waiting.append(link)
    return list(found.values())


def view_of(path: str) -> str | None:
    """The name of the view at this path, such as ``shop:product``; None when there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def checkout_screens(page: Page) -> Iterator[str]:
    """Walk a guest's checkout; yields the name of each step while its page is open."""
    put_in_cart(page, "coffee")
    put_in_cart(page, "mug")
    page.goto("/cart")
    yield "cart-filled"
    page.goto("/checkout/address")
    yield "checkout-address"
    fill_address(page)
    page.locator("main form button.button:not(.button--quiet)").first.click()
    yield "checkout-delivery"
    page.locator('main form button[type="submit"]').click()
    yield "checkout-review"
    page.locator('main form button[type="submit"]').click()
    yield "checkout-pay"
    fill_card(page)
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile("/checkout/done/"))
    yield "checkout-done"
    page.locator('main a[href^="/o/"]').first.click()
    yield "order-paid"


def all_screens(browser: Browser, url: str, say: Callable[[str], None] = lambda text: None) -> list[Screen]:
    """Every screen of every role, each view once."""
    screens: dict[str, Screen] = {}
    for role in ROLES:
        page = visitor(browser, url, role, locale=LOCALE)
        for screen in find_screens(page, role):
            screens.setdefault(screen.name, screen)
        page.context.close()
        say(f"{role.name}: {sum(one.role == role.name for one in screens.values())} screens")
    return list(screens.values())
