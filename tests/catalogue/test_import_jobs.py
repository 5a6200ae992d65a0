"""Imports as work: done in steps, told as they go, never half done; pictures are fetched with care."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.catalogue import tasks
from karum.catalogue.models import ImportPicture, Offer, Picture, Product, ProductImport
from karum.catalogue.queries import access_import
from karum.catalogue.services import ImportDefaults, NotAccepted, begin_import, import_pictures, imports
from karum.runtime import outside
from karum.runtime.outside import NotSent

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DEFAULTS = ImportDefaults(currency="USD", language="en", category="coffee", hs_code="090121", origin="RW")
HEADER = "Handle,Title,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Image Src\n"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def file(count: int, picture: str = "") -> bytes:
    return (HEADER + "".join(f"p{n},Coffee {n},S{n},300,4,12.50,{picture}\n" for n in range(count))).encode()


def begin(content: bytes, seller_id: int = 1) -> int:
    return begin_import(seller_id, "shopify", content, name="p.csv", defaults=DEFAULTS, now=NOW)


def jobs(name: str) -> list[dict[str, Any]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=name).order_by("id")]


def drawn() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (400, 300), (120, 80, 40)).save(kept, "JPEG")
    return kept.getvalue()


def test_a_small_file_is_done_at_once(coffee_shelf: int) -> None:
    found = access_import(1, begin(file(3)))
    assert (found.is_done, found.products_done, found.counts) == (True, 3, {"created": 3})
    assert not jobs("catalogue.run_import")
    assert not ProductImport.objects.get().content, "the file is not kept"


def test_a_large_file_is_done_by_the_worker_and_says_how_far_it_is(
    coffee_shelf: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    monkeypatch.setattr(imports, "_STEP", 2)
    import_id = begin(file(5))
    assert not Product.objects.exists()
    assert access_import(1, import_id).state == "waiting"
    seen: list[int] = []
    written = imports.write_products

    def watched(*args: Any, **kwargs: Any) -> Any:
        for one in written(*args, **kwargs):
            seen.append(access_import(1, import_id).products_done)
            yield one

    monkeypatch.setattr(imports, "write_products", watched)
    [args] = jobs("catalogue.run_import")
    tasks.run_import(**args)
    assert seen == [0, 0, 2, 2, 4]
    found = access_import(1, import_id)
    assert (found.products_done, found.counts) == (5, {"created": 5})


def test_a_worker_that_dies_in_the_middle_begins_again_and_nothing_is_there_twice(
    coffee_shelf: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    monkeypatch.setattr(imports, "_STEP", 1)
    import_id = begin(file(4))
    written = imports.write_products

    def dying(*args: Any, **kwargs: Any) -> Any:
        for count, one in enumerate(written(*args, **kwargs)):
            if count == 2:
                raise KeyboardInterrupt
            yield one

    monkeypatch.setattr(imports, "write_products", dying)
    with pytest.raises(KeyboardInterrupt):
        imports.run_import(import_id)
    assert Product.objects.count() == 3, "each was written whole"
    monkeypatch.setattr(imports, "write_products", written)
    imports.run_import(import_id)
    found = access_import(1, import_id)
    assert Product.objects.count() == Offer.objects.count() == 4
    assert found.counts == {"created": 1, "updated": 3}
    imports.run_import(import_id)
    assert access_import(1, import_id) == found


def test_a_file_that_cannot_be_read_is_no_import(coffee_shelf: int) -> None:
    with pytest.raises(NotAccepted, match="Handle"):
        begin(b"nonsense")
    assert not ProductImport.objects.exists()


def test_only_its_seller_sees_an_import(coffee_shelf: int) -> None:
    import_id = begin(file(1))
    with pytest.raises(Http404):
        access_import(2, import_id)


def test_old_reports_go(coffee_shelf: int) -> None:
    import_id = begin(file(1))
    ProductImport.objects.filter(id=import_id).update(finished_at=NOW)
    assert imports.forget_imports(now=NOW + timedelta(days=89)) == 0
    assert imports.forget_imports(now=NOW + timedelta(days=91)) > 0
    assert not ProductImport.objects.exists()


# pictures


def test_pictures_are_fetched_afterwards_and_only_once(coffee_shelf: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(address: str, **_: Any) -> bytes:
        asked.append(address)
        return drawn()

    monkeypatch.setattr(import_pictures, "fetch", fetch)
    first = begin(file(1, "https://x.example/a.jpg"))
    assert access_import(1, first).state == "pictures"
    for args in jobs("catalogue.fetch_pictures"):
        tasks.fetch_pictures(**args)
    assert Picture.objects.count() == 1
    found = access_import(1, first)
    assert (found.is_done, found.pictures, found.pictures_done) == (True, 1, 1)
    tasks.fetch_pictures(import_id=begin(file(1, "https://x.example/a.jpg")))
    assert Picture.objects.count() == 1
    assert asked == ["https://x.example/a.jpg"]


@pytest.mark.parametrize("content", [b"<html>", b"", drawn()[:200]])
def test_what_is_no_picture_is_told_and_the_product_stays(
    coffee_shelf: int, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr(import_pictures, "fetch", lambda *_a, **_k: content)
    import_id = begin(file(1, "https://x.example/a.jpg"))
    tasks.fetch_pictures(import_id=import_id)
    found = access_import(1, import_id)
    assert found.is_done
    assert "not a whole picture" in found.picture_problems[0].problem
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example/a.jpg", "https://127.0.0.1/a.jpg", "https://[::1]/a.jpg", "https://169.254.169.254/latest",
        "https://10.0.0.8/a.jpg", "https://localhost/a.jpg", "https://x.example:8443/a.jpg", "file:///etc/passwd",
        "https://user:word@x.example/a.jpg", "https://[::ffff:10.0.0.1]/", "gopher://x.example/", "https://", "a.jpg",
        "https://x.example:99999/a.jpg", "https://x.example:x/a.jpg", "https://[::1/a.jpg",
    ],
)  # fmt: skip
def test_no_file_makes_the_hub_ask_its_own_network(
    coffee_shelf: int, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def no_line(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(outside.socket, "create_connection", no_line)
    import_id = begin(file(1, address))
    for _ in ImportPicture.objects.filter(of=import_id):
        tasks.fetch_pictures(import_id=import_id)
    assert not Picture.objects.exists()
    assert "could not be fetched" in access_import(1, import_id).picture_problems[0].problem


@pytest.mark.parametrize(
    ("place", "why"), [("https://10.0.0.8/secret", "not public"), ("https://x.example:99999/", "plain https")]
)
def test_a_redirect_into_the_hubs_network_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, place: str, why: str
) -> None:
    class Answer:
        status = 302
        headers = {"Location": place}

    class Line:
        def __init__(self, *_: Any) -> None: ...
        def request(self, *_: Any) -> None: ...
        def getresponse(self) -> Answer:
            return Answer()

        def close(self) -> None: ...

    def addresses(host: str) -> list[str]:
        return ["1.1.1.1"] if host == "x.example" else outside.public_addresses(host)

    monkeypatch.setattr(outside, "_Pinned", Line)
    with pytest.raises(NotSent, match=why):
        outside.fetch("https://x.example/a.jpg", bytes_max=9, kinds=("image/",), addresses_of=addresses)


def test_few_products_with_many_rows_are_work_for_the_worker_too(coffee_shelf: int) -> None:
    rows = "".join(f"tee,Tee,T{n},300,4,12.50,\n" for n in range(4 * imports.AT_ONCE + 1))
    found = access_import(1, begin((HEADER + rows).encode()))
    assert (found.is_done, found.products_done) == (False, 0)
    assert jobs("catalogue.run_import") == [{"import_id": found.id}]
