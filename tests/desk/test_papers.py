"""The papers at the seller's desk: what is offered when, in which languages, for people and for machines."""

import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from lxml import etree
from pypdf import PdfReader

from karum.money import Money
from karum.orders.models import OrderLine
from karum.orders.queries import access_order_as_seller
from karum.rules import Item, QuoteRequest, landed_cost
from karum.shipping.models import OriginClaim
from karum.shipping.queries import origin_of
from tests.desk.conftest import Firm, buy
from tests.hostile import NASTY, readable

LYON = {"country": "FR", "name": "Claire Martin", "street": "27 rue des Lilas", "city": "Lyon", "postal_code": "69003"}


def receipt(origin: str = "GB", quantity: int = 2) -> dict[str, Any]:
    """The frozen facts of an order of mugs to France, by the rules as they are."""
    found = landed_cost(
        QuoteRequest(
            seller_country="GB",
            destination="FR",
            day=date(2026, 11, 23),
            channel="parcel",
            incoterm="DAP",
            currency="GBP",
            items=(Item("691200", origin, quantity, Money(18_000, "GBP"), weight_g=450),),
            shipping=Money(900, "GBP"),
            fx={"GBP/EUR": Decimal("1.15"), "EUR/GBP": Decimal("0.87")},
            mode="post",
        )
    )
    return {"ship_to": LYON, "landed": found.to_json()}


@pytest.fixture
def french(firm: Firm) -> UUID:
    return buy(firm, destination="FR", facts=receipt())


def page(owner: Client, firm: Firm, order: UUID) -> str:
    return owner.get(firm.url("order", order)).content.decode()


def words(pdf: bytes) -> str:
    return " ".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages).split())


def test_before_the_order_is_taken_there_is_the_proforma_and_afterwards_the_invoice(
    firm: Firm, order: UUID, owner: Client
) -> None:
    proforma = owner.get(firm.url("paper", order, "proforma-invoice"))
    assert "Proforma: an offer of these goods" in words(proforma.content)
    assert "PRO-" in words(proforma.content)
    assert owner.get(firm.url("paper", order, "commercial-invoice")).status_code == 404
    owner.post(firm.url("accept", order))
    assert "I declare that this invoice is true" in words(
        owner.get(firm.url("paper", order, "commercial-invoice")).content
    )
    owner.post(firm.url("deliver", order))
    assert firm.url("paper", order, "proforma-invoice") in page(owner, firm, order)


def test_the_file_for_machines_says_what_the_pdf_says(firm: Firm, order: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", order))
    answer = owner.get(firm.url("twin", order, "commercial-invoice", "xml"))
    assert answer.headers["Content-Type"] == "application/xml"
    assert "attachment" in answer.headers["Content-Disposition"]
    tree = etree.fromstring(answer.content)
    assert tree.findtext(".//{*}GrandTotalAmount") == "45.00"
    assert tree.findtext(".//{*}DuePayableAmount") == "0.00"
    assert "GBP 45.00" in words(owner.get(firm.url("paper", order, "commercial-invoice")).content)
    assert owner.get(firm.url("twin", order, "commercial-invoice", "json")).status_code == 404
    assert owner.get(firm.url("twin", order, "packing-list", "xml")).status_code == 404


def test_what_the_chamber_asks_for_comes_as_a_sheet_and_as_json(firm: Firm, order: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", order))
    sheet = owner.get(firm.url("paper", order, "request-certificate-of-origin"))
    assert "This is not the certificate" in words(sheet.content)
    facts = json.loads(owner.get(firm.url("twin", order, "request-certificate-of-origin", "json")).content)
    assert facts["countries_of_origin"] == ["GB"]
    assert facts["goods"][0]["hs_code"] == "691200"
    assert facts["gross_weight_g"] == 900
    assert [box["number"] for box in facts["boxes"]] == ["1", "2", "3", "4", "5", "6-7", "8", "9"]


def test_papers_come_in_the_languages_of_both_ends(firm: Firm, french: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", french))
    shown = page(owner, firm, french)
    assert firm.url("paper", french, "commercial-invoice") + "?in=fr" in shown
    assert firm.url("paper", french, "cn23") + "?in=fr" not in shown  # English and French on every one by the UPU
    answer = owner.get(firm.url("paper", french, "commercial-invoice"), {"in": "fr"})
    assert "Facture commerciale" in words(answer.content)
    assert "Commercial invoice" in words(
        owner.get(firm.url("paper", french, "commercial-invoice"), {"in": "xx"}).content
    )


def test_the_receipt_says_which_papers_customs_ask_for(firm: Firm, french: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", french))
    shown = page(owner, firm, french)
    invoice, packing = shown.index("Commercial invoice"), shown.index("Packing list")
    assert "needed" in shown[invoice:packing]
    assert "needed" not in shown[packing : packing + 200]


def test_all_papers_of_an_order_in_one_zip(firm: Firm, french: UUID, owner: Client) -> None:
    owner.post(firm.url("accept", french))
    answer = owner.get(firm.url("order-papers", french))
    names = {name.split("-", 3)[-1] for name in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()}
    assert names == {"commercial-invoice.pdf", "commercial-invoice.xml", "packing-list.pdf", "cn23.pdf", "cn22.pdf"}


def test_a_missing_weight_is_told_with_its_place_and_nothing_is_half_made(
    firm: Firm, order: UUID, owner: Client
) -> None:
    owner.post(firm.url("accept", order))
    OrderLine.objects.filter(order_key=order).update(weight_g=0)
    shown = page(owner, firm, order)
    assert "The weight of &#x27;Stoneware mug&#x27; is missing: add it to the product." in shown
    assert f'<a href="{firm.url("products")}">Fill it in</a>' in shown
    for name in ("commercial-invoice", "proforma-invoice", "request-certificate-of-origin"):
        assert firm.url("paper", order, name) + '"' not in shown
    answer = owner.get(firm.url("twin", order, "commercial-invoice", "xml"), follow=True)
    assert "The weight of" in answer.content.decode()
    assert "No papers are ready" in owner.get(firm.url("order-papers", order), follow=True).content.decode()


def test_a_seller_who_can_prove_the_origin_puts_the_agreements_words_on_her_invoice(
    firm: Firm, french: UUID, owner: Client
) -> None:
    owner.post(firm.url("accept", french))
    shown = page(owner, firm, french)
    assert "Trade and Cooperation Agreement between the European Union and the United Kingdom" in shown
    assert "Exporter Reference No" in shown
    form = {"proof": "EU-UK-TCA", "lines": ["1"], "reference": "GB123456782000", "language": "en"}
    refused = owner.post(firm.url("origin", french), form)
    assert refused.status_code == 422
    assert "Tick this only when you can prove the origin" in refused.content.decode()
    assert not OriginClaim.objects.exists()
    owner.post(firm.url("origin", french), form | {"can_prove": "on"})
    claim = origin_of(firm.card.id, french)
    assert claim is not None
    assert claim.text == (
        "The exporter of the products covered by this document (Exporter Reference No GB123456782000) declares that, "
        "except where otherwise clearly indicated, these products are of United Kingdom preferential origin."
    )
    assert claim.text in words(owner.get(firm.url("paper", french, "commercial-invoice")).content)
    assert claim.text in words(owner.get(firm.url("paper", french, "statement-on-origin")).content)
    assert claim.text in owner.get(firm.url("twin", french, "commercial-invoice", "xml")).content.decode()
    owner.post(firm.url("origin", french), {"withdraw": "1"})
    assert claim.text not in words(owner.get(firm.url("paper", french, "commercial-invoice")).content)


def test_above_the_limit_the_exporters_number_is_asked_for(firm: Firm, owner: Client) -> None:
    order = buy(firm, destination="FR", facts=receipt(), quantity=20)
    OrderLine.objects.filter(order_key=order).update(unit_minor=60_000)
    form = {"proof": "EU-UK-TCA", "lines": ["1"], "language": "en", "can_prove": "on"}
    answer = owner.post(firm.url("origin", order), form)
    assert answer.status_code == 422
    assert "Above EUR 6000 only a registered exporter may write this statement" in answer.content.decode()
    assert origin_of(firm.card.id, order) is None


def test_no_input_breaks_the_statement_and_what_was_typed_is_printed_as_text(
    firm: Firm, french: UUID, owner: Client
) -> None:
    owner.raise_request_exception = False
    owner.post(firm.url("accept", french))
    good = {"proof": "EU-UK-TCA", "lines": ["1"], "language": "en", "can_prove": "on"}
    for field in ("proof", "lines", "reference", "criterion", "producer", "language", "can_prove"):
        for nasty in NASTY:
            assert owner.post(firm.url("origin", french), good | {field: readable(nasty)}).status_code < 500, field
    assert owner.post(firm.url("origin", french), good | {"lines": ["2", "-1", "1"]}).status_code == 422
    owner.post(firm.url("origin", french), good | {"reference": '#panic() {origin} "<b>'})
    printed = words(owner.get(firm.url("paper", french, "commercial-invoice")).content)
    assert "#panic() {origin}" in printed


def test_goods_without_a_preference_offer_no_statement(firm: Firm, owner: Client) -> None:
    order = buy(firm, destination="FR", facts=receipt(origin="CN"))
    OrderLine.objects.filter(order_key=order).update(origin="CN")
    assert "State the origin" not in page(owner, firm, order)
    answer = owner.post(firm.url("origin", order), {"proof": "EU-UK-TCA", "lines": ["1"], "can_prove": "on"})
    assert answer.status_code == 422


def test_who_only_packs_states_no_origin_and_a_stranger_sees_no_paper(firm: Firm, french: UUID, signed_in: Any) -> None:
    packer = signed_in("packer")
    assert packer.post(firm.url("origin", french), {"withdraw": "1"}).status_code in (403, 404)
    assert packer.get(firm.url("paper", french, "proforma-invoice")).status_code == 200
    stranger = signed_in("stranger")
    for name in ("paper", "twin"):
        args = ("proforma-invoice",) if name == "paper" else ("proforma-invoice", "xml")
        assert stranger.get(firm.url(name, french, *args)).status_code in (403, 404)
    assert stranger.get(firm.url("order-papers", french)).status_code in (403, 404)


def test_the_buyer_gets_the_proforma_then_the_invoice(firm: Firm, order: UUID, owner: Client) -> None:
    view = access_order_as_seller(firm.card.id, order)
    own = f"/o/{view.token}"
    buyer = Client()
    assert "Proforma invoice (PDF)" in buyer.get(own).content.decode()
    assert "Proforma invoice" in words(buyer.get(own + "/invoice.pdf").content)
    owner.post(firm.url("accept", order))
    assert "Invoice (PDF)" in buyer.get(own).content.decode()
    assert "I declare that this invoice is true" in words(buyer.get(own + "/invoice.pdf").content)
    assert buyer.get("/o/nonsense/invoice.pdf").status_code == 404
