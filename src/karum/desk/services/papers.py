"""The papers of an order: built from what was frozen with it, so that a paper printed again says the same."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language

from karum.money import Money
from karum.orders.domain.states import State
from karum.orders.queries import OrderView
from karum.payments.queries import fx
from karum.shipping.domain.papers import LANGUAGES, Kind, Language, Line, Paper, PaperParcel, Party
from karum.shipping.domain.postal_forms import form_limits, postal_form
from karum.shipping.services.papers import paper_problems, render, render_many

ALWAYS: tuple[Kind, ...] = ("commercial-invoice", "packing-list")


def kinds(order: OrderView) -> list[Kind]:
    """The papers that this order needs. Postal forms only for the post, the small one only for small parcels."""
    found = [*ALWAYS]
    if order.option.get("mode", "post") == "post" and order.destination != order.seller.country:
        found.append("cn23")
        if postal_form(paper_of(order), _rates(order)) == "cn22":
            found.append("cn22")
    return found


def paper_of(order: OrderView) -> Paper:
    """What the papers say. Values in the seller's currency: what she sold for, with her freight."""
    seller, currency = order.seller, order.settlement.currency
    return Paper(
        number=f"INV-{order.number}",
        day=_day(order),
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
        payment_terms="Paid in full; held in escrow by the marketplace until delivery.",
        freight=Money(order.settlement.shipping, currency) if order.settlement.shipping else None,
        mode=order.option.get("mode", "post"),
        carrier=str(order.option.get("carrier", "")),
        parcels=_parcels(order),
        place=seller.address.city,
        signer=seller.address.name or seller.legal_name,
        sender_reference=seller.identifier("ioss"),
    )


def missing(order: OrderView, kind: Kind) -> list[str]:
    """What keeps the paper from being printed, in English sentences that ``translated`` says in the page's language."""
    return [one.message for one in paper_problems(kind, paper_of(order))]


def pdf(order: OrderView, kind: Kind) -> bytes:
    """Raises PaperIncomplete when facts are missing."""
    return render(kind, paper_of(order), _language())


def file_name(order: OrderView, kind: Kind) -> str:
    return f"{order.number}-{kind}.pdf"


def bundle(orders: Iterable[OrderView]) -> tuple[bytes, int]:
    """A zip of all papers that are ready, and how many there are."""
    ready = [
        (file_name(order, kind), (kind, paper_of(order), _language()))
        for order in orders
        for kind in kinds(order)
        if not missing(order, kind)
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for (name, _paper), body in zip(ready, render_many([paper for _name, paper in ready]), strict=True):
            archive.writestr(name, body)
    return out.getvalue(), len(ready)


def _rates(order: OrderView) -> dict[str, Decimal]:
    """The rates by which an amount is told in Special Drawing Rights, of the day of the paper."""
    currency, day = order.settlement.currency, _day(order)
    found = {f"{currency}/{other}": fx(currency, other, day) for other in form_limits().basket}
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


def _language() -> Language:
    language = get_language() or "en"
    return next((known for known in LANGUAGES if known == language), "en")
