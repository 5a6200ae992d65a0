"""The hub as an app: manifest, icons, service worker, the page without a line, whose pages a browser may keep."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from karum.parties.models import Person
from karum.site import installed

SCRIPT_BYTES_MAX = 15_000
KEEP = re.compile(re.search(r"const KEPT = /(.+)/;", installed.WORKER.read_text())[1])  # type: ignore[index]


def found(url: str) -> Path:
    """The file behind a static address."""
    return Path(str(finders.find(url.removeprefix("/static/"))))


@pytest.mark.parametrize(
    ("locale", "writes", "search"), [("KE.en.KES", "ltr", "Search products"), ("AE.ar.AED", "rtl", "")]
)
def test_the_manifest_speaks_the_readers_language(client: Client, locale: str, writes: str, search: str) -> None:
    client.cookies["locale"] = locale
    answer = client.get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["lang"], told["dir"]) == (locale[3:5], writes)
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    assert not search or told["shortcuts"][0]["name"] == search
    assert all(client.get(one["url"]).status_code < 400 for one in told["shortcuts"] if one["url"] == "/locale")


def test_every_icon_is_a_real_picture_of_the_size_it_says(client: Client) -> None:
    told = json.loads(client.get("/manifest.webmanifest").content)
    sizes = {(one["purpose"], one["sizes"]) for one in told["icons"]}
    assert {("any", "192x192"), ("any", "512x512"), ("maskable", "192x192"), ("maskable", "512x512")} <= sizes
    for one in told["icons"]:
        if one["type"] != "image/png":
            continue
        with Image.open(found(one["src"])) as picture:
            assert f"{picture.width}x{picture.height}" == one["sizes"]
            drawn = picture.convert("RGBA")
            middle = drawn.getpixel((picture.width * 7 // 10, picture.height // 2))
            corner = drawn.getpixel((0, 0))
        assert middle[:2] == pytest.approx((165, 65), abs=6), one  # the mark's clay
        # A maskable icon fills its square, for any part of its rim may be cut off.
        assert (corner[3] == 255) == (one["purpose"] == "maskable"), one


def test_the_worker_is_a_script_at_the_root_that_changes_with_the_program(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    installed._worker.cache_clear()
    settings.STATIC_ROOT = tmp_path
    before = installed.worker_address()
    answer = client.get(before)
    assert answer["Content-Type"].startswith("text/javascript")
    assert client.get(before, headers={"if-none-match": answer["ETag"]}).status_code == 304
    (tmp_path / "staticfiles.json").write_text('{"paths": {"site/karum.css": "site/karum.0123456789ab.css"}}')
    installed._worker.cache_clear()
    assert installed.worker_address() != before
    installed._worker.cache_clear()


def test_the_worker_says_which_files_a_page_needs_without_a_line(client: Client) -> None:
    named = json.loads(re.match(r"const HUB = (\{.*\});", client.get("/sw.js").content.decode())[1])  # type: ignore[index]
    page = client.get("/offline").content.decode()
    assert named["files"]
    for url in named["files"]:
        assert found(url).exists()
        assert f'"{url}"' in page


@pytest.mark.parametrize(
    ("path", "is_kept"),
    [
        ("/", True), ("/search", True), ("/c/food", True), ("/p/bourbon", True), ("/s/huye", True), ("/cart", True),
        ("/o/1-abc~sign", True), ("/checkout/done/abc", True), ("/desk/huye/products/new", True), ("/markets/KE", True),
        ("/o/1-abc~sign/invoice.pdf", False), ("/checkout/address", False), ("/checkout/pay/abc", False),
        ("/me", False), ("/me/addresses/new", False), ("/account/login/", False), ("/hub/books", False),
        ("/desk/huye", False), ("/desk/huye/money", False), ("/desk/huye/orders", False), ("/demo/mailbox", False),
    ],
)  # fmt: skip
def test_only_pages_for_reading_are_kept(path: str, is_kept: bool) -> None:
    assert bool(KEEP.match(path)) is is_kept


def test_the_page_without_a_line_has_a_part_for_every_case_and_nothing_of_a_person(client: Client) -> None:
    client.cookies["cart_count"] = "7"
    page = client.get("/offline").content.decode()
    worker = installed.WORKER.read_text()
    cases = set(
        re.findall(
            r'"(page|un\w+(?:-\w+)?)"', worker[worker.index("async function send") : worker.index("/** A file whose")]
        )
    )
    assert cases == {"unsent", "unpaid", "unsure", "unsure-paid"}
    assert page.count('data-case="page">') == 1
    for case in cases:
        assert page.count(f'data-case="{case}" hidden') == 1
    assert {"kept", "waiting", "drafts"} == set(re.findall(r'data-words="(\w+)"', page))
    assert "tool__count" not in page
    assert "csrfmiddlewaretoken" not in page


def test_the_page_without_a_line_is_in_the_language_that_is_asked_for(client: Client) -> None:
    answer = client.get("/offline?language=ar")
    assert answer["Content-Language"] == "ar"
    assert 'dir="rtl"' in answer.content.decode()
    assert client.get("/offline?language=xx")["Content-Language"] == "en"


@pytest.mark.django_db
def test_a_page_says_whose_it_is_and_never_who(client: Client) -> None:
    assert client.get("/how")["Karum-Reader"] == "guest"
    marks = set()
    for email in ("aline@example.org", "bo@example.org"):
        client.force_login(Person.objects.create(email=email))
        answer = client.get("/how")
        assert re.fullmatch("[0-9a-f]{16}", answer["Karum-Reader"])
        marks.add(answer["Karum-Reader"])
    assert len(marks) == 2
    assert "Karum-Reader" not in client.get("/manifest.webmanifest")


@pytest.mark.django_db
def test_signing_out_empties_the_browser(client: Client) -> None:
    client.force_login(Person.objects.create(email="aline@example.org"))
    answer = client.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/how")["Karum-Reader"] == "guest"


def test_every_page_brings_one_small_script_and_the_whole_app_stays_small(client: Client) -> None:
    page = client.get("/how").content.decode()
    scripts = re.findall(r"<script[^>]*>", page)
    assert len(scripts) == 1
    assert " defer" in scripts[0]
    small = [
        len(gzip.compress(found("site/app.js").read_bytes(), 9)),
        len(gzip.compress(client.get("/sw.js").content, 9)),
    ]
    assert sum(small) <= SCRIPT_BYTES_MAX
    assert small[0] <= 3_300  # on the way of each first page
    assert urlsplit(re.findall(r'data-worker="([^"]+)"', scripts[0])[0]).path == "/sw.js"


def test_the_tabs_icon_costs_no_request(client: Client) -> None:
    assert re.search(
        r'<link rel="icon" type="image/svg\+xml" href="data:image/svg', client.get("/how").content.decode()
    )
