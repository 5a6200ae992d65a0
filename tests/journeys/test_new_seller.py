"""A seller on a phone who has never sold: from the front page to her first product, also on a line that drops."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from bench.slow_line import SlowLine
from tests.journeys.browser import PHONE, Browser, accessibility, sideways
from tests.journeys.steps import become
from tests.journeys.test_desk import at_the_desk
from tests.journeys.test_offline import await_kept, installed
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser
FIELDS_MAX, TAPS_MAX = 12, 22
"""What the whole way may ask of her: to write or choose, and to press."""


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As a phone takes it: large, and lying on its side with a note to turn it."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.effect_noise((3000, 2200), 40).convert("RGB").save(path, exif=turned, quality=90)
    return path


class Hand:
    """Her thumb: counts what she has to do."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.taps = page, 0, 0

    def tap(self, name: str, role: str = "button") -> None:
        self.taps += 1
        self.page.get_by_role(role, name=name).last.click()  # type: ignore[arg-type]

    def write(self, name: str, text: str) -> None:
        self.fields += 1
        self.page.locator(f'[name="{name}"]').first.fill(text)

    def choose(self, name: str, value: str) -> None:
        self.fields += 1
        self.page.locator(f'select[name="{name}"]').select_option(value)


def the_code(page: Page, email: str) -> str:
    """The code in the letter that the hub wrote to her."""
    letters = page.context.new_page()
    letters.goto(f"/demo/mailbox?to={email}")
    found = re.search(r"\d{4}-\d{4}", letters.content())
    assert found, letters.locator("main").inner_text()
    letters.close()
    return found.group()


def test_from_the_front_page_to_a_product_in_her_own_shop(demo_hub: Hub, chromium: Browser, photo: Path) -> None:
    page = chromium.visitor(demo_hub.url, size=PHONE, locale="KE.en.KES")
    hand, email = Hand(page), f"wanjiru-{uuid4().hex[:8]}@example.org"
    page.goto("/")
    hand.tap("Menu", "group") if page.get_by_role("group", name="Menu").count() else page.locator(
        ".menu summary"
    ).click()
    hand.taps += 1
    page.get_by_role("link", name="Sell here").first.click()
    hand.taps += 1
    expect(page.locator("main")).to_contain_text("of what you sell, nothing before")
    hand.tap("Open a new shop", "link")
    hand.write("email", email)
    hand.tap("Send me a code")
    hand.write("code", the_code(page, email))
    page.locator("main form button").first.click()
    hand.taps += 1
    expect(page.locator("h1")).to_have_text("Open a new shop")
    assert accessibility(page) == []
    assert sideways(page) <= 0
    expect(page.locator('[name="country"]')).to_have_value("KE")  # she chose it before: country first
    hand.write("name", "Wanjiru Baskets")
    hand.write("full_name", "Wanjiru Kamau")
    hand.tap("Open the shop")
    expect(page.locator("main")).to_contain_text("0 of 5 done")
    assert accessibility(page) == []
    assert sideways(page) <= 0

    hand.tap("Next: The first product", "link")
    page.set_input_files("#camera", photo)
    hand.taps += 2  # the button, the shutter
    hand.write("title", "Hand woven sisal basket")
    hand.write("price", "1500")
    hand.write("available", "8")
    hand.write("weight_g", "0.6")
    hand.fields += 1
    page.locator('[name="category"]').select_option(index=5)
    hand.tap("Put on sale")
    page.wait_for_url("**check=1**")
    expect(page.get_by_role("alert")).to_contain_text("HS code")
    page.locator('[name="hs_choice"]').first.check()
    hand.taps += 1
    hand.tap("Put on sale")
    page.wait_for_url(re.compile(r"/products/\d+$"))
    expect(page.locator("main")).to_contain_text("It is on sale.")
    picture = page.locator("#pictures img").first
    assert picture.evaluate("one => one.naturalWidth < one.naturalHeight"), "the photo stands upright"

    hand.tap("See your shop", "link")
    expect(page.locator("h1")).to_have_text("Wanjiru Baskets")
    expect(page.locator("main")).to_contain_text("Hand woven sisal basket")
    page.goto("/desk")
    expect(page.locator("main")).to_contain_text("1 of 5 done")
    hand.tap("Next: Shipping prices", "link")
    hand.tap("Begin with usual prices")
    expect(page.locator("main")).to_contain_text("People can order now")
    expect(page.locator("main")).to_contain_text("next: Your address")
    assert accessibility(page) == []
    assert sideways(page) <= 0
    print(f"{hand.fields} fields, {hand.taps} taps")
    assert hand.fields <= FIELDS_MAX
    assert hand.taps <= TAPS_MAX


def cut(page: Page, after: int) -> Callable[[], int]:
    """Let ``after`` posts through, then break every one in the middle; returns how many were broken."""
    seen = [0, 0]

    def on(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        seen[0] += 1
        if seen[0] > after:
            seen[1] += 1
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/products/new", on)
    return lambda: seen[1]


def test_a_line_that_drops_while_the_photo_is_sent_loses_nothing(demo_hub: Hub, chromium: Browser, photo: Path) -> None:
    page = at_the_desk(chromium, demo_hub, size=PHONE, locale="GB.en.GBP")
    desk, title = page.url.removesuffix("/orders"), f"Slipware dish {uuid4().hex[:6]}"
    page.goto(f"{desk}/products/new")
    broken = cut(page, after=0)
    page.set_input_files("#camera", photo)
    page.locator('[name="title"]').fill(title)
    page.locator('[name="price"]').fill("31")
    page.get_by_role("button", name="Put on sale").last.click()
    expect(page.locator('[data-when="phone"]')).to_be_visible()
    expect(page.locator('[data-when="phone"]')).to_contain_text("Kept on this phone")
    assert broken() > 0
    page.reload()  # the phone was put away, the page was opened again
    expect(page.locator('[name="title"]')).to_have_value(title)
    expect(page.locator('[name="price"]')).to_have_value("31")
    expect(page.locator("[data-shots] canvas")).to_have_count(1)
    page.unroute("**/products/new")
    expect(page.locator('[data-when="kept"]')).to_be_visible(timeout=20_000)
    page.goto(f"{desk}/products")
    page.get_by_role("link", name=title).click()
    expect(page.locator('[name="title"]')).to_have_value(title)
    expect(page.locator("[data-shots] img")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Nobody sees it until you put it on sale")
    page.get_by_role("button", name="Throw the draft away").click()
    page.wait_for_url("**/products")
    expect(page.locator("main")).not_to_contain_text(title)


def test_a_product_typed_without_a_line_reaches_the_hub_when_the_line_is_back(
    chromium: Browser, line: SlowLine, photo: Path
) -> None:
    page = chromium.visitor(line.url, size=PHONE, locale="GB.en.GBP")
    page.goto("/how")
    installed(page)
    become(page, "Etruria Street")
    page.goto("/desk")
    form = re.sub("^https?://[^/]+", "", page.url).replace("/orders", "/products/new")
    page.goto(form)
    await_kept(page, form)
    title = f"Milk pan {uuid4().hex[:6]}"
    with line.down():
        page.goto(form)
        page.set_input_files("#camera", photo)
        page.locator('[name="title"]').fill(title)
        expect(page.locator('[data-when="phone"]')).to_be_visible(timeout=20_000)
        page.goto(form)  # the phone was put away
        expect(page.locator('[name="title"]')).to_have_value(title)
        expect(page.locator("[data-shots] canvas")).to_have_count(1)
    page.goto(form)
    expect(page.locator('[data-when="kept"]')).to_be_visible(timeout=40_000)
    page.goto(form.replace("/new", ""))
    page.get_by_role("link", name=title).click()
    expect(page.locator("[data-shots] img")).to_have_count(1)
    page.get_by_role("button", name="Throw the draft away").click()
    page.wait_for_url("**/products")


WATCH = """() => {
  const add = FormData.prototype.append;
  window.sent = [];
  FormData.prototype.append = function (name, value, ...rest) {
    if (value instanceof Blob) window.sent.push([value.type, value.size]);
    return add.call(this, name, value, ...rest);
  };
}"""


def test_a_photo_of_a_phone_is_made_small_before_it_is_sent(demo_hub: Hub, chromium: Browser, photo: Path) -> None:
    page = at_the_desk(chromium, demo_hub, size=PHONE, locale="GB.en.GBP")
    desk = page.url.removesuffix("/orders")
    page.goto(f"{desk}/products/new")
    page.evaluate(WATCH)
    page.set_input_files("#gallery", [photo, photo])
    expect(page.locator('[data-when="kept"]')).to_be_visible(timeout=20_000)
    sent = page.evaluate("window.sent")
    assert {kind for kind, _size in sent} == {"image/jpeg"}
    assert all(size < photo.stat().st_size / 2 for _kind, size in sent)
    whole = io.BytesIO(photo.read_bytes())
    assert Image.open(whole).width == 3000
    page.get_by_role("button", name="Throw the draft away").click()
    page.wait_for_url("**/products")
