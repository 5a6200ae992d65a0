"""The data saver: no picture before a tap, shorter lists, and budgets of its own that are held exactly."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from karum.shop.views import search
from tests.shop.conftest import COFFEE, Hub

HTML_BYTES_MAX = 14_000
PAGE_BYTES_MAX = 28_000
"""A whole page: HTML, the stylesheet and the script. Without the data saver a product page may take 60,000."""
PAGES = ("/", "/search?q=bourbon", f"/p/{COFFEE}", "/s/huye-hills-coffee", "/c/food")


@pytest.fixture
def saver(client: Client) -> Client:
    client.cookies["locale"] = "KE.en.KES"
    client.cookies["data_saver"] = "1"
    return client


def small(path: str) -> int:
    return len(gzip.compress(Path(str(finders.find(path))).read_bytes(), 9))


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_picture_and_stays_under_its_budget(pictured: Hub, saver: Client, address: str) -> None:
    answer = saver.get(address, headers={"accept-encoding": "gzip"})
    page = gzip.decompress(answer.content).decode()
    assert "<img" not in page
    assert "<source" not in page
    assert "data-cost" in page
    assert len(answer.content) <= HTML_BYTES_MAX
    assert len(answer.content) + small("site/karum.css") + small("site/app.js") <= PAGE_BYTES_MAX
    files = re.findall(r'<link rel="stylesheet"|<link rel="icon"[^>]* href="/|<script src="', page)
    assert len(files) <= 2


def test_a_tap_fetches_the_smallest_file_that_is_wide_enough(pictured: Hub, saver: Client) -> None:
    page = saver.get(f"/p/{COFFEE}").content.decode()
    tap = re.search(r'<a class="waits" href="([^"]+)" data-picture="A bag of coffee" data-width="(\d+)"', page)
    assert tap
    assert re.search(r"-320\.avif$", tap[1])
    assert int(tap[2]) > 0


def test_her_browser_may_ask_and_her_own_choice_counts_more(pictured: Hub, client: Client) -> None:
    asks = {"Save-Data": "on"}
    assert "<img" not in client.get(f"/p/{COFFEE}", headers=asks).content.decode()
    assert "<img" in client.get(f"/p/{COFFEE}").content.decode()
    client.cookies["data_saver"] = "0"
    assert "<img" in client.get(f"/p/{COFFEE}", headers=asks).content.decode()


def test_it_is_switched_on_and_off_where_country_and_language_are_chosen(hub: Hub, client: Client) -> None:
    chosen = {"country": "KE", "language": "en", "currency": "KES", "next": "/how"}
    assert "data_saver" not in client.post("/locale", chosen).cookies
    assert client.post("/locale", chosen | {"data_saver": "on"}).cookies["data_saver"].value == "1"
    assert re.search(r'name="data_saver"[^>]* checked', client.get("/locale").content.decode())
    assert client.post("/locale", chosen).cookies["data_saver"].value == "0"


def test_lists_are_shorter(pictured: Hub, saver: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SAVER_PAGE_SIZE", 1)
    assert saver.get("/search").content.decode().count('class="goods"') == 1
    saver.cookies["data_saver"] = "0"
    assert saver.get("/search").content.decode().count('class="goods"') > 1
