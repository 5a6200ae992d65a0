"""A real Chromium: Debian's, driven by Playwright, as a phone or a desk would have it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Engine
from playwright.sync_api import BrowserContext, Page, sync_playwright

PHONE = {"width": 360, "height": 740}
SMALL = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}


class Browser:
    """Opens visitors: each a context with its own cookies."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    @contextmanager
    def started(cls) -> "Iterator[Browser]":
        names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
        program = next((found for name in names if name and (found := shutil.which(name))), None)
        assert program, "Chromium is missing: apt-get install chromium (make test does it where it may)"
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
        with sync_playwright() as playwright:
            engine = playwright.chromium.launch(executable_path=program, args=quiet)
            yield cls(engine)
            engine.close()

    def visitor(
        self, url: str, *, size: dict[str, int] = PHONE, locale: str = "", script: bool = True, dark: bool = False
    ) -> Page:
        """A new visitor's first page. ``locale``: the hub's cookie, such as ``GB.en.GBP``."""
        context: BrowserContext = self.engine.new_context(
            base_url=url,
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
        )
        context.set_default_timeout(15_000)
        if locale:
            context.add_cookies([{"name": "locale", "value": locale, "url": url}])
        return context.new_page()


def accessibility(page: Page) -> list[str]:
    """What axe finds wrong on the page: rule and place, one a line."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['target']} {v['help']}" for v in found for node in v["nodes"]]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window: people should never have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
