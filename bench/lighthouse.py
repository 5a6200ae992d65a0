"""Lighthouse (Google, npm) on five pages as a phone sees them: performance, accessibility, best practices, SEO.

The first run installs the pinned version into ``.venv/lighthouse``; Node 20 and npm must be there. Cart and checkout
may not be indexed on purpose, so SEO of these two is measured without the audit "is-crawlable". Performance varies from
run to run, most of all on a busy machine (the time for which the browser was kept from working counts fourfold): it is
the median of three, as Lighthouse's own guide to variability asks for.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from statistics import median

from bench.frame import Row, say
from tests.journeys.browser import Browser
from tests.runtime.harness import Hub

VERSION = "12.8.2"
FOLDER = Path(__file__).parent.parent / ".venv" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LOCALE = "GB.en.GBP"
TRIES = 3
RUNS = 3


def measure(hub: Hub, products: list[str]) -> list[Row]:
    if not _ready():
        return []
    cookies = _cookies_with_a_cart(hub, products[0])
    rows = []
    for name, path in (
        ("home", "/"),
        ("search", "/search?q=coffee"),
        ("product", products[0]),
        ("cart", "/cart"),
        ("checkout", "/checkout/address"),
    ):
        say(f"  Lighthouse: {name}")
        runs = [_run(hub.url + path, cookies, private=name in ("cart", "checkout")) for _ in range(RUNS)]
        found = {category: median(run[category] for run in runs) for category in CATEGORIES}
        say(f"    {found}")
        rows += [Row(f"Lighthouse, {name}: {category}", score, "of 100") for category, score in found.items()]
    return rows


def _ready() -> bool:
    """Install Lighthouse if it is not there. Without npm say so and measure the rest."""
    if PROGRAM.exists():
        return True
    if shutil.which("npm") is None:
        say("  Lighthouse is left out: npm is missing. Install Node 20 and run this again.")
        return False
    say(f"  installing Lighthouse {VERSION}")
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(
        ["npm", "install", "--prefix", str(FOLDER), *quiet, f"lighthouse@{VERSION}"],
        env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"},
        check=True,
    )
    return True


def _cookies_with_a_cart(hub: Hub, product: str) -> str:
    with Browser.started() as browser:
        page = browser.visitor(hub.url, locale=LOCALE)
        page.goto(product)
        page.locator('main form[action="/cart/add"] button[type="submit"]').first.click()
        page.wait_for_url("**/cart")
        return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def _run(address: str, cookies: str, *, private: bool) -> dict[str, float]:
    chromium = next(
        found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))
    )
    command = [
        str(PROGRAM),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        f"--extra-headers={json.dumps({'Cookie': cookies})}",
    ]
    if private:
        command.append("--skip-audits=is-crawlable")
    for _ in range(TRIES):  # a busy machine may lose the browser: that is no score
        done = subprocess.run(
            command,
            env=os.environ | {"CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode == 0:
            break
        say(f"    Lighthouse broke off: {done.stderr.strip().splitlines()[-1:]}")
    done.check_returncode()
    report = json.loads(done.stdout)
    for audit in report["audits"].values():
        if audit.get("score") is not None and audit["score"] < 0.9 and audit.get("scoreDisplayMode") == "binary":
            say(f"    {audit['id']}: {audit['title']}")
    return {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES}
