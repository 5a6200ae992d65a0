"""Twice is once: a double click, two windows, the back button everywhere."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bench.slow_line import SlowLine
from tests.journeys.books import Bought, bought_by
from tests.journeys.browser import PHONE, Browser
from tests.journeys.steps import checkout, fill_card, open_product, pay, put_in_cart
from tests.runtime.harness import Hub, wait_until

pytestmark = pytest.mark.browser

BUTTON = "main form button.button:not(.button--quiet)"


def buyer(chromium: Browser, url: str, *, script: bool = True) -> Page:
    page = chromium.visitor(url, size=PHONE, locale="GB.en.GBP", script=script)
    page.goto("/how")
    return page


def sent(page: Page, path: str) -> list[str]:
    """The forms that the browser really sends there, as it sends them."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if one.method == "POST" and path in one.url else None)
    return found


def once(found: Bought) -> bool:
    return (found.groups, found.orders, found.payments, found.taken_minor) == (1, 1, 1, found.total_minor)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_double_click_on_order_and_on_pay_orders_and_pays_once(
    demo_hub: Hub, chromium: Browser, line: SlowLine, script: bool
) -> None:
    email = f"double-{script}-{line.port}@example.org".lower()
    page = buyer(chromium, line.url, script=script)
    line.rtt_s = 0.3  # the second click comes while the first is on its way
    put_in_cart(page, "coffee")
    checkout_to_review(page, email)
    orders = sent(page, "/checkout/review")
    twice(page, page.locator(BUTTON).last)
    expect(page).to_have_url(re.compile("/checkout/pay/"))
    fill_card(page)
    payments = sent(page, "/checkout/pay/")
    twice(page, page.locator("main form button").last)
    expect(page).to_have_url(re.compile("/checkout/done/"))
    assert len(orders) == len(payments) == 2  # both clicks went out
    assert once(bought_by(demo_hub, email))


def twice(page: Page, button: Locator) -> None:
    """A slow double click: the second one comes while the first form is on its way."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    for _ in range(2):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(120)


def checkout_to_review(page: Page, email: str) -> None:
    page.locator('main a[href="/checkout/address"]').click()
    for name, text in (
        ("name", "Grace Okafor"),
        ("street", "4 Canal Street"),
        ("city", "Leeds"),
        ("postal_code", "LS1 4AP"),
        ("email", email),
    ):
        page.locator(f'[name="{name}"]').fill(text)
    page.locator(BUTTON).first.click()
    expect(page).to_have_url(re.compile("/checkout/delivery$"))
    page.locator('main form button[type="submit"]').click()
    expect(page).to_have_url(re.compile("/checkout/review$"))


def test_two_windows_pay_one_after_the_other_and_one_payment_is_taken(
    demo_hub: Hub, chromium: Browser, line: SlowLine
) -> None:
    email = f"windows-{line.port}@example.org"
    page = buyer(chromium, line.url)
    put_in_cart(page, "mug")
    checkout(page, email)
    other = page.context.new_page()
    other.goto(page.url)
    fill_card(other)
    pay(page)
    expect(page).to_have_url(re.compile("/checkout/done/"))
    other.locator("main form button").last.click()
    expect(other).to_have_url(re.compile("/checkout/done/"))
    assert once(bought_by(demo_hub, email))


def test_two_windows_pay_at_the_same_moment_and_one_payment_stays_taken(
    demo_hub: Hub, chromium: Browser, line: SlowLine
) -> None:
    email = f"moment-{line.port}@example.org"
    page = buyer(chromium, line.url)
    put_in_cart(page, "mug")
    checkout(page, email)
    other = page.context.new_page()
    other.goto(page.url)
    fill_card(page)
    fill_card(other)
    page.locator("main form button").last.click(no_wait_after=True)
    other.locator("main form button").last.click(no_wait_after=True)
    for window in (page, other):
        expect(window).to_have_url(re.compile("/checkout/done/"), timeout=20_000)

    def is_once() -> bool:
        found = bought_by(demo_hub, email)
        return found.groups == found.orders == 1 and found.taken_minor == found.total_minor

    wait_until(is_once, "what was taken twice to go back", 60)


def test_what_one_window_ordered_the_other_does_not_order_again(
    demo_hub: Hub, chromium: Browser, line: SlowLine
) -> None:
    email = f"again-{line.port}@example.org"
    page = buyer(chromium, line.url)
    put_in_cart(page, "coffee")
    checkout_to_review(page, email)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator(BUTTON).last.click()
    expect(page).to_have_url(re.compile("/checkout/pay/"))
    other.locator(BUTTON).last.click()
    other.get_by_role("link", name="Go on to the payment").click()
    pay(other)
    expect(other).to_have_url(re.compile("/checkout/done/"))
    page.reload()
    expect(page).to_have_url(re.compile("/checkout/done/"))
    assert once(bought_by(demo_hub, email))


def test_a_price_that_changed_in_another_window_is_shown_before_it_is_asked_for(
    demo_hub: Hub, chromium: Browser, line: SlowLine
) -> None:
    email = f"changed-{line.port}@example.org"
    page = buyer(chromium, line.url)
    put_in_cart(page, "coffee")
    checkout_to_review(page, email)
    seen = page.locator(BUTTON).last.inner_text()
    other = page.context.new_page()
    other.goto("/cart")
    quantity = other.locator('main [name="quantity"]')
    quantity.fill(str(2 * int(quantity.input_value())))
    other.get_by_role("button", name="Change").click()
    page.locator(BUTTON).last.click()
    expect(page.locator("main .notice").first).to_contain_text("Nothing was charged")
    assert page.locator(BUTTON).last.inner_text() != seen
    assert bought_by(demo_hub, email).orders == 0
    page.locator(BUTTON).last.click()
    expect(page).to_have_url(re.compile("/checkout/pay/"))


def test_the_back_button_works_everywhere_and_breaks_nothing(demo_hub: Hub, chromium: Browser, line: SlowLine) -> None:
    email = f"back-{line.port}@example.org"
    page = buyer(chromium, line.url)
    bad: list[str] = []
    page.on("response", lambda answer: bad.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    product = open_product(page, "coffee")
    page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
    page.go_back()
    assert page.url.endswith(product)
    page.go_forward()
    checkout_to_review(page, email)
    page.go_back()  # delivery
    page.go_back()  # address: what was typed is there
    expect(page.locator('[name="street"]')).to_have_value("4 Canal Street")
    page.locator('[name="city"]').fill("Bradford")
    page.locator(BUTTON).first.click()
    expect(page).to_have_url(re.compile("/checkout/delivery$"))
    page.locator('main form button[type="submit"]').click()
    expect(page.locator("main address")).to_contain_text("BRADFORD")  # as the British post writes it
    page.locator(BUTTON).last.click()
    expect(page).to_have_url(re.compile("/checkout/pay/"))
    page.go_back()  # review: the order is placed, the page says where it is
    page.get_by_role("link", name="Go on to the payment").click()
    pay(page, "4000000000000002")
    expect(page.get_by_role("alert")).to_be_visible()
    page.go_back()
    page.go_forward()
    page.goto(page.url)
    pay(page)
    expect(page).to_have_url(re.compile("/checkout/done/"))
    for _ in range(14):  # all the way back: no page asks for money again, none is an error
        page.go_back()
        page.wait_for_load_state()
        if page.url == "about:blank":
            break
        if "/checkout/" in page.url:
            assert "/done/" in page.url, page.url
    assert once(bought_by(demo_hub, email))
    assert bad == []
