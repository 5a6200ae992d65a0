"""The papers of an order: built from what was frozen with it, so that a paper printed again says the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from babel.languages import get_official_languages

from karum.money import Money
from karum.orders.domain.instalments import Way
from karum.orders.domain.states import State
from karum.orders.queries.view import OrderView
from karum.payments.queries import fx
from karum.rules.files import groups
from karum.rules.statements import Layout, form, proof_of
from karum.shipping.domain.papers import LANGUAGES, Kind, Language, Line, Paper, PaperParcel, Party
from karum.shipping.domain.postal_forms import form_limits, postal_form
from karum.shipping.queries import origin_of
from karum.shipping.services.papers import paper_problems


def paper_of(order: OrderView, kind: Kind = "commercial-invoice", layout: Layout | None = None) -> Paper:
    """What the papers say. Values in the seller's currency: what she sold for, with her freight.

    layout: the form whose boxes the data for a certificate fill. A proforma has its own number.
    """
    seller, currency = order.seller, order.settlement.currency
    paid = order.state is not State.PLACED and not order.unpaid
    paper = Paper(
        number=f"{'PRO' if kind == 'proforma-invoice' else 'INV'}-{order.number}",
        day=order.placed_at.date() if kind == "proforma-invoice" else _day(order),
        seller=Party(
            address=seller.address,
            trade_name=seller.legal_name,
            identifiers=tuple((card.scheme, card.value) for card in seller.identifiers),
        ),
        consignee=Party(address=order.ship_to, email=order.email),
        currency=currency,
        lines=tuple(
            Line(
                description=line.title,
                hs_code=line.hs_code,
                origin=line.origin,
                quantity=line.quantity,
                unit_price=line.unit,
                net_weight_g=line.weight_g,
                sku=line.sku,
            )
            for line in order.lines
        ),
        order_number=order.number,
        order_day=order.placed_at.date(),
        incoterm=order.incoterm,
        incoterm_place=order.ship_to.city or order.destination,
        payment_terms=_PAID if paid else _LATER.get(order.way, _TO_PAY),
        freight=Money(order.settlement.shipping, currency) if order.settlement.shipping else None,
        mode=order.option.get("mode", "post"),
        carrier=str(order.option.get("carrier", "")),
        parcels=_parcels(order),
        place=seller.address.city,
        signer=seller.address.name or seller.legal_name,
        sender_reference=seller.identifier("ioss"),
        certificate=form(layout) if layout is not None else None,
        is_paid=paid,
    )
    return _with_origin(order, paper)


def invoice_kind(order: OrderView) -> Kind | None:
    """Which invoice there is for the buyer: the proforma until the seller takes the order; None when facts lack.

    An order that was never taken and is over has none.
    """
    if order.reached(State.ACCEPTED) is not None:
        kind: Kind = "commercial-invoice"
    elif order.state in (State.PLACED, State.PAID, State.PROMISED):
        kind = "proforma-invoice"
    else:
        return None
    return None if paper_problems(kind, paper_of(order, kind)) else kind


def crosses_border(order: OrderView) -> bool:
    """Whether customs see the parcel: the countries differ and are not both of the European Union."""
    union = groups()["EU"]
    home, there = order.seller.country, order.destination
    return home != there and not (home in union and there in union)


def small_form_is_enough(order: OrderView) -> bool:
    """Whether the post's small form (CN22) does: by value in Special Drawing Rights, weight and number of lines."""
    return postal_form(paper_of(order), _rates(order, form_limits().basket)) == "cn22"


def worth_in(order: OrderView, amount: Money, currency: str) -> Decimal | None:
    """``amount`` in another currency at the rate of the paper's day; None where no rate is known."""
    rate = fx(amount.currency, currency, _day(order))
    return None if rate is None else amount.decimal * rate.rate


def languages_for(order: OrderView, page: str) -> list[Language]:
    """The languages that help with this order: the page's, English, those of customs at both ends. No one twice.

    Source: official languages of CLDR.
    """
    there = get_official_languages(order.destination, de_facto=True)
    home = get_official_languages(order.seller.country, de_facto=True)
    wanted = [page, "en", *there, *home]
    codes = ["zh-hans" if code.split("_")[0] == "zh" and "Hant" not in code else code for code in wanted]
    return [code for code in dict.fromkeys(codes) if code in LANGUAGES]


_PAID = "Paid in full; held in escrow by the marketplace until delivery."
_TO_PAY = "In advance to the marketplace, which holds it in escrow until delivery."
_LATER = {
    Way.DEPOSIT: "Deposit at order, balance before shipment; held in escrow by the marketplace until delivery.",
    Way.CASH: "Cash on delivery to the marketplace's courier; held in escrow until the goods were inspected.",
}


def _with_origin(order: OrderView, paper: Paper) -> Paper:
    claim = origin_of(order.seller_id, order.key)
    if claim is None:
        return paper
    proof = proof_of(claim.proof)
    return replace(
        paper,
        origin_statement=claim.text,
        origin_lines=claim.lines,
        origin_under=f"{proof.agreement} · {proof.article}" if proof else claim.proof,
        origin_criterion=claim.criterion,
    )


def _rates(order: OrderView, others: Iterable[str]) -> dict[str, Decimal]:
    """The rates by which an amount is told in Special Drawing Rights, of the day of the paper."""
    currency, day = order.settlement.currency, _day(order)
    found = {f"{currency}/{other}": fx(currency, other, day) for other in others}
    return {pair: rate.rate for pair, rate in found.items() if rate is not None}


def _parcels(order: OrderView) -> tuple[PaperParcel, ...]:
    """The parcels as they were weighed; before that one of everything, with the packed weights of the products."""
    if not order.parcels:
        planned_g = sum(line.weight_g * line.quantity for line in order.lines)
        return (PaperParcel(number=1, gross_weight_g=planned_g),)
    return tuple(
        PaperParcel(
            number=parcel.number,
            gross_weight_g=parcel.weight_g,
            length_mm=parcel.length_mm,
            width_mm=parcel.width_mm,
            height_mm=parcel.height_mm,
            tracking_number=parcel.tracking_number,
            contents=parcel.contents,
        )
        for parcel in order.parcels
    )


def _day(order: OrderView) -> date:
    """An invoice has the day on which the seller took the order; before that, the day of the order."""
    return (order.reached(State.ACCEPTED) or order.placed_at).date()
