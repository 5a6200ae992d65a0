"""The main job in a real browser: a buyer on a phone, two sellers, the operator; without script too, in Arabic too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import DESK, PHONE, SMALL, Browser, accessibility, sideways
from tests.journeys.steps import become, checkout, pay, put_in_cart
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser


def check(page: Page, name: str) -> None:
    """Every page on the way: nothing for axe to say, nothing wider than the window."""
    assert accessibility(page) == [], name
    assert sideways(page) <= 0, name


def sign_in(browser: Browser, hub: Hub, name: str, *, size: dict[str, int] = DESK) -> Page:
    """A demo person, by one tap."""
    page = browser.visitor(hub.url, size=size, locale="GB.en.GBP")
    become(page, name)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_guest_buys_from_two_firms_and_each_ships_and_is_paid(demo_hub: Hub, chromium: Browser, script: bool) -> None:
    buyer = chromium.visitor(demo_hub.url, size=PHONE, locale="GB.en.GBP", script=script)
    put_in_cart(buyer, "coffee")
    put_in_cart(buyer, "mug")
    if script:
        check(buyer, "cart")
    checkout(buyer)
    if script:
        check(buyer, "pay")
    pay(buyer)
    expect(buyer).to_have_url(re.compile("/checkout/done/"))
    orders = [a.get_attribute("href") or "" for a in buyer.locator('main a[href^="/o/"]').all()]
    assert len(orders) == 2
    papers: set[str] = set()
    for address in orders:
        buyer.goto(address)
        firm = buyer.locator("h1").inner_text()
        number = buyer.locator("main bdi.number").first.inner_text()
        papers |= _accept_and_ship(chromium, demo_hub, firm, number)
        buyer.goto(address)
        if script:
            check(buyer, "order")
        buyer.get_by_role("button", name="Yes, it arrived").click()
        expect(buyer.locator("main")).to_contain_text("Complete")
    assert {"commercial-invoice.pdf", "packing-list.pdf"} < papers
    assert papers & {"cn22.pdf", "cn23.pdf"}
    operator = sign_in(chromium, demo_hub, "Salma Idrissi")
    operator.goto("/hub/payouts")
    if operator.get_by_role("button", name="Make the payout file").count():
        operator.get_by_role("button", name="Make the payout file").click()
    second = sign_in(chromium, demo_hub, "Youssef Benali")
    second.goto("/hub/payouts")
    if second.get_by_role("button", name="Approve").count():
        second.get_by_role("button", name="Approve").first.click()
    expect(second.locator("main")).to_contain_text("Bank file")
    check(second, "payouts")
    operator.goto("/hub/payouts")
    expect(operator.locator("main")).to_contain_text("Bank file")
    operator.goto("/hub/books")
    expect(operator.locator("main")).to_contain_text("Every balance equals the sum of its transfers")
    check(operator, "books")


def _accept_and_ship(browser: Browser, hub: Hub, firm: str, number: str) -> set[str]:
    """The seller's part; returns the names of the papers that she could print."""
    seller = sign_in(browser, hub, firm)
    seller.goto("/desk")
    seller.get_by_role("link", name=number).first.click()
    check(seller, "desk order")
    seller.get_by_role("button", name="Accept").first.click()
    papers = [a.get_attribute("href") or "" for a in seller.locator('main a[href$=".pdf"]').all()]
    for paper in papers:
        answer = seller.request.get(f"{hub.url}{paper}")
        assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    if not seller.locator('[name="tracking_number"]').is_visible():
        seller.locator("summary", has_text="Add the parcel").click()
    seller.locator('[name="tracking_number"]').fill("RR123456785GB")
    seller.get_by_role("button", name="It is shipped").first.click()
    expect(seller.locator("main")).to_contain_text("On its way")
    seller.context.close()
    return {paper.rsplit("/", 1)[1] for paper in papers}


@pytest.mark.parametrize(
    "locale",
    [
        "GB.en.GBP",
        "AE.ar.AED",
        "FR.fr.EUR",
        "CN.zh-hans.CNY",
        "KE.sw.KES",
        "MX.es.MXN",
        "BR.pt.BRL",
        "IN.hi.INR",
        "ID.id.IDR",
        "KZ.ru.KZT",
    ],
)
def test_every_page_of_the_shop_is_open_to_everybody(demo_hub: Hub, chromium: Browser, locale: str) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale=locale)
    page.goto("/search?q=coffee")
    product = page.locator('main a[href^="/p/"]').first.get_attribute("href")
    assert product
    for address in (
        "/",
        "/locale",
        "/search",
        "/search?q=zzzzqqq",
        product,
        "/cart",
        "/demo",
        "/account/login/",
        "/no",
    ):
        page.goto(address)
        check(page, f"{locale} {address}")


def test_the_dark_theme_is_legible(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url, size=DESK, locale="GB.en.GBP", dark=True)
    for address in ("/", "/search?q=mug"):
        page.goto(address)
        check(page, address)


def test_a_late_confirmation_arrives_by_itself(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url, locale="GB.en.GBP")
    put_in_cart(page, "coffee")
    checkout(page)
    pay(page, "4000000000003220")
    page.wait_for_url(re.compile("/checkout/done/"), timeout=60_000)


def test_a_declined_card_says_so_and_another_one_pays(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url, locale="GB.en.GBP")
    put_in_cart(page, "coffee")
    checkout(page)
    pay(page, "4000000000000002")
    expect(page.get_by_role("alert")).to_be_visible()
    pay(page)
    expect(page).to_have_url(re.compile("/checkout/done/"))


def test_a_buyer_changes_her_mind_and_the_seller_refunds_a_part(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url, locale="GB.en.GBP")
    put_in_cart(page, "coffee")
    checkout(page)
    pay(page)
    page.locator('main a[href^="/o/"]').first.click()
    page.locator("summary", has_text="Cancel this order").click()
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.locator("main")).to_contain_text("Cancelled")
