"""A new product: what was typed and photographed is kept until it is on sale, and is put on sale once."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from karum.catalogue import queries as catalogue
from karum.catalogue.models import Picture
from karum.desk.models import ProductDraft
from karum.desk.queries.drafts import draft, drafts
from karum.desk.services import drafts as writes
from tests.desk.conftest import Firm
from tests.desk.test_products import NEW, products, text

KEY = UUID("11111111-2222-4333-8444-555555555555")
SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(colour: str = "#996633", *, turned: bool = False) -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    Image.new("RGB", (900, 700), colour).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), content_type="image/jpeg")


def send(client: Client, firm: Firm, data: dict[str, Any], **headers: str) -> Any:
    return client.post(firm.url("product-new"), {"key": str(KEY)} | data, headers=headers)


def test_what_was_typed_and_photographed_stays_when_something_is_wrong(firm: Firm, owner: Client) -> None:
    wrong = send(owner, firm, NEW | {"price": "much", "weight_g": "", "picture": photo()})
    assert wrong.status_code == 422
    assert 'value="much"' in text(wrong)
    page = text(owner.get(firm.url("product-draft", KEY)))
    assert 'value="much"' in page
    assert 'value="Cotton scarf"' in page
    assert "field__error" not in page
    assert "Still missing:" in page
    assert "Weight in kilograms</a>" in page
    assert "/media/pictures/" in page
    assert "Cotton scarf" in text(owner.get(firm.url("products"))), "the list leads to it"
    assert len(products(firm)) == 1, "and nobody can buy it"


def test_a_complete_draft_goes_on_sale_with_its_pictures_and_is_a_draft_no_more(firm: Firm, owner: Client) -> None:
    send(owner, firm, {"title": "Cotton scarf", "keep": "1", "picture": [photo(), photo("#336699", turned=True)]})
    answer = send(owner, firm, NEW)
    row = products(firm)[0]
    assert answer.headers["Location"] == firm.url("product", row.id)
    assert [(one.width, one.height) for one in catalogue.pictures(row.id)] == [(900, 700), (700, 900)]
    assert drafts(firm.card.id) == []
    assert owner.get(firm.url("product-draft", KEY)).headers["Location"] == firm.url("product", row.id)


def test_sent_twice_over_a_bad_line_it_is_one_product_with_each_picture_once(firm: Firm, owner: Client) -> None:
    for _time in range(2):
        send(owner, firm, NEW | {"keep": "1", "picture": photo()}, **SCRIPT)
    kept = draft(firm.card.id, KEY)
    assert kept is not None
    assert len(kept.pictures) == 1
    urls = {send(owner, firm, NEW | {"picture": photo()}, **SCRIPT).json()["url"] for _time in range(3)}
    assert urls == {firm.url("product", products(firm)[0].id)}
    assert len(products(firm)) == 2
    assert Picture.objects.count() == 1


def test_the_script_hears_what_the_hub_has_and_where_to_go_on(firm: Firm, owner: Client) -> None:
    kept = send(owner, firm, {"title": "Scarf", "keep": "1", "picture": photo()}, **SCRIPT, **{"X-Draft": "background"})
    (picture,) = kept.json()["pictures"]
    assert kept.json()["state"] == "kept"
    wrong = send(owner, firm, {"title": "Scarf", "publish": "1"}, **SCRIPT).json()
    assert wrong == wrong | {"state": "incomplete", "url": firm.url("product-draft", KEY) + "?check=1"}
    checked = text(owner.get(wrong["url"]))
    assert "Not on sale yet" in checked
    assert "Which one is it?" in checked, "the code is looked for without being asked"
    asked = send(owner, firm, {"title": "Silk scarf", "suggest": "1"}, **SCRIPT).json()
    assert 'value="621410"' in text(owner.get(asked["url"]))
    bad = SimpleUploadedFile("notes.txt", b"no picture")
    refused = send(owner, firm, {"keep": "1", "picture": bad}, **SCRIPT, **{"X-Draft": "background"}).json()
    assert refused["problems"]
    assert "notes.txt" in refused["problems"][0]
    assert refused["pictures"] == [picture], "the good one stays"


def test_a_code_that_was_chosen_counts_without_its_own_button(firm: Firm, owner: Client) -> None:
    chosen = NEW | {"hs_code": "", "hs_words": "silk scarf", "hs_choice": "621410", "publish": "1"}
    assert send(owner, firm, chosen).status_code == 302
    assert products(firm)[0].offers[0].hs_code == "621410"


def test_a_picture_and_a_whole_draft_can_be_thrown_away(
    firm: Firm, owner: Client, tmp_path: Any, settings: Any
) -> None:
    send(owner, firm, {"title": "Scarf", "keep": "1", "picture": [photo(), photo("#112233")]})
    kept = draft(firm.card.id, KEY)
    assert kept is not None
    first, second = (digest for digest, _picture in kept.pictures)
    send(owner, firm, {"title": "Scarf", "without": first})
    kept = draft(firm.card.id, KEY)
    assert kept is not None
    assert [digest for digest, _picture in kept.pictures] == [second]
    with_commit = pytest.MonkeyPatch()
    with_commit.setattr("django.db.transaction.on_commit", lambda work: work())
    send(owner, firm, {"throw_away": "1"})
    with_commit.undo()
    assert draft(firm.card.id, KEY) is None
    assert not [path for path in tmp_path.rglob("*.webp") if second[2:] in path.name], "its files are gone too"


def test_a_draft_belongs_to_its_firm(firm: Firm, owner: Client, signed_in: Any) -> None:
    send(owner, firm, {"title": "Scarf", "keep": "1"})
    assert owner.get(firm.url("product-draft", uuid4())).status_code == 404
    assert signed_in("stranger").get(firm.url("product-draft", KEY)).status_code == 404
    assert signed_in("packer").get(firm.url("product-draft", KEY)).status_code == 403


def test_drafts_have_bounds(firm: Firm, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "DRAFTS_MAX", 1)
    send(owner, firm, {"title": "First", "keep": "1"})
    answer = send(owner, firm, {"key": str(uuid4()), "title": "Second", "keep": "1"})
    assert answer.status_code == 422
    assert "very many drafts" in text(answer)
    assert 'value="Second"' in text(answer), "what was typed is on the screen"
    assert len(drafts(firm.card.id)) == 1
    send(owner, firm, {"title": "First", "keep": "1"} | {f"x_{chr(97 + n % 26)}{'y' * n}": "z" for n in range(99)})
    row = ProductDraft.objects.get()
    assert len(row.typed) <= writes.FIELDS_MAX
    send(owner, firm, {"title": "t" * 60_000, "keep": "1"})
    assert len(ProductDraft.objects.get().typed["title"]) == writes.CHARS_MAX


def test_what_became_a_product_is_forgotten_after_a_while(firm: Firm, owner: Client) -> None:
    send(owner, firm, NEW)
    assert writes.forget_finished(timezone.now()) == 0
    assert writes.forget_finished(timezone.now() + timezone.timedelta(days=31)) == 1
