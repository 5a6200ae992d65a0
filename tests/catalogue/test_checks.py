"""The doctor finds what is wrong, and only then."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from karum.catalogue import checks, services
from karum.catalogue.models import Listing, Variant
from karum.catalogue.queries import SearchQuery, search
from tests.catalogue.conftest import make_offer
from tests.catalogue.test_commands import run
from tests.catalogue.test_pictures import drawn, upload


def test_a_sound_catalogue_is_green(coffee_shelf: int) -> None:
    make_offer(breaks=[(10, 1100), (20, 900)])
    assert checks.stock().ok
    assert checks.listings().ok
    assert checks.pictures().ok


@pytest.mark.parametrize("breaks", ["[[10, 1300]]", "[[10, 900], [5, 800]]", "[[10, 900], [20, 950]]"])
def test_breaks_out_of_order_are_found(coffee_shelf: int, breaks: str) -> None:
    make_offer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_offer SET breaks = %s", [breaks])
    assert not checks.stock().ok


def test_an_offer_without_a_variant_is_found(coffee_shelf: int) -> None:
    make_offer()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Variant._meta.db_table}")
    assert not checks.stock().ok


def test_listings_out_of_step_are_found_and_mended(coffee_shelf: int, capsys: pytest.CaptureFixture[str]) -> None:
    make_offer()
    Listing.objects.update(in_stock=False)
    assert not checks.listings().ok
    Listing.objects.all().delete()
    found = checks.listings()
    assert not found.ok
    assert "1 listings are missing" in found.said
    assert run("reindex") == 0
    assert "1 of 1 products" in capsys.readouterr().out
    assert checks.listings().ok
    assert search(SearchQuery(words="coffee")).total.count == 1


def test_a_missing_picture_file_is_found(coffee_shelf: int, tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path
    make_offer()
    services.add_picture(Variant.objects.get().product_id, upload(drawn(200, 200)))
    assert checks.pictures().ok
    next(tmp_path.rglob("*.webp")).unlink()
    assert not checks.pictures().ok


def test_words_that_nobody_uses_any_more_are_not_suggested(
    coffee_shelf: int, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_offer()
    services.count_words()
    assert search(SearchQuery(words="cofee")).help.corrected == "coffee"
    Listing.objects.all().delete()
    assert services.count_words() > 0
    assert search(SearchQuery(words="cofee")).help.corrected == ""
