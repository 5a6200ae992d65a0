"""``make screenshots``: a picture of every screen, taken from a running demo hub (``make run`` beside it).

Usage: python -m docs.screenshots [URL] [FOLDER]. On a phone (360 px) and on a desk (1280 px), in light and dark, from
left to right and from right to left. FOLDER is docs/_build/screens if not given; its index.html shows them side by
side. The two that the README shows are also written to docs/_static.
"""

import html
import os
import sys
from pathlib import Path

import django
from playwright.sync_api import Error, Page

from tests.journeys.browser import DESK, PHONE, Browser
from tests.journeys.screens import ROLES, Screen, all_screens, checkout_screens, visitor

STATIC = Path(__file__).parent / "_static"
VARIANTS = tuple(
    (f"{device}-{theme}-{direction}", size, f"GB.{language}.GBP", theme == "dark")
    for device, size in (("phone", PHONE), ("desk", DESK))
    for theme in ("light", "dark")
    for direction, language in (("ltr", "en"), ("rtl", "ar"))
)


# Pictures below the first screen wait until somebody comes near them; a picture of the whole page does not scroll.
ALL_PICTURES = """Promise.all([...document.images].map(one => {
  one.loading = 'eager';
  return one.decode().catch(() => {});
}))"""


class Taker:
    """Writes one picture a call, named after screen and variant."""

    def __init__(self, folder: Path, variant: str) -> None:
        self.folder, self.variant = folder, variant
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, page: Page, name: str) -> None:
        page.evaluate(ALL_PICTURES)
        page.screenshot(path=self.folder / f"{name}-{self.variant}.jpg", type="jpeg", quality=80, full_page=True)


def main(url: str = "http://127.0.0.1:8000", folder: str = "docs/_build/screens") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "karum.site.settings")
    django.setup()  # the names of the views stand in the addresses of the program
    into = Path(folder)
    steps: list[str] = []
    with Browser.started() as browser:
        screens = all_screens(browser, url, print)
        for variant, size, locale, dark in VARIANTS:
            take = Taker(into, variant)
            for role in ROLES:
                page = visitor(browser, url, role, size=size, locale=locale, dark=dark)
                for screen in screens:
                    if screen.role == role.name:
                        _open(page, screen)
                        take(page, screen.file)
                page.context.close()
            page = browser.visitor(url, size=size, locale=locale, dark=dark)
            steps = []
            for step in checkout_screens(page):
                take(page, f"guest-{step}")
                steps.append(f"guest-{step}")
            page.context.close()
            print(f"{variant}: done", flush=True)
        _for_the_readme(browser, url)
    names = [*(screen.file for screen in screens), *steps]
    (into / "index.html").write_text(_index(names), encoding="utf-8")
    print(f"{len(names)} screens in {len(VARIANTS)} variants: {into / 'index.html'}")


def _open(page: Page, screen: Screen) -> None:
    try:
        page.goto(screen.path)
    except Error as error:
        raise SystemExit(f"{screen.file} did not open at {screen.path}: {error}") from error


def _for_the_readme(browser: Browser, url: str) -> None:
    for name, size, address in (("home", DESK, "/"), ("product", PHONE, "")):
        page = browser.visitor(url, size=size, locale="GB.en.GBP")
        page.goto(address or "/search?q=coffee")
        if not address:
            page.goto(page.locator('main a[href^="/p/"]').nth(1).get_attribute("href") or "/")
        page.screenshot(path=STATIC / f"{name}.jpg", type="jpeg", quality=72)


def _index(names: list[str]) -> str:
    """A page with all pictures: a row for each screen."""
    rows = "".join(
        f"<h2>{html.escape(name)}</h2><div>"
        + "".join(
            f'<a href="{file}"><img loading="lazy" height="480" src="{file}" alt="{file}"></a>'
            for file in (f"{name}-{variant}.jpg" for variant, *_rest in VARIANTS)
        )
        + "</div>"
        for name in names
    )
    style = "div{display:flex;gap:1rem;overflow-x:auto}body{font-family:system-ui}"
    return f'<!doctype html><meta charset="utf-8"><title>Screens</title><style>{style}</style>{rows}'


if __name__ == "__main__":
    main(*sys.argv[1:])
