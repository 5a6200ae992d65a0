"""Without a line: what was seen can be read, what was wanted is noted, and nothing is ever sent or paid by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from bench.slow_line import SlowLine
from tests.journeys.browser import SMALL, Browser, accessibility, sideways
from tests.journeys.steps import become, checkout, open_product, pay, put_in_cart
from tests.runtime.harness import Hub, wait_until

pytestmark = pytest.mark.browser


def installed(page: Page) -> Page:
    """Wait until the service worker carries this visitor's pages."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def visitor(chromium: Browser, line: SlowLine, locale: str = "GB.en.GBP") -> Page:
    """Somebody on a small phone who has been here once."""
    page = chromium.visitor(line.url, size=SMALL, locale=locale)
    page.goto("/how")
    return installed(page)


def kept(page: Page) -> list[str]:
    """The paths of the pages that are kept on the phone."""
    urls: list[str] = page.evaluate(
        "caches.open('pages-1').then((cache) => cache.keys()).then((keys) => keys.map((key) => key.url))"
    )
    return [re.sub("^https?://[^/]+", "", url) for url in urls]


def await_kept(page: Page, path: str) -> None:
    wait_until(lambda: path in kept(page), f"{path} among the kept pages")


def test_pages_that_were_seen_open_without_a_line_and_say_how_old_they_are(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    product = open_product(page, "coffee")
    title = page.locator("h1").inner_text()
    await_kept(page, product)
    with line.down():
        page.goto("/how")
        page.goto(product)
        assert page.locator("h1").inner_text() == title
        expect(page.locator("main .notice").first).to_contain_text("The hub does not answer now. This is the copy from")
        assert page.locator("main [data-time]").inner_text().strip()
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
        )  # it has its style
        assert page.locator("main img").first.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0
        assert accessibility(page) == []
        assert sideways(page) <= 0
        page.goto("/markets/KE")  # never seen
        expect(page.locator("h1:visible")).to_have_text("No connection")
        expect(page.locator(f'main a[href$="{product}"]')).to_be_visible()  # what is kept, she can read
        assert accessibility(page) == []
        assert sideways(page) <= 0
    page.goto(product)
    expect(page.locator("main")).not_to_contain_text("The hub does not answer now")


def test_a_line_that_takes_too_long_gives_the_kept_copy(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    product = open_product(page, "coffee")
    await_kept(page, product)
    line.rtt_s = 25
    line.cut_now()
    page.goto(product)
    expect(page.locator("main")).to_contain_text("This is the copy from")


def test_the_first_page_of_all_is_kept_too(chromium: Browser, line: SlowLine) -> None:
    page = chromium.visitor(line.url, size=SMALL, locale="GB.en.GBP")
    page.goto("/search?q=mug")
    installed(page)
    await_kept(page, "/search?q=mug")


def test_the_page_without_a_line_is_in_the_language_of_the_pages(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    page.goto("/locale?language=ar&next=/how")
    wait_until(
        lambda: page.evaluate("caches.match('/offline').then((page) => page.headers.get('Content-Language'))") == "ar",
        "the Arabic words",
    )
    with line.down():
        page.goto("/locale")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"
        assert sideways(page) <= 0


def test_what_is_put_into_the_cart_without_a_line_waits_until_she_says_so(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    product = open_product(page, "coffee")
    title = page.locator("h1").inner_text()
    await_kept(page, product)
    button = page.locator('main form[action="/cart/add"] button[type="submit"]').first
    with line.down():
        button.click()
        expect(page).to_have_url(re.compile("/cart$"))
        waiting = page.locator("main section", has_text="Waiting on this phone, not yet in your cart")
        expect(waiting).to_contain_text(title)
        assert accessibility(page) == []
        assert sideways(page) <= 0
        waiting.get_by_role("button", name="Put it into the cart").click()
        expect(waiting.get_by_role("alert")).to_contain_text("It still waits on this phone")
    page.goto("/how")
    expect(page.locator("main")).to_contain_text("Something waits on this phone")
    page.goto("/cart")
    expect(page.locator("main")).to_contain_text("There is nothing in your cart yet")  # nothing was sent by itself
    page.get_by_role("button", name="Put it into the cart").click()
    expect(page.locator("main form[action='/cart/change']")).to_have_count(1)
    expect(page.locator("main")).to_contain_text(title)
    expect(page.locator("main")).not_to_contain_text("Waiting on this phone")
    page.goto("/how")
    expect(page.locator("main")).not_to_contain_text("Something waits")


def test_a_thing_whose_answer_was_lost_is_noted_as_perhaps_in_the_cart(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    open_product(page, "mug")
    with line.cut_all_of(b"POST /cart/add"):
        page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
        expect(page).to_have_url(re.compile("/cart$"))
    expect(page.locator("main")).to_contain_text("perhaps it is in your cart already")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("main")).not_to_contain_text("Waiting on this phone")


def test_the_cart_and_the_order_can_be_read_and_no_form_is_sent_later(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    put_in_cart(page, "coffee")
    await_kept(page, "/cart")
    with line.down():
        page.goto("/cart")
        expect(page.locator("main")).to_contain_text("The hub does not answer now")
        page.locator('main a[href="/checkout/address"]').click()
        expect(page.locator("h1:visible")).to_have_text("No connection")
    page.goto("/cart")
    checkout(page)
    where = page.url
    with line.down():
        pay(page)
        expect(page.locator("h1:visible")).to_have_text(re.compile("The connection broke off|Nothing was sent"))
        assert accessibility(page) == []
        page.locator("main a.button:visible").click()  # back to the page: it is not kept, and says so
        expect(page.locator("h1:visible")).to_have_text("No connection")
    page.wait_for_timeout(1500)  # whatever would send it later has its chance
    page.goto(where)
    assert page.locator('[name="number"]').is_visible()  # nothing was paid meanwhile
    pay(page)
    expect(page).to_have_url(re.compile("/checkout/done/"))
    order = page.locator('main a[href^="/o/"]').first.get_attribute("href")
    assert order
    page.goto(order)
    await_kept(page, order)
    assert not [
        path for path in kept(page) if path.startswith(("/checkout/address", "/checkout/pay", "/checkout/review"))
    ]
    with line.down():
        page.goto(order)
        expect(page.locator("main")).to_contain_text("The hub does not answer now")
        expect(page.locator("main .timeline")).to_be_visible()


def test_pages_of_one_person_are_never_shown_to_the_next(demo_hub: Hub, chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    become(page, "Huye Hills")
    page.goto("/search?q=coffee")
    await_kept(page, "/search?q=coffee")
    page.goto("/me")
    assert not [path for path in kept(page) if path.startswith(("/me", "/account"))]
    page.context.clear_cookies(name="sessionid")  # her session ended; nobody pressed anything
    page.goto("/how")
    wait_until(lambda: kept(page) in ([], ["/how"]), "her pages to leave")


def test_a_seller_opens_the_form_for_goods_without_a_line(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    become(page, "Huye Hills")
    page.goto("/desk")
    page.goto(f"/desk/{page.url.split('/desk/')[1].split('/')[0]}/products")
    form = page.locator("main a[data-keep]").get_attribute("href")
    assert form
    await_kept(page, form)  # it was never opened: her list of goods had it kept
    with line.down():
        page.goto(form)
        expect(page.locator("main")).to_contain_text("The hub does not answer now")
        expect(page.locator("h1")).to_have_text("Add a product")
        assert accessibility(page) == []
        assert sideways(page) <= 0
    assert [path for path in kept(page) if path.startswith("/desk")] == [form]


def test_signing_out_leaves_nothing_behind(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    become(page, "Huye Hills")
    page.goto("/search?q=tea")
    await_kept(page, "/search?q=tea")
    page.goto("/account/logout/")
    page.locator("main form button").click()
    page.wait_for_load_state()
    wait_until(lambda: "/search?q=tea" not in kept(page), "an empty phone")


def test_signing_out_without_a_line_still_empties_the_phone(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    become(page, "Huye Hills")
    page.goto("/search?q=tea")
    await_kept(page, "/search?q=tea")
    page.goto("/account/logout/")
    with line.down():
        page.locator("main form button").click()
        expect(page.locator("h1:visible")).to_have_text(re.compile("The connection broke off|Nothing was sent"))
        assert kept(page) == []


def test_no_more_than_sixty_pages_are_kept(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    page.evaluate(
        """async () => {
          const cache = await caches.open("pages-1");
          for (let i = 0; i < 80; i++) await cache.put(`/p/old-${i}`, new Response("<html></html>"));
        }"""
    )
    page.goto("/search?q=basket")
    await_kept(page, "/search?q=basket")
    wait_until(lambda: len(kept(page)) <= 60, "the oldest to leave")
    assert "/p/old-79" in kept(page)
    assert "/p/old-1" not in kept(page)


def test_a_form_on_a_foreign_page_gains_nothing_by_the_worker(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    open_product(page, "mug")
    offer = page.locator('main form[action="/cart/add"] [name="offer_id"]').first.get_attribute("value")
    foreign = (
        f'<form method="post" action="{line.url}/cart/add"><input name="offer_id" value="{offer}">'
        '<input name="quantity" value="6"><button>go</button></form>'
    )
    page.route("http://localhost:9/**", lambda route: route.fulfill(body=foreign, content_type="text/html"))
    page.goto("http://localhost:9/evil")
    page.locator("button").click()
    page.wait_for_load_state()
    expect(page.locator("h1")).to_have_text("This form is too old to be trusted")
    page.goto("/cart")
    expect(page.locator("main")).to_contain_text("There is nothing in your cart yet")
    page.goto("http://localhost:9/evil")
    with line.down():  # the browser's own page: the worker has not carried it, and notes nothing for the cart
        page.locator("button").click(no_wait_after=True)
        page.wait_for_timeout(1500)
        assert page.locator("[data-case], [data-lines]").count() == 0
    page.goto("/how")
    expect(page.locator("main")).not_to_contain_text("Something waits on this phone")


def test_a_push_is_shown_and_leads_to_its_page(chromium: Browser, line: SlowLine) -> None:
    page = visitor(chromium, line)
    page.context.grant_permissions(["notifications"], origin=line.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    devtools = page.context.new_cdp_session(page)
    registered: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    wait_until(lambda: page.evaluate("1") and registered, "the registration")
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": line.url,
            "registrationId": registered[0],
            "data": '{"title": "Shipped", "body": "Your coffee is on its way.", "url": "/o/1", "tag": "order:1"}',
        },
    )
    shown = (
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((all) => all.map((one) => [one.title, one.body, one.tag, one.data.url]))"
    )
    wait_until(lambda: page.evaluate(shown), "the notification")
    assert page.evaluate(shown) == [["Shipped", "Your coffee is on its way.", "order:1", f"{line.url}/o/1"]]
