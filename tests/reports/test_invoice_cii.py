"""The fee invoice for machines: valid against the schema of EN 16931, and the same to the cent as the PDF."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import drafthorse
import pytest
from django.test import Client
from lxml import etree

from karum.money import Money
from karum.parties.models import Person
from karum.reports.domain.invoice_cii import invoice_xml
from karum.reports.domain.months import Month
from karum.reports.queries.invoices import invoices_of
from karum.reports.services.invoices import issue_month
from tests.reports.conftest import OCTOBER, Firm, buy, deliver

SCHEMA = Path(drafthorse.__file__).parent / "schema" / "Factur-X_1.0.07_EN16931.xsd"
ISSUED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def body(lines: list[tuple[str, int]], tax: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "hub": {"name": "Karum", "country": "GB", "url": "https://hub.example", "tax_number": "GB123456782"},
        "seller": {
            "name": "Kiln Lane \x07Pottery", "country": "GB", "lines": ["Kiln Lane 3", "LS1 4AB Leeds"],
            "identifiers": [["vat", "GB 987 6543 21"], ["registration", "17"]],
        },
        "lines": [{"order": "K-1", "day": "2026-10-14", "kind": kind, "amount_minor": minor} for kind, minor in lines],
        "tax": tax,
    }  # fmt: skip


def read(amount: Money, said: dict[str, Any]) -> etree._Element:
    tree = etree.fromstring(invoice_xml("FI-2026-000001", amount, "2026-10", ISSUED, said))
    etree.XMLSchema(file=str(SCHEMA)).assertValid(tree)
    return tree


def texts(tree: etree._Element, *path: str) -> list[str]:
    return [one.text or "" for one in tree.findall(".//" + "/".join(f"{{*}}{name}" for name in path))]


def sums(tree: etree._Element) -> dict[str, Decimal]:
    (found,) = tree.findall(".//{*}SpecifiedTradeSettlementHeaderMonetarySummation")
    return {etree.QName(one).localname: Decimal(one.text or "") for one in found}


@pytest.mark.parametrize("lines", [[("fee", 180)], [("fee", 101), ("back", -33), ("earlier", 7)], [("fee", 1)] * 7])
@pytest.mark.parametrize("percent", [None, "20", "5.5"])
def test_its_sums_are_those_of_the_invoice(lines: list[tuple[str, int]], percent: str | None) -> None:
    whole = sum(minor for _kind, minor in lines)
    vat = round(whole * Decimal(percent or 0) / (100 + Decimal(percent or 0)))
    tree = read(Money(whole, "GBP"), body(lines, {"percent": percent, "amount_minor": vat} if percent else None))
    found = sums(tree)
    parts = [Decimal(one) for one in texts(tree, "SpecifiedTradeSettlementLineMonetarySummation", "LineTotalAmount")]
    assert sum(parts) == found["LineTotalAmount"] == found["TaxBasisTotalAmount"]
    assert found["GrandTotalAmount"] == found["TotalPrepaidAmount"] == Decimal(whole) / 100
    assert found["LineTotalAmount"] + found["TaxTotalAmount"] == found["GrandTotalAmount"]
    assert found["DuePayableAmount"] == 0
    for item in tree.findall(".//{*}IncludedSupplyChainTradeLineItem"):
        price, quantity = Decimal(texts(item, "ChargeAmount")[0]), Decimal(texts(item, "BilledQuantity")[0])
        assert price >= 0
        assert price * quantity == Decimal(texts(item, "LineTotalAmount")[0])


def test_with_tax_it_names_the_rate_and_both_numbers_and_without_it_neither() -> None:
    stated = read(Money(120, "GBP"), body([("fee", 120)], {"percent": "20", "amount_minor": 20}))
    assert set(texts(stated, "CategoryCode")) == {"S"}
    assert set(texts(stated, "RateApplicablePercent")) == {"20"}
    numbers = stated.findall(".//{*}SpecifiedTaxRegistration/{*}ID")
    assert [(one.get("schemeID"), one.text) for one in numbers] == [("VA", "GB123456782"), ("VA", "GB987654321")]
    bare = read(Money(120, "GBP"), body([("fee", 120)]))
    assert set(texts(bare, "CategoryCode")) == {"O"}
    assert texts(bare, "ExemptionReason") == ["This invoice states no tax"]
    assert [one.get("schemeID") for one in bare.findall(".//{*}SpecifiedTaxRegistration/{*}ID")] == ["FC"]


def test_more_fees_back_than_taken_is_a_credit_note_of_the_amount() -> None:
    note = read(Money(-40, "GBP"), body([("fee", 10), ("back", -50)]))
    assert texts(note, "ExchangedDocument", "TypeCode") == ["381"]
    assert sums(note)["GrandTotalAmount"] == Decimal("0.40")
    assert texts(note, "BuyerTradeParty", "Name") == ["Kiln Lane Pottery"]


def test_yen_have_no_decimals_and_the_period_is_the_month() -> None:
    tree = read(Money(180, "JPY"), body([("fee", 180)]))
    assert sums(tree)["GrandTotalAmount"] == 180
    days = [one.text for one in tree.findall(".//{*}BillingSpecifiedPeriod//{*}DateTimeString")]
    assert days == ["20261001", "20261031"]


@pytest.mark.django_db
def test_seller_and_operator_download_it_and_nobody_else(firm: Firm, other_firm: Firm, client: Client) -> None:
    deliver(firm, buy(firm), OCTOBER)
    issue_month(Month(2026, 10), ISSUED)
    (card,) = invoices_of(firm.card.id)
    mine, hubs = f"/desk/{firm.card.slug}/money/fees/{card.number}.xml", f"/hub/fees/{firm.card.id}/{card.number}.xml"
    client.force_login(other_firm.owner)
    assert client.get(f"/desk/{other_firm.card.slug}/money/fees/{card.number}.xml").status_code == 404
    assert client.get(hubs).status_code == 403
    client.force_login(firm.owner)
    answer = client.get(mine)
    assert (answer["Content-Type"], answer.status_code) == ("application/xml", 200)
    assert sums(etree.fromstring(answer.content))["GrandTotalAmount"] == card.amount.decimal
    assert mine in client.get(f"/desk/{firm.card.slug}/money/statements").text
    client.force_login(Person.objects.create(email="operator@example.org", full_name="Odile", is_operator=True))
    assert client.get(hubs).content == answer.content
    assert hubs in client.get("/hub/fees?month=2026-10").text
