"""Import and export of a seller's catalogue."""

import csv
import io
import json
import zipfile

import pytest
from django.utils import translation

from karum.catalogue import services
from karum.catalogue.models import Offer, Product, ProductText
from karum.catalogue.services import ImportDefaults, Outcome, import_shopify
from karum.money import Money
from tests.catalogue.conftest import make_offer, make_product

DEFAULTS = ImportDefaults(currency="USD", language="en", category="coffee", hs_code="090121", origin="RW")
FILE = b"""Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,\
Variant Grams,Variant Inventory Qty,Variant Price,Image Src,Image Position,Status,HS Code,COO
huye,Huye coffee,<p>Washed.</p>,Abahuza,Food > Coffee,,,TRUE,Size,250 g,H250,300,12,12.50,https://x.example/a.jpg,1,active,0901.21,RW
huye,,,,,,,,Size,1 kg,H1000,1050,-2,39.00,,,,,
huye,,,,,,,,,,,,,,https://x.example/b.jpg,2,,,
broken,Broken,,,,,,TRUE,Title,Default Title,B1,300,1,12.50,,,active,,
broken,,,,,,,,Title,Other,B2,0,1,12.50,,,,,
"""


def shop(content: bytes = FILE, **more: object) -> services.Report:
    return import_shopify(1, content, defaults=DEFAULTS, **more)  # type: ignore[arg-type]


def test_products_are_created_whole_or_not_at_all(coffee_shelf: int) -> None:
    report = shop()
    assert [(row.row, row.handle, row.outcome) for row in report.rows] == [
        (2, "huye", Outcome.CREATED),
        (3, "huye", Outcome.CREATED),
        (4, "huye", Outcome.NOTED),
        (5, "broken", Outcome.SKIPPED),
        (6, "broken", Outcome.SKIPPED),
    ]
    messages = [row.message for row in report.rows]
    assert messages[0] == messages[2] == "", "pictures are fetched afterwards"
    assert messages[3] == "Left as it was because of row 6."
    assert "not a weight" in messages[4]
    product = Product.objects.get()
    assert (product.slug, product.hs_code, product.origin, product.category.slug) == ("huye", "090121", "RW", "coffee")
    assert product.texts.get().description == "Washed."
    offers = Offer.objects.order_by("id").values_list("sku", "price_minor", "available", "variant__options")
    assert list(offers) == [("H250", 1250, 12, [["Size", "250 g"]]), ("H1000", 3900, 0, [["Size", "1 kg"]])]


def test_a_trial_run_says_the_same_and_changes_nothing(coffee_shelf: int) -> None:
    trial = shop(dry_run=True)
    assert not Product.objects.exists()
    assert trial.rows == shop().rows
    assert trial.dry_run


def test_a_second_import_changes_what_the_first_made(coffee_shelf: int) -> None:
    shop()
    report = shop(FILE.replace(b"12.50", b"13.00").replace(b"Huye coffee", b"Coffee of Huye"))
    assert (report.created, report.updated, report.skipped) == (0, 2, 2)
    assert Offer.objects.get(sku="H250").price_minor == 1300
    assert ProductText.objects.get().title == "Coffee of Huye"
    assert Offer.objects.count() == 2


def test_columns_that_are_absent_change_nothing(coffee_shelf: int) -> None:
    shop()
    report = shop(b"Handle,Title,Variant SKU,Variant Price\nhuye,,H250,14.00\n")
    assert report.ok
    offer = Offer.objects.select_related("variant").get(sku="H250")
    assert (offer.price_minor, offer.available, offer.variant.weight_g) == (1400, 12, 300)
    assert offer.variant.options == [["Size", "250 g"]]
    assert ProductText.objects.get().description == "Washed."


def test_a_sku_of_another_product_or_twice_in_the_file_is_refused(coffee_shelf: int) -> None:
    make_offer(1, sku="TAKEN")
    head = b"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price\n"
    assert "Another of your products" in shop(head + b"new,New,,,TAKEN,300,5\n").rows[0].message
    assert "twice" in shop(head + b"new,New,Size,S,A,300,5\nnew,,Size,L,A,300,5\n").rows[1].message


def test_a_sku_in_two_products_is_told_by_the_trial_run_too(coffee_shelf: int) -> None:
    file = b"Handle,Title,Variant SKU,Variant Grams,Variant Price\none,One,A,300,5\ntwo,Two,A,300,5\n"
    trial = shop(file, dry_run=True)
    assert "twice" in trial.rows[1].message
    assert trial.rows == shop(file).rows
    assert Product.objects.get().slug == "one"


def test_another_seller_is_not_touched(coffee_shelf: int) -> None:
    theirs = make_offer(2, make_product(2, "Huye", slug="huye"), "H250", "99.00")
    shop()
    assert Offer.objects.get(id=theirs).price_minor == 9900
    assert Product.objects.get(created_by=1).slug == "huye-2"
    shop()
    assert Product.objects.filter(created_by=1).count() == 1


def test_a_broken_file_changes_nothing_and_is_told_in_the_readers_language(coffee_shelf: int) -> None:
    with translation.override("en"):
        report = shop(FILE + b'tail,"cut off')
    assert report.refused.startswith("Row 7")
    assert not report.rows
    assert not Product.objects.exists()


def test_what_is_missing_is_said(coffee_shelf: int) -> None:
    report = import_shopify(1, b"Handle,Title,Variant Price\nmug,Mug,5\n", defaults=ImportDefaults(origin="GB"))
    assert "category" in report.rows[0].message
    assert "HS code" in report.rows[0].message
    assert "no row with a price" in shop(b"Handle,Title\nmug,Mug\n").rows[0].message


def everything() -> list[tuple[object, ...]]:
    rows = Offer.objects.filter(seller_id=1).order_by("variant__product_id", "id").values_list(
        "sku", "currency", "price_minor", "breaks", "incoterm", "quantity_min", "pack_multiple", "available",
        "handling_days", "state", "variant__name", "variant__options", "variant__weight_g", "variant__length_mm",
        "variant__gtin", "variant__product__hs_code", "variant__product__origin", "variant__product__materials",
        "variant__product__state", "variant__product__category__slug", "variant__product__texts__title",
        "variant__product__texts__description", "variant__product__texts__summary",
    )  # fmt: skip
    return list(rows)


def test_an_export_is_imported_into_an_empty_shop_as_it_was(coffee_shelf: int) -> None:
    product = make_product(
        1, '=Huye, "best"', description="One.\n\n• Two\nThree & <four>", materials=["arabica", "jute"]
    )
    variant = services.add_variant(
        product,
        weight_g=1050,
        options={"Roasting degree": "-dark", "Size": "1 kg"},
        size_mm=(200, 120, 80),
        gtin="4006381333931",
    )
    services.set_offer(
        seller_id=1, variant_id=variant, sku="@1", price=Money(3900, "JPY"), available=7, breaks=[(10, 3500)],
        incoterm="DDP", quantity_min=4, pack_multiple=2, handling_days=5, state="paused",
    )  # fmt: skip
    second = make_product(1, "Second", state="draft")
    make_offer(1, second, "S")
    plain = services.add_variant(second, weight_g=90, name="Ink")
    services.set_offer(seller_id=1, variant_id=plain, sku="S2", price=Money(100, "USD"))
    before, exported = everything(), services.export_shopify(1)
    Offer.objects.all().delete()
    Product.objects.all().delete()
    report = import_shopify(1, exported)
    assert report.ok, report
    assert everything() == before
    assert services.export_shopify(1) == exported
    assert import_shopify(1, exported).ok
    assert everything() == before


def test_everything_that_a_seller_has_is_in_the_zip(coffee_shelf: int) -> None:
    mine = make_product(1, "Mine")
    services.save_text(mine, "fr", title="Le mien", author="Aline")
    make_offer(1, mine, "M")
    theirs = make_product(2, "Theirs")
    make_offer(1, theirs, "ON-THEIRS")
    archive = zipfile.ZipFile(io.BytesIO(services.export_seller(1)))
    assert set(archive.namelist()) == {"products.csv", "offers.csv", "texts.csv", "catalogue.json"}
    offers = list(csv.DictReader(io.StringIO(archive.read("offers.csv").decode("utf-8-sig"))))
    assert [offer["sku"] for offer in offers] == ["M", "ON-THEIRS"]
    everything_json = json.loads(archive.read("catalogue.json"))
    assert [product["slug"] for product in everything_json["products"]] == ["mine"]
    assert [(text["language"], text["author"]) for text in everything_json["texts"]] == [("en", ""), ("fr", "Aline")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("12,50", "not a price"),
        ("free", "not a price"),
        ("1.234", "not a price"),
        ("-1", "not a price"),
        ("0", "more than 0"),
    ],
)
def test_a_bad_price_is_named(coffee_shelf: int, cell: str, said: str) -> None:
    row = f'Handle,Title,Variant SKU,Variant Grams,Variant Price\nmug,Mug,M,300,"{cell}"\n'
    assert said in shop(row.encode()).rows[0].message
