"""The budgets of a product page, held exactly: bytes over the wire, requests, queries."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.shop.conftest import COFFEE, Hub

PAGE = f"/p/{COFFEE}"
HTML_BYTES_MAX = 14_000
CSS_BYTES_MAX = 10_000
HERO_BYTES_MAX = 20_000
PAGE_BYTES_MAX = 60_000
REQUESTS_MAX = 5
PHONE_WIDTH_PX = 360 * 2  # a cheap phone: 360 CSS pixels, two device pixels each


def wire(client: Client, address: str) -> tuple[str, int]:
    """A page and its bytes as a browser gets them."""
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    return gzip.decompress(answer.content).decode(), len(answer.content)


def hero_bytes(page: str) -> int:
    """The file that a phone chooses from the first ``srcset``."""
    source = re.search(r'<source type="image/avif" srcset="([^"]+)"', page)
    assert source
    files = sorted((int(width[:-1]), url) for url, width in (entry.split() for entry in source[1].split(", ")))
    chosen = next((url for width, url in files if width >= PHONE_WIDTH_PX), files[-1][1])
    return (Path(settings.MEDIA_ROOT) / chosen.removeprefix(settings.MEDIA_URL)).stat().st_size


@pytest.mark.parametrize("locale", ["GB.en.GBP", "KE.ar.KES", "US.zh-hans.USD"])
def test_a_product_page_is_small(pictured: Hub, client: Client, locale: str) -> None:
    client.cookies["locale"] = locale
    page, html = wire(client, PAGE)
    css = len(gzip.compress(Path(str(finders.find("site/karum.css"))).read_bytes(), 9))
    mark = Path(str(finders.find("site/mark.svg"))).stat().st_size
    hero = hero_bytes(page)
    assert html <= HTML_BYTES_MAX
    assert css <= CSS_BYTES_MAX
    assert hero <= HERO_BYTES_MAX
    assert html + css + hero + mark <= PAGE_BYTES_MAX


def test_a_product_page_asks_for_few_files(pictured: Hub, buyer: Client) -> None:
    page, _bytes = wire(buyer, PAGE)
    scripts = [tag for tag in re.findall(r"<script[^>]*>", page) if "application/ld+json" not in tag]  # data is none
    assert all(" defer" in script for script in scripts)
    assert "@font-face" not in page
    visible = re.sub(r"<details class=\"fold\">.*?</details>", "", page, flags=re.S)  # closed: lazy pictures wait
    files = re.findall(r'<link rel="stylesheet"|<link rel="icon"[^>]* href="/|<script src=|<img ', visible)
    assert 1 + len(files) <= REQUESTS_MAX
    assert all('width="' in tag and 'height="' in tag for tag in re.findall(r"<img [^>]+>", page))
    assert page.count('loading="eager"') == 1
    assert 'fetchpriority="high"' in page


@pytest.mark.parametrize(
    ("address", "queries_max"), [(PAGE, 14), ("/search?q=bourbon", 13), ("/", 14), ("/s/huye-hills-coffee", 14)]
)
def test_a_page_is_cheap_for_the_database(
    pictured: Hub,
    buyer: Client,
    address: str,
    queries_max: int,
    django_assert_max_num_queries: Any,
) -> None:
    buyer.get(address)  # the tree of categories is read once a minute
    with django_assert_max_num_queries(queries_max):
        assert buyer.get(address).status_code == 200
