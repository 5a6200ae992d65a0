"""The invoice for machines: valid against the schema, and the same to the cent as the PDF."""

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import cast

import drafthorse
import pytest
from lxml import etree
from pypdf import PdfReader

from karum.money import Money
from karum.shipping.domain.cii import invoice_xml
from karum.shipping.domain.papers import Charge, Paper
from karum.shipping.services.papers import render
from tests.shipping.samples import COFFEE, POTS, SILK, STATED

SCHEMA = Path(drafthorse.__file__).parent / "schema" / "Factur-X_1.0.07_EXTENDED.xsd"
PAPERS = pytest.mark.parametrize("paper", [POTS, COFFEE, SILK, STATED], ids=lambda paper: paper.number[-3:])


def read(paper: Paper, kind: str = "commercial-invoice") -> etree._Element:
    return etree.fromstring(invoice_xml(paper, kind))  # type: ignore[arg-type]


def texts(tree: etree._Element, *path: str) -> list[str]:
    found = tree.findall(".//" + "/".join(f"{{*}}{name}" for name in path))
    return [one.text or "" for one in found]


def text(tree: etree._Element, *path: str) -> str:
    (one,) = texts(tree, *path)
    return one


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(SCHEMA))


@PAPERS
def test_it_is_valid_against_the_schema(paper: Paper, schema: etree.XMLSchema) -> None:
    for kind in ("commercial-invoice", "proforma-invoice"):
        schema.assertValid(read(paper, kind))


def test_the_schema_would_notice(schema: etree.XMLSchema) -> None:
    tree = read(POTS)
    currency = tree.find(".//{*}InvoiceCurrencyCode")
    assert currency is not None
    currency.addnext(etree.fromstring(etree.tostring(currency)))
    assert not schema.validate(tree)


@PAPERS
def test_its_sums_are_those_of_the_pdf(paper: Paper) -> None:
    paper = replace(paper, is_paid=True)
    tree = read(paper)
    sums = "SpecifiedTradeSettlementHeaderMonetarySummation"
    goods, total = Decimal(text(tree, sums, "LineTotalAmount")), Decimal(text(tree, sums, "GrandTotalAmount"))
    lines = [Decimal(one) for one in texts(tree, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount")]
    charges, allowances = (Decimal(text(tree, sums, f"{name}TotalAmount")) for name in ("Charge", "Allowance"))
    assert sum(lines) == goods == paper.goods.decimal
    assert goods + charges - allowances == total == paper.total.decimal
    assert Decimal(text(tree, sums, "TotalPrepaidAmount")) == total
    assert Decimal(text(tree, sums, "DuePayableAmount")) == 0
    pages = PdfReader(io.BytesIO(render("commercial-invoice", paper))).pages
    assert f"{paper.currency} {total:,}" in " ".join("".join(page.extract_text() for page in pages).split())


@PAPERS
def test_each_line_prices_its_quantity_exactly(paper: Paper) -> None:
    for item in read(paper).findall(".//{*}IncludedSupplyChainTradeLineItem"):
        price, basis = Decimal(text(item, "ChargeAmount")), Decimal(text(item, "BasisQuantity"))
        quantity = Decimal(text(item, "BilledQuantity"))
        assert price * quantity / basis == Decimal(text(item, "LineTotalAmount"))


def test_a_line_with_its_share_of_a_discount_is_priced_as_a_whole(schema: etree.XMLSchema) -> None:
    shared = replace(POTS, lines=(replace(POTS.lines[0], quantity=3, amount=Money(1000, "GBP")),))
    tree = read(shared)
    schema.assertValid(tree)
    assert (text(tree, "ChargeAmount"), text(tree, "BasisQuantity")) == ("10.00", "3")


def test_customs_find_code_origin_weight_terms_and_parties() -> None:
    tree = read(SILK)
    code = tree.find(".//{*}ClassCode")
    assert code is not None
    assert (code.get("listID"), code.get("listVersionID"), code.text) == ("HS", "2022", "621410")
    assert "6214100000" in texts(tree, "ApplicableProductCharacteristic", "Value")
    assert texts(tree, "OriginTradeCountry", "ID") == ["VN", "LA"]
    measures = tree.findall(".//{*}ValueMeasure")
    assert [(one.text, one.get("unitCode")) for one in measures] == [("6.600", "KGM"), ("18.720", "KGM")]
    assert text(tree, "DeliveryTypeCode") == "DAP"
    assert text(tree, "InvoiceCurrencyCode") == "CNY"
    assert text(tree, "BuyerTradeParty", "Name") == "北京云裳集团"
    assert text(tree, "ShipToTradeParty", "Name") == "上海云裳商贸有限公司"
    notes = texts(tree, "IncludedNote", "Content")
    assert "Incoterms 2020: DAP 上海" in notes
    assert "Packages: 2; gross weight: 28.100 KGM; net weight: 25.320 KGM" in notes


def test_a_vat_number_makes_it_an_export_free_of_tax_and_none_makes_it_outside_the_tax() -> None:
    assert set(texts(read(POTS), "CategoryCode")) == {"G"}
    assert text(read(POTS), "SellerTradeParty", "SpecifiedTaxRegistration", "ID") == "GB123456782"
    assert set(texts(read(COFFEE), "CategoryCode")) == {"O"}
    assert texts(read(COFFEE), "RateApplicablePercent") == []


def test_a_proforma_is_one_and_what_is_not_originating_says_so() -> None:
    tree = read(STATED, "proforma-invoice")
    assert text(tree, "ExchangedDocument", "TypeCode") == "325"
    notes = texts(tree, "AssociatedDocumentLineDocument", "IncludedNote", "Content")
    assert notes == ["Not covered by the statement on origin"]
    assert any(
        "Registered Exporter RWREX102938475" in note
        for note in texts(tree, "ExchangedDocument", "IncludedNote", "Content")
    )


def test_hostile_texts_stay_texts(schema: etree.XMLSchema) -> None:
    nasty = '</ram:Name><x>&#0; "\x07\ud83d" \U0001f600 ]]> ' + "long " * 500
    nasty = nasty.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    line = replace(POTS.lines[0], description=nasty, sku="<sku>&")
    address = replace(POTS.consignee.address, street="\n".join(f"line {n} <&>" for n in range(9)), area="\x00")
    hostile = replace(POTS, lines=(line,) * 200, consignee=replace(POTS.consignee, address=address))
    tree = read(hostile)
    schema.assertValid(tree)
    assert len(tree.findall(".//{*}IncludedSupplyChainTradeLineItem")) == 200
    assert cast("str", tree.findtext(".//{*}SpecifiedTradeProduct/{*}Name")).startswith("</ram:Name><x>&#0;")


def test_a_currency_without_minor_units_has_none() -> None:
    yen = replace(POTS.lines[0], unit_price=Money(1850, "JPY"))
    paper = replace(
        POTS,
        currency="JPY",
        lines=(yen,),
        freight=None,
        insurance=None,
        charges=(Charge(kind="discount", amount=Money(-100, "JPY")),),
    )
    sums = read(paper)
    assert text(sums, "GrandTotalAmount") == "7300"
    assert text(sums, "AllowanceTotalAmount") == "100"
