"""The invoice for machines: UN/CEFACT Cross Industry Invoice (D16B), in the profile Factur-X 1.0 EXTENDED.

It says what the PDF says, to the cent. What CII has no field for stands in coded notes: the place of the Incoterm
(subject AAR, terms of delivery), gross weight and packages (AAI), statement on origin and IOSS number (CUS).
Code lists: UNTDID 1001 (380 invoice, 325 proforma), 4451 (notes), 7143 (HS), 7161 (charges), 5305 (tax category);
UN/ECE Recommendation 20 (C62 one, KGM kilogram), Recommendation 19 (5 mail).
"""

from collections.abc import Iterator
from decimal import Decimal

from drafthorse.models.accounting import ApplicableTradeTax, CategoryTradeTax, TradeAllowanceCharge
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration, TradeParty
from drafthorse.models.payment import PaymentTerms
from drafthorse.models.product import ProductCharacteristic, ProductClassification
from drafthorse.models.tradelines import LineItem

from karum.money import Money
from karum.shipping.domain.papers import Kind, Line, Paper, Party
from karum.shipping.domain.writer import printable

PROFILE = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
SCHEMA = "FACTUR-X_EXTENDED"
HS_EDITION = "2022"
_TYPES = {"commercial-invoice": ("380", "Commercial invoice"), "proforma-invoice": ("325", "Proforma invoice")}
_CHARGES = {  # kind -> (code of UNTDID 7161, words)
    "freight": ("FC", "Freight"),
    "insurance": ("IN", "Insurance"),
    "handling": ("HD", "Handling"),
    "duty": ("", "Import duty, prepaid"),
    "tax": ("", "Import tax, prepaid"),
    "fees": ("", "Fees"),
}
_DISCOUNT = "95"  # UNTDID 5189
_NO_TAX = "Goods for export: no value added tax of the country of dispatch is charged"


def invoice_xml(paper: Paper, kind: Kind = "commercial-invoice") -> bytes:
    """Return the invoice as XML, checked against the schema. The paper must lack no fact (``missing_facts``)."""
    document = Document()
    document.context.guideline_parameter.id = PROFILE
    _header(document, paper, kind)
    for number, line in enumerate(paper.lines, 1):
        document.trade.items.add(_line(paper, number, line))
    _agreement(document, paper)
    _delivery(document, paper)
    _settlement(document, paper)
    xml: bytes = document.serialize(schema=SCHEMA)
    return xml


def _header(document: Document, paper: Paper, kind: Kind) -> None:
    code, name = _TYPES[kind]
    document.header.id = paper.number
    document.header.name = name
    document.header.type_code = code
    document.header.issue_date_time = paper.day
    for subject, content in _notes(paper):
        document.header.notes.add(IncludedNote(content=content, subject_code=subject))


def _notes(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "AAR", printable(f"Incoterms 2020: {paper.incoterm} {paper.incoterm_place}")
    if paper.parcels and all(parcel.gross_weight_g for parcel in paper.parcels):
        gross, net = _kg(paper.gross_weight_g), _kg(paper.net_weight_g)
        yield "AAI", f"Packages: {len(paper.parcels)}; gross weight: {gross} KGM; net weight: {net} KGM"
    if paper.origin_statement:
        yield "CUS", printable(paper.origin_statement)
    if paper.sender_reference:
        yield "CUS", printable(f"Sender's customs reference: {paper.sender_reference}")
    if paper.comments:
        yield "AAI", printable(paper.comments)


def _line(paper: Paper, number: int, line: Line) -> LineItem:
    item = LineItem()
    item.document.line_id = str(number)
    if paper.origin_statement and not paper.is_preferential(number):
        item.document.notes.add(IncludedNote(content="Not covered by the statement on origin", subject_code="CUS"))
    product = item.product
    if line.sku:
        product.seller_assigned_id = printable(line.sku)
    product.name = printable(line.description)
    if line.materials:
        product.description = printable(line.materials)
    weight = _kg(line.net_weight_g * line.quantity)
    product.characteristics.add(
        ProductCharacteristic(description="Net weight", value_measure=(weight, "KGM"), value=f"{weight} kg")
    )
    if len(line.hs_code) > 6:
        product.characteristics.add(ProductCharacteristic(description="Commodity code", value=line.hs_code))
    product.classifications.add(ProductClassification(class_code=("HS", HS_EDITION, line.hs_code[:6])))
    product.origin.id = line.origin
    # A line that is not the price times the quantity (a share of a discount) is priced as a whole.
    is_plain = line.amount is None or line.amount == line.unit_price * line.quantity
    price, basis = (line.unit_price, 1) if is_plain else (line.total, line.quantity)
    item.agreement.net.amount = price.decimal
    item.agreement.net.basis_quantity = (Decimal(basis), "C62")
    item.delivery.billed_quantity = (Decimal(line.quantity), "C62")
    item.settlement.trade_tax.type_code = "VAT"
    item.settlement.trade_tax.category_code = _category(paper)
    if _category(paper) == "G":
        item.settlement.trade_tax.rate_applicable_percent = Decimal(0)
    item.settlement.monetary_summation.total_amount = line.total.decimal
    return item


def _agreement(document: Document, paper: Paper) -> None:
    agreement = document.trade.agreement
    _party(agreement.seller, paper.seller, tax_number=_tax_number(paper))
    _party(agreement.buyer, paper.buyer or paper.consignee)
    agreement.delivery_terms.type_code = paper.incoterm
    if paper.order_number:
        agreement.buyer_order.issuer_assigned_id = paper.order_number


def _delivery(document: Document, paper: Paper) -> None:
    delivery = document.trade.delivery
    if paper.mode == "post":
        delivery.consignment.movement.mode_code = "5"
    _party(delivery.ship_to, paper.consignee)
    _party(delivery.ship_from, paper.seller)


def _settlement(document: Document, paper: Paper) -> None:
    settlement = document.trade.settlement
    settlement.currency_code = paper.currency
    tax = ApplicableTradeTax()
    tax.calculated_amount = Money.zero(paper.currency).decimal
    tax.type_code = "VAT"
    tax.exemption_reason = _NO_TAX
    tax.basis_amount = paper.total.decimal
    tax.category_code = _category(paper)
    if _category(paper) == "G":
        tax.rate_applicable_percent = Decimal(0)
    settlement.trade_tax.add(tax)
    charges = Money.zero(paper.currency)
    allowances = Money.zero(paper.currency)
    for kind, amount in _extras(paper):
        is_charge = amount >= Money.zero(paper.currency)
        settlement.allowance_charge.add(_extra(paper, kind, amount if is_charge else -amount, is_charge=is_charge))
        if is_charge:
            charges += amount
        else:
            allowances -= amount
    if paper.payment_terms:
        settlement.terms.add(PaymentTerms(description=printable(paper.payment_terms)))
    sums = settlement.monetary_summation
    paid = paper.total if paper.is_paid else Money.zero(paper.currency)
    sums.line_total = paper.goods.decimal
    sums.charge_total = charges.decimal
    sums.allowance_total = allowances.decimal
    sums.tax_basis_total = (paper.total.decimal, None)
    sums.tax_total = (Money.zero(paper.currency).decimal, paper.currency)
    sums.grand_total = (paper.total.decimal, None)
    sums.prepaid_total = paid.decimal
    sums.due_amount = (paper.total - paid).decimal


def _extras(paper: Paper) -> Iterator[tuple[str, Money]]:
    """What is added to the goods, in the order of the PDF; a discount is negative."""
    if paper.freight is not None:
        yield "freight", paper.freight
    if paper.insurance is not None:
        yield "insurance", paper.insurance
    for charge in paper.charges:
        yield charge.kind, charge.amount


def _extra(paper: Paper, kind: str, amount: Money, *, is_charge: bool) -> TradeAllowanceCharge:
    code, words = _CHARGES.get(kind, ("", "Discount")) if is_charge else (_DISCOUNT, "Discount")
    made = TradeAllowanceCharge()
    made.indicator = is_charge
    made.actual_amount = amount.decimal
    if code:
        made.reason_code = code
    made.reason = words
    tax = CategoryTradeTax()
    tax.type_code = "VAT"
    tax.category_code = _category(paper)
    if _category(paper) == "G":
        tax.rate_applicable_percent = Decimal(0)
    made.trade_tax.add(tax)
    return made


def _party(into: TradeParty, party: Party, tax_number: str = "") -> None:
    address = party.address
    numbers = dict(party.identifiers)
    if "eori" in numbers:
        into.id = numbers["eori"]
    into.name = printable(party.name)
    if address.name and address.name != party.name:
        into.contact.person_name = printable(address.name)
    if address.phone:
        into.contact.telephone.number = address.phone
    if party.email:
        into.contact.email.address = party.email
    street = [printable(line) for line in address.street.splitlines() if line.strip()]
    into.address.postcode = address.postal_code
    for place, line in zip(("line_one", "line_two", "line_three"), street, strict=False):
        setattr(into.address, place, line)
    into.address.city_name = printable(address.city or address.area)
    into.address.country_id = address.country
    if address.area and address.city:
        into.address.country_subdivision = printable(address.area)
    if tax_number:
        into.tax_registrations.add(TaxRegistration(id=("VA", tax_number)))
    elif fiscal := numbers.get("tin") or numbers.get("registration"):
        into.tax_registrations.add(TaxRegistration(id=("FC", fiscal)))


def _category(paper: Paper) -> str:
    """G: exported free of tax by a seller with a VAT number; O: outside the scope of that tax (UNTDID 5305)."""
    return "G" if _tax_number(paper) else "O"


def _tax_number(paper: Paper) -> str:
    return "".join(dict(paper.seller.identifiers).get("vat", "").split())


def _kg(grams: int) -> Decimal:
    return (Decimal(grams) / 1000).quantize(Decimal("0.001"))
