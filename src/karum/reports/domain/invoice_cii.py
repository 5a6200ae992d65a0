"""The fee invoice for machines: UN/CEFACT Cross Industry Invoice (D16B), in the profile of EN 16931.

It says what the PDF says, to the cent: fees are taken with the tax in them, so the lines here stand without it.
Code lists: UNTDID 1001 (380 invoice, 381 credit note), 5305 (S standard rate, O outside the scope of tax), UN/ECE
Recommendation 20 (C62 one). Where the invoice states no tax, the category is O with that as its reason, and by rule
BR-O-02 of EN 16931 no VAT number stands there. What it should be between two countries is not known here.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration, TradeParty
from drafthorse.models.payment import PaymentTerms
from drafthorse.models.tradelines import LineItem

from karum.money import Money, allocate
from karum.reports.domain.months import read_month
from karum.shipping.domain.writer import printable

PROFILE = "urn:cen.eu:en16931:2017"
SCHEMA = "FACTUR-X_EN16931"
NOT_STATED = "This invoice states no tax"
TAKEN = "The fee was taken from your sales: there is nothing to pay"
_LINES = {"fee": "Fee of the hub", "back": "Fee of the hub, given back", "earlier": "Fees that were written late"}


def invoice_xml(number: str, amount: Money, month: str, issued_at: datetime, body: dict[str, Any]) -> bytes:
    """Return the invoice as XML, checked against the schema. ``amount`` below zero makes it a credit note.

    ``body`` is that of the stored invoice: hub, seller, lines with their share of ``amount``, tax or None.
    """
    sign = 1 if amount.minor > 0 else -1
    document = Document()
    document.context.guideline_parameter.id = PROFILE
    document.header.id = number
    document.header.type_code = "380" if sign > 0 else "381"
    document.header.issue_date_time = issued_at.astimezone(UTC).date()
    document.header.notes.add(IncludedNote(content=TAKEN))
    tax = body["tax"]
    whole, vat = amount * sign, Money(tax["amount_minor"] * sign if tax else 0, amount.currency)
    shown = _net([line["amount_minor"] * sign for line in body["lines"]], (whole - vat).minor)
    for place, (line, minor) in enumerate(zip(body["lines"], shown, strict=True), 1):
        document.trade.items.add(_line(place, line, Money(minor, amount.currency), tax))
    _parties(document, body, stated=bool(tax))
    _settlement(document, month, whole, vat, tax)
    xml: bytes = document.serialize(schema=SCHEMA)
    return xml


def _net(parts: list[int], whole: int) -> list[int]:
    """The lines without the tax in them: they sum to ``whole``, what was given back stands below zero."""
    above, below = [max(part, 0) for part in parts], [max(-part, 0) for part in parts]
    if not any(below):
        return allocate(whole, above)
    back = sum(below) * whole // sum(parts)
    given = allocate(back, below)
    return [one - other for one, other in zip(allocate(whole + back, above), given, strict=True)]


def _line(place: int, line: dict[str, Any], net: Money, tax: dict[str, Any] | None) -> LineItem:
    """A price is never below zero (BR-27): what was given back is a negative quantity."""
    sign = -1 if net.minor < 0 else 1
    item = LineItem()
    item.document.line_id = str(place)
    item.product.name = _LINES[line["kind"]]
    about = " · ".join(text for text in (line["order"], line["day"]) if text)
    if about:
        item.product.description = printable(about)
    item.agreement.net.amount = (net * sign).decimal
    item.agreement.net.basis_quantity = (Decimal(1), "C62")
    item.delivery.billed_quantity = (Decimal(sign), "C62")
    item.settlement.trade_tax.type_code = "VAT"
    item.settlement.trade_tax.category_code = "S" if tax else "O"
    if tax:
        item.settlement.trade_tax.rate_applicable_percent = Decimal(tax["percent"])
    item.settlement.monetary_summation.total_amount = net.decimal
    return item


def _parties(document: Document, body: dict[str, Any], *, stated: bool) -> None:
    hub, seller = body["hub"], body["seller"]
    issuer, to = document.trade.agreement.seller, document.trade.agreement.buyer
    _party(issuer, hub["name"], [], hub["country"])
    if hub["tax_number"]:
        issuer.tax_registrations.add(TaxRegistration(id=("VA" if stated else "FC", hub["tax_number"])))
    _party(to, seller["name"], seller["lines"], seller["country"])
    vat = dict(seller["identifiers"]).get("vat", "")
    if vat and stated:
        to.tax_registrations.add(TaxRegistration(id=("VA", "".join(vat.split()))))


def _party(into: TradeParty, name: str, lines: list[str], country: str) -> None:
    into.name = printable(name)
    for place, line in zip(("line_one", "line_two", "line_three"), lines, strict=False):
        setattr(into.address, place, printable(line))
    into.address.country_id = country


def _settlement(document: Document, month: str, whole: Money, vat: Money, tax: dict[str, Any] | None) -> None:
    settlement = document.trade.settlement
    settlement.currency_code = whole.currency
    period = read_month(month)
    settlement.period.start = period.first_day
    settlement.period.end = period.last_day
    trade_tax = ApplicableTradeTax()
    trade_tax.calculated_amount = vat.decimal
    trade_tax.type_code = "VAT"
    trade_tax.basis_amount = (whole - vat).decimal
    trade_tax.category_code = "S" if tax else "O"
    if tax:
        trade_tax.rate_applicable_percent = Decimal(tax["percent"])
    else:
        trade_tax.exemption_reason = NOT_STATED
    settlement.trade_tax.add(trade_tax)
    settlement.terms.add(PaymentTerms(description=TAKEN))
    sums = settlement.monetary_summation
    sums.line_total = (whole - vat).decimal
    sums.charge_total = Decimal(0)
    sums.allowance_total = Decimal(0)
    sums.tax_basis_total = ((whole - vat).decimal, None)
    sums.tax_total = (vat.decimal, whole.currency)
    sums.grand_total = (whole.decimal, None)
    sums.prepaid_total = whole.decimal
    sums.due_amount = Decimal(0)
