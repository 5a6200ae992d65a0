"""Products, stock, words, pictures, import: nothing that was typed is lost."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from karum.catalogue import queries as catalogue
from karum.catalogue.services import set_stock
from tests.desk.conftest import Firm

NEW = {
    "title": "Cotton scarf",
    "summary": "Woven by hand",
    "description": "",
    "language": "en",
    "category": "tableware",
    "materials": "cotton, indigo",
    "origin": "GB",
    "hs_code": "6214.90",
    "price": "24,50",
    "available": "٣٠",
    "weight_g": "0.2",
    "handling_days": "2",
    "incoterm": "DAP",
    "breaks": "10 = 22.00\n50: 20",
    "quantity_min": "",
    "pack_multiple": "",
}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def products(firm: Firm) -> list[catalogue.ProductRow]:
    return catalogue.products_of_seller(firm.card.id, "en")


def test_a_new_product_is_on_sale_at_once(firm: Firm, owner: Client) -> None:
    answer = owner.post(firm.url("product-new"), NEW)
    assert answer.status_code == 302, text(answer)
    row = products(firm)[0]
    (offer,) = row.offers
    assert (row.title, offer.price_minor, offer.available, offer.weight_g) == ("Cotton scarf", 2_450, 30, 200)
    assert offer.breaks == ((10, 2_200), (50, 2_000))
    assert (offer.hs_code, offer.quantity_min, offer.pack_multiple) == ("621490", 1, 1)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("price", "0", "more than 0"),
        ("price", "12.345", "at most 2 decimals"),
        ("available", "-1", "whole number"),
        ("weight_g", "0", "Give the weight"),
        ("hs_code", "12", "6 to 10 digits"),
        ("breaks", "ten = 4", "cannot be read"),
        ("breaks", "10 = 99", "higher quantity and cost less"),
        ("length_mm", "10", "all three sides"),
        ("gtin", "123", "8, 12, 13 or 14 digits"),
        ("title", "", "Give the product a title"),
        ("category", "nowhere", "Choose a category"),
    ],
)
def test_each_mistake_is_told_at_its_field(firm: Firm, owner: Client, field: str, value: str, message: str) -> None:
    answer = owner.post(firm.url("product-new"), NEW | {field: value})
    assert answer.status_code == 422
    assert message in text(answer)
    assert len(products(firm)) == 1


def test_facts_words_and_offer_can_be_changed(firm: Firm, owner: Client) -> None:
    page = firm.url("product", firm.product_id)
    facts = {name: NEW[name] for name in ("summary", "description", "category", "origin", "materials")}
    owner.post(page, facts | {"title": "Blue mug", "hs_code": "691110"})
    owner.post(firm.url("words", firm.product_id, "fr"), {"title": "Tasse bleue", "summary": "", "description": ""})
    assert {t.language: t.title for t in catalogue.texts(firm.product_id)} == {"en": "Blue mug", "fr": "Tasse bleue"}
    offer = {name: NEW[name] for name in ("price", "available", "weight_g", "handling_days", "incoterm", "breaks")}
    owner.post(firm.url("offer", firm.product_id, firm.offer_id), offer | {"price": "29", "available": "7"})
    row = products(firm)[0]
    assert (row.offers[0].price_minor, row.offers[0].available, row.offers[0].sku) == (2_900, 7, "MUG-1")
    answer = owner.post(firm.url("offer-new", firm.product_id), offer | {"name": "Large", "sku": "MUG-1"})
    assert "this article number already" in text(answer)
    owner.post(firm.url("offer-new", firm.product_id), offer | {"name": "Large", "sku": "MUG-2"})
    assert [o.variant_name for o in products(firm)[0].offers if o.sku == "MUG-2"] == ["Large"]


def test_saving_other_facts_does_not_bring_back_stock_that_was_sold(firm: Firm, owner: Client) -> None:
    offer = {name: NEW[name] for name in ("price", "weight_g", "handling_days", "incoterm", "breaks")}
    set_stock(firm.card.id, firm.offer_id, 3)
    shown = {"available": "20", "available_shown": "20"}
    owner.post(firm.url("offer", firm.product_id, firm.offer_id), offer | shown)
    assert products(firm)[0].offers[0].available == 3


def test_pause_and_put_on_sale(firm: Firm, owner: Client) -> None:
    owner.post(firm.url("product-state", firm.product_id), {"state": "paused"})
    assert products(firm)[0].offers[0].state == "paused"
    assert "Paused" in text(owner.get(firm.url("products") + "?show=paused"))
    owner.post(firm.url("product-state", firm.product_id), {"state": "active", "next": "list"})
    assert products(firm)[0].offers[0].state == "active"


def test_stock_is_written_only_where_it_was_changed(firm: Firm, owner: Client) -> None:
    name, shown = f"stock-{firm.offer_id}", f"shown-{firm.offer_id}"
    assert owner.post(firm.url("stock"), {name: "12", shown: "20"}).status_code == 302
    assert products(firm)[0].offers[0].available == 12
    set_stock(firm.card.id, firm.offer_id, 10)  # two were sold while the page was open
    answer = owner.post(firm.url("stock"), {name: "50", shown: "12"})
    assert answer.status_code == 422
    assert "there were 12, now there are 10" in text(answer)
    assert products(firm)[0].offers[0].available == 10
    for wrong in ("-1", "many", "1.5"):
        assert owner.post(firm.url("stock"), {name: wrong, shown: "10"}).status_code == 422


def test_long_lists_come_in_pages_and_a_page_of_stock_is_saved_alone(
    firm: Firm, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.post(firm.url("product-new"), NEW)
    monkeypatch.setattr("karum.desk.views.products.PAGE", 1)
    monkeypatch.setattr("karum.desk.views.stock.PAGE", 1)
    first, second = (text(owner.get(firm.url("products") + f"?page={n}")) for n in (1, 2))
    assert ("Cotton scarf" in first, "Cotton scarf" in second, "Stoneware mug" in second) == (True, False, True)
    page = firm.url("stock") + "?page=2"
    assert "MUG-1" in text(owner.get(page))
    saved = owner.post(page, {f"stock-{firm.offer_id}": "6", f"shown-{firm.offer_id}": "20"})
    assert saved.headers["Location"] == page
    assert products(firm)[1].offers[0].available == 6
    assert products(firm)[0].offers[0].available == 30


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 700), "#996633").save(out, "PNG")
    return out.getvalue()


def test_pictures_are_checked_added_ordered_and_removed(
    firm: Firm, owner: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    url = firm.url("pictures", firm.product_id)
    owner.post(url, {"picture": SimpleUploadedFile("a.png", png()), "alt": "A mug"})
    owner.post(url, {"picture": SimpleUploadedFile("b.png", png()), "alt": "The other side"})
    answer = owner.post(url, {"picture": SimpleUploadedFile("c.png", b"not a picture")}, follow=True)
    assert "c.png" in text(answer)
    first, second = catalogue.pictures(firm.product_id)
    owner.post(url, {"first": str(second.id)})
    assert [p.id for p in catalogue.pictures(firm.product_id)] == [second.id, first.id]
    owner.post(url, {"remove": str(first.id)})
    assert [p.id for p in catalogue.pictures(firm.product_id)] == [second.id]


CSV = (
    "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,"
    "Variant Price\n"
    "bowl,Rice bowl,<p>Deep</p>,Kiln,Title,Default Title,BOWL-1,300,9,15.00\n"
    "jug,Jug,,Kiln,Title,Default Title,JUG-1,900,4,none\n"
)


def test_an_import_is_tried_first_and_reports_each_row(firm: Firm, owner: Client) -> None:
    def send(button: str, content: str = CSV) -> Any:
        data = {"language": "en", "category": "tableware", "origin": "GB", "hs_code": "691200", "source": "shopify"}
        sent = data | {button: "1", "file": SimpleUploadedFile("p.csv", content.encode())}
        return owner.post(firm.url("import"), sent, follow=True)

    trial = text(send("trial"))
    assert "This is what would happen" in trial
    assert len(products(firm)) == 1
    done = text(send("go"))
    assert "This file was imported" in done
    assert "Left out" in done
    assert {row.title for row in products(firm)} == {"Stoneware mug", "Rice bowl"}
    assert send("go", "nonsense").status_code == 422


def test_everything_can_be_taken_away(firm: Firm, owner: Client) -> None:
    answer = owner.get(firm.url("export"))
    assert "products.csv" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert "MUG-1" in owner.get(firm.url("export") + "?form=shopify").content.decode("utf-8-sig")


TABLE = "Artikel;Preis;Lager;Gewicht (oz);Farbe\nSchale;€ 1.012,50;4;10;Rot\nSchale;9,00;5;10;Blau\nKrug;zwölf;1;20;\n"


def test_a_table_of_her_own_is_read_once_she_said_which_column_is_which(firm: Firm, owner: Client) -> None:
    def send(button: str, content: str = TABLE, **columns: str) -> Any:
        data = {"language": "de", "category": "tableware", "origin": "GB", "hs_code": "691200", "source": "table"}
        sent = data | columns | {button: "1", "file": SimpleUploadedFile("p.csv", content.encode())}
        return owner.post(firm.url("import"), sent, follow=True)

    asked = send("go")
    assert asked.status_code == 200
    assert "Which column is which?" in text(asked)
    assert '<option value="1:Preis" selected>Preis: € 1.012,50</option>' in asked.text, "what the name tells is chosen"
    assert '<option value="oz" selected>' in asked.text
    assert len(products(firm)) == 1, "nothing is written before"
    said = {
        "column-title": "0:Artikel", "column-price": "1:Preis", "column-quantity": "2:Lager",
        "column-grams": "3:Gewicht (oz)", "column-option1_value": "4:Farbe", "column-unit": "oz",
    }  # fmt: skip
    trial = send("trial", **said)
    assert "This is what would happen" in text(trial)
    assert "zwölf" in text(trial), "the row that is wrong says so"
    assert '<option value="0:Artikel" selected>' in trial.text, "her choices stay"
    assert "Left out" in text(send("go", **said))
    offers = [offer for offer in catalogue.offers_of_seller(firm.card.id, "de") if offer.title == "Schale"]
    assert {(offer.price_minor, offer.available, offer.weight_g) for offer in offers} == {
        (101_250, 4, 283),
        (900, 5, 283),
    }
    assert send("go", **said | {"column-title": "1:Preis"}).status_code == 422, "one column is one thing"
    assert send("go", "a;b\n1;2\n", **said).status_code == 422, "other columns than those that were chosen"
    assert send("go", "nonsense").status_code == 422
