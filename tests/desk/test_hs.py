"""Help to find the HS code in a product's form: nothing is chosen silently, and what was confirmed is kept."""

import json
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from karum.catalogue import queries as catalogue
from karum.catalogue.models import Classification
from karum.catalogue.services import export_seller
from tests.desk.conftest import Firm
from tests.desk.test_products import NEW, products, text

SCARF = NEW | {"hs_code": "", "title": "Silk scarf", "materials": "silk"}


def classifications(firm: Firm) -> list[Any]:
    return list(Classification.objects.filter(product__created_by=firm.card.id).order_by("id"))


def test_a_shortlist_is_shown_and_nothing_is_chosen(firm: Firm, owner: Client) -> None:
    page = text(owner.post(firm.url("product-new"), SCARF | {"suggest": "1"}))
    assert 'name="hs_choice" value="621410"' in page
    assert "Which one is it?" in page
    assert "field__error" not in page
    assert "checked" not in page.split('name="hs_choice"')[1].split(">")[0]
    assert 'name="hs_code" value="' not in page
    assert len(products(firm)) == 1


def test_an_answer_narrows_the_list(firm: Firm, owner: Client) -> None:
    ask = SCARF | {"title": "Cotton shirt", "materials": "", "suggest": "1"}
    before = text(owner.post(firm.url("product-new"), ask))
    assert 'name="hs_knit" value="knitted"' in before
    assert 'value="620520"' in before
    after = text(owner.post(firm.url("product-new"), ask | {"hs_knit": "knitted"}))
    assert 'value="620520"' not in after
    assert 'name="hs_knit" value="knitted" checked' in after


def test_other_words_can_be_asked_with(firm: Firm, owner: Client) -> None:
    page = text(owner.post(firm.url("product-new"), SCARF | {"suggest": "1", "hs_words": "beeswax candle"}))
    assert 'name="hs_choice" value="340600"' in page
    assert "621410" not in page
    nothing = text(owner.post(firm.url("product-new"), SCARF | {"suggest": "1", "hs_words": "qqqq zzzz"}))
    assert "No code was found" in nothing
    assert 'value="qqqq zzzz"' in nothing


def test_what_was_confirmed_is_kept_with_all_that_was_shown(firm: Firm, owner: Client) -> None:
    asked = SCARF | {"hs_words": "silk scarf", "hs_knit": "woven"}
    taken = text(owner.post(firm.url("product-new"), asked | {"hs_take": "1", "hs_choice": "621410"}))
    assert 'name="hs_code" value="621410"' in taken
    assert "Shawls, scarves" in taken
    assert classifications(firm) == []  # not before it is saved
    saved = asked | {"hs_code": "621410", "hs_taken": "621410"}
    assert owner.post(firm.url("product-new"), saved).status_code == 302
    (row,) = classifications(firm)
    assert (row.chosen, row.chosen_by, row.text, row.answers) == (
        "621410", firm.owner.pk, "silk scarf", {"knit": "woven"},
    )  # fmt: skip
    assert row.version.startswith("hs2022-")
    shown = {candidate["code"]: candidate for candidate in row.candidates}
    assert shown["621410"]["why"]
    assert "621410" in shown
    page = text(owner.get(firm.url("product", row.product_id)))
    assert "found by “silk scarf”" in page


def test_a_code_that_was_typed_is_not_called_confirmed(firm: Firm, owner: Client) -> None:
    owner.post(firm.url("product-new"), NEW | {"hs_words": "silk scarf", "hs_taken": "621410"})  # but 6214.90 is typed
    owner.post(firm.url("product-new"), NEW | {"hs_words": "candle", "hs_taken": "621490"})  # never on that list
    owner.post(firm.url("product-new"), NEW)
    assert len(products(firm)) == 4
    assert classifications(firm) == []


def test_a_known_product_gets_another_code_and_both_rows_stay(firm: Firm, owner: Client) -> None:
    page = firm.url("product", firm.product_id)
    facts = {name: NEW[name] for name in ("summary", "description", "category", "origin")} | {"title": "Mug"}
    asked = facts | {"materials": "", "hs_words": "stoneware mug"}
    answer = owner.post(page, asked | {"hs_code": "691200", "suggest": "1"})
    assert 'name="hs_choice" value="691200"' in text(answer)
    for code in ("691200", "691110", "691110"):
        owner.post(page, asked | {"hs_code": code, "hs_taken": code})
    assert [row.chosen for row in classifications(firm)] == ["691200", "691110"]
    last = catalogue.last_classification(firm.product_id)
    assert last is not None
    assert last.chosen == "691110"
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_classification SET chosen = '999999'")


def test_the_seller_takes_it_along(firm: Firm, owner: Client) -> None:
    owner.post(firm.url("product-new"), SCARF | {"hs_words": "silk scarf", "hs_code": "6214.10", "hs_taken": "621410"})
    with zipfile.ZipFile(BytesIO(export_seller(firm.card.id))) as archive:
        everything = json.loads(archive.read("catalogue.json"))
    kept = [row for product in everything["products"] for row in product["classifications"]]
    assert [row["chosen"] for row in kept] == ["621410"]


def test_the_questions_speak_the_page_s_language(firm: Firm, owner: Client) -> None:
    page = text(owner.post(firm.url("product-new"), SCARF | {"suggest": "1", "title": "Foulard en soie"}))
    assert 'name="hs_choice" value="621410"' in page
