"""Every screen of the hub at 320 px, from left to right and from right to left: nothing for axe, nothing too wide."""

import pytest

from tests.journeys.browser import SMALL, Browser, accessibility, sideways
from tests.journeys.screens import ROLES, Role, Screen, all_screens, checkout_screens, visitor
from tests.runtime.harness import Hub

pytestmark = pytest.mark.browser
SCREENS_MIN = 75  # a role that sees nothing any more must not make this test easy


@pytest.fixture(scope="module")
def screens(demo_hub: Hub, chromium: Browser) -> list[Screen]:
    found = all_screens(chromium, demo_hub.url)
    assert len(found) >= SCREENS_MIN, [screen.name for screen in found]
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_screen_is_open_to_everybody(
    demo_hub: Hub, chromium: Browser, screens: list[Screen], role: Role, language: str
) -> None:
    page = visitor(chromium, demo_hub.url, role, size=SMALL, locale=f"GB.{language}.GBP", dark=language == "ar")
    wrong = {}
    for screen in (one for one in screens if one.role == role.name):
        page.goto(screen.path)
        if found := [*accessibility(page), *([f"{sideways(page)} px too wide"] if sideways(page) > 0 else [])]:
            wrong[f"{screen.name} {screen.path}"] = found
    page.context.close()
    assert not wrong


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_step_of_buying_is_open_to_everybody(demo_hub: Hub, chromium: Browser, language: str) -> None:
    page = chromium.visitor(demo_hub.url, size=SMALL, locale=f"GB.{language}.GBP")
    wrong = {
        step: found
        for step in checkout_screens(page)
        if (found := [*accessibility(page), *([f"{sideways(page)} px too wide"] if sideways(page) > 0 else [])])
    }
    page.context.close()
    assert not wrong
