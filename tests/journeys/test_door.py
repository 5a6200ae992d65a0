"""The door in a real browser: a code, then a passkey, under the hub's own content security policy."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import SMALL, Browser, accessibility, sideways
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser


def with_soft_key(page: Page) -> Page:
    """Give the browser a telephone that knows its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    telephone = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": telephone})
    return page


def sign_in(page: Page, email: str) -> None:
    """By a code, read in the demo's mailbox."""
    page.goto("/account/login/")
    page.locator('[name="email"]').fill(email)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/account/login/code/"))
    page.goto(f"/demo/mailbox?to={email}")
    code = re.search(r"\d{4}-\d{4}", page.content())
    assert code, page.locator("main").inner_text()
    page.goto("/account/login/code/")
    page.locator('[name="code"]').fill(code.group())
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/me$"))


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_code_opens_the_door(demo_hub: Hub, chromium: Browser, script: bool) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, script=script)
    sign_in(page, f"new-{script}@example.org".lower())


def test_a_passkey_opens_the_door(demo_hub: Hub, chromium: Browser) -> None:
    said: list[str] = []
    page = with_soft_key(chromium.visitor(demo_hub.url.replace("127.0.0.1", "localhost")))
    page.on("console", lambda message: said.append(message.text))
    sign_in(page, "key@example.org")
    page.goto("/account/passkeys/add/")
    page.locator("[data-passkey-button]").click()
    expect(page).to_have_url(re.compile("/account/passkeys/$"))
    page.goto("/account/logout/")
    page.locator("main form button").click()
    page.goto("/account/login/")
    page.locator('form[data-passkey="login"] button').click()
    expect(page).to_have_url(re.compile("/me$"))
    assert said == []


def test_without_passkeys_the_door_does_not_speak_of_them(demo_hub: Hub, chromium: Browser) -> None:
    page = chromium.visitor(demo_hub.url, script=False)
    page.goto("/account/login/")
    expect(page.locator('form[data-passkey="login"]')).to_be_hidden()


@pytest.mark.parametrize("locale", ["GB.en.GBP", "AE.ar.AED"])
def test_every_page_about_a_person_is_open_to_everybody(demo_hub: Hub, chromium: Browser, locale: str) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale=locale)
    for path in ("/account/login/", "/demo", "/demo/mailbox"):
        page.goto(path)
        assert accessibility(page) == [], path
        assert sideways(page) <= 0, path
    sign_in(page, f"{locale[:2].lower()}@example.org")
    for path in ("/me", "/me/addresses/new", "/account/passkeys/", "/account/email/", "/account/logout/"):
        page.goto(path)
        assert accessibility(page) == [], path
        assert sideways(page) <= 0, path
    page.goto("/me/addresses/new")
    page.locator('[name="country"]').select_option("US")
    page.locator('[name="change_country"]').click()
    expect(page.locator('[name="area"]')).to_be_visible()
    page.locator("form.card").evaluate("form => form.noValidate = true")
    page.locator("form.card button.button:not([name])").click()
    expect(page.locator("#id_postal_code_error")).to_be_visible()
    assert accessibility(page) == []
