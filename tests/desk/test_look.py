"""The shop's own page: its pictures, its story and its promises in several languages, each with who wrote it."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from karum.catalogue.models import ShopPicture
from karum.catalogue.queries.fronts import policies_of, shop_front
from karum.parties import queries as parties
from tests.desk.conftest import Firm
from tests.desk.test_drafts import photo


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def shop_page(firm: Firm, language: str, fresh: str) -> str:
    visitor = Client()
    visitor.cookies["locale"] = f"GB.{language}.GBP"
    return visitor.get(f"/s/{firm.card.slug}", {"fresh": fresh}).text


def test_a_banner_and_the_firms_own_picture_stand_on_its_page(
    firm: Firm, owner: Client, django_capture_on_commit_callbacks: Any, media: Any
) -> None:
    for place, colour in (("banner", "#445566"), ("portrait", "#664455"), ("banner", "#112233")):
        facts = {"place": place, f"{place}-picture": photo(colour), f"{place}-alt": f"The {place}"}
        with django_capture_on_commit_callbacks(execute=True):
            assert owner.post(firm.url("look"), facts).status_code == 302
    assert ShopPicture.objects.count() == 2, "a new banner takes the place of the old one"
    page = shop_page(firm, "en", "1")
    assert 'alt="The banner"' in page
    assert 'alt="The portrait"' in page
    front = shop_front(firm.card.id, "en")
    assert front.banner is not None
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(firm.url("look"), {"place": "banner", "remove": "1"})
    assert 'alt="The banner"' not in shop_page(firm, "en", "2")
    assert len(list(media.rglob("*-720.webp"))) == 1, "only the portrait's files are left"


def test_what_is_no_picture_is_refused_at_its_field(firm: Firm, owner: Client) -> None:
    bad = SimpleUploadedFile("a.png", b"\x89PNG no")
    answer = owner.post(firm.url("look"), {"place": "banner", "banner-picture": bad})
    assert answer.status_code == 422
    assert "not a whole picture" in answer.text
    assert "Choose a picture first" in owner.post(firm.url("look"), {"place": "portrait"}).text
    assert owner.post(firm.url("look"), {"place": "roof"}).status_code == 404


def test_promises_and_story_are_read_in_the_readers_language_with_the_translators_name(
    firm: Firm, owner: Client
) -> None:
    owner.post(firm.url("shop-words", "en"), {"story": "Clay since 1968.", "policy": "Broken? We send another one."})
    owner.post(firm.url("shop-words", "fr"), {"story": "De l'argile.", "policy": "Cassé ? Nous en renvoyons un."})
    assert {one.language: one.state for one in policies_of(firm.card.id)} == {"en": "original", "fr": "human"}
    assert parties.business(firm.card.id).story == "Clay since 1968."
    english, french, arabic = (shop_page(firm, code, code) for code in ("en", "fr", "ar"))
    assert "We send another one." in english
    assert "Nous en renvoyons un." in french
    assert "De l&#x27;argile." in french
    assert "Owner" in french, "who translated it"
    assert "We send another one." in arabic, "the seller's own words where there is no translation"
    owner.post(firm.url("shop-words", "fr"), {"story": "", "policy": ""})
    assert [one.language for one in policies_of(firm.card.id)] == ["en"]
    assert parties.stories_of(firm.card.id) == []


def test_the_seller_takes_pictures_and_promises_along(firm: Firm, owner: Client) -> None:
    owner.post(firm.url("look"), {"place": "banner", "banner-picture": photo()})
    owner.post(firm.url("shop-words", "en"), {"story": "", "policy": "Broken? We send another one."})
    archive = zipfile.ZipFile(io.BytesIO(owner.get(firm.url("export")).content))
    assert "pictures/shop-banner.webp" in archive.namelist()
    (policy,) = json.loads(archive.read("catalogue.json"))["policies"]
    assert policy["text"] == "Broken? We send another one."


def test_too_long_a_promise_is_told_and_nothing_is_lost(firm: Firm, owner: Client) -> None:
    answer = owner.post(firm.url("shop-words", "fr"), {"story": "Bref.", "policy": "x" * 4_001})
    assert answer.status_code == 422
    assert "Bref." in answer.text
    assert owner.get(firm.url("shop-words", "tlh")).status_code == 404
    assert owner.get(firm.url("shop-words-new"), {"language": "fr"}).headers["Location"] == firm.url("shop-words", "fr")
