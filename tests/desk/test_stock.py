"""Stock: what runs low is seen first, and a stocktaking comes back as a file that is looked at before it counts."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from karum.catalogue import queries as catalogue
from karum.catalogue.services import set_stock
from karum.desk.domain.stock import NotAStockFile, days_left, is_low, read_counts
from tests.desk.conftest import Firm
from tests.hostile import NASTY


def available(firm: Firm) -> int:
    offer = catalogue.offer(firm.offer_id, "en")
    assert offer is not None
    return offer.available


def count(owner: Client, firm: Firm, content: bytes) -> Any:
    file = SimpleUploadedFile("stock.csv", content)
    return owner.post(firm.url("stock-counted"), {"file": file}, follow=True)


@pytest.mark.parametrize(
    ("units", "least", "sold", "low"),
    [(3, 1, 0, True), (4, 1, 0, False), (40, 1, 100, True), (60, 1, 100, False), (0, 1, 5, False), (5, 10, 0, False)],
)
def test_few_units_or_few_days_are_low(units: int, least: int, sold: int, low: bool) -> None:
    assert is_low(units, least, sold) is low


def test_days_are_reckoned_from_what_was_sold() -> None:
    assert (days_left(20, 10), days_left(20, 0), days_left(0, 3)) == (60, None, 0)


def test_what_runs_low_is_said_with_the_reason(firm: Firm, order: UUID, owner: Client) -> None:
    set_stock(firm.card.id, firm.offer_id, 2)
    page = owner.get(firm.url("stock")).text
    assert "Nearly sold out" in page
    assert "sold in 30 days" in page
    assert "enough for about" in page
    assert "1 article is sold out or nearly" in owner.get(firm.url("orders")).text
    assert "MUG-1" in owner.get(firm.url("stock"), {"show": "low"}).text
    assert "MUG-1" not in owner.get(firm.url("stock"), {"show": "out"}).text
    assert "MUG-1" not in owner.get(firm.url("stock"), {"q": "teapot"}).text


def test_the_file_goes_out_and_comes_back_and_is_shown_before_it_is_saved(firm: Firm, owner: Client) -> None:
    sheet = owner.get(firm.url("stock-file")).content.decode("utf-8-sig")
    assert "MUG-1,Stoneware mug,,20,0" in sheet
    shown = count(owner, firm, sheet.replace(",20,", ",7,").encode())
    assert "The file changes 1 article" in shown.text
    assert 'value="7"' in shown.text
    assert available(firm) == 20, "nothing is saved by looking"
    owner.post(firm.url("stock"), {f"stock-{firm.offer_id}": "7", f"shown-{firm.offer_id}": "20"})
    assert available(firm) == 7


def test_a_file_of_any_spreadsheet_is_read_and_what_is_not_ours_is_named(firm: Firm, owner: Client) -> None:
    assert read_counts("SKU;Available\nA;5\nB;\n".encode("utf-16"), {"A": 1, "B": 2}).wanted == {"A": "5"}
    assert read_counts(b"available\tsku\n9\tA\n", {"A": 1}).wanted == {"A": "9"}
    answer = count(owner, firm, b"sku,available\nNOBODYS,4\nMUG-1,20\n")
    assert "NOBODYS" in answer.text
    assert "changes nothing" in answer.text


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\xff\xfe\x00", b'"', b"sku\nA\n"])
def test_what_is_no_such_file_changes_nothing(firm: Firm, owner: Client, content: bytes) -> None:
    with pytest.raises(NotAStockFile):
        read_counts(content, {"A": 1})
    assert "Choose a CSV file" in count(owner, firm, content).text


def test_no_file_breaks_the_page(firm: Firm, owner: Client) -> None:
    for nasty in NASTY:
        count(owner, firm, f"sku,available\nMUG-1,{nasty}\n".encode(errors="replace"))
        count(owner, firm, f"{nasty}".encode(errors="replace"))
    assert available(firm) == 20


def test_an_article_number_is_never_a_formula_in_a_spreadsheet(firm: Firm, owner: Client) -> None:
    from karum.catalogue.models import Offer

    Offer.objects.filter(id=firm.offer_id).update(sku="=1+1")
    sheet = owner.get(firm.url("stock-file")).content.decode("utf-8-sig")
    assert "'=1+1" in sheet
    assert "The file changes 1 article" in count(owner, firm, sheet.replace(",20,", ",8,").encode()).text
