"""From a paper to what its page shows: every number and date already written as text, nothing left to decide."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from babel.numbers import format_decimal

from karum.money import Money
from karum.shipping.domain.certificates import certificate_sheet
from karum.shipping.domain.customs_sheets import CN22_ROWS, CN23_ROWS, Sheet, customs_sheet
from karum.shipping.domain.papers import Kind, Language, Paper, PaperParcel, Party
from karum.shipping.domain.tracking import carrier_name
from karum.shipping.domain.writer import RIGHT_TO_LEFT, Writer, hs_text


def sheet(kind: Kind, paper: Paper, language: Language) -> Sheet:
    """Return what the page of ``kind`` shows, as JSON values. The paper must lack no fact (``missing_facts``)."""
    make = _MAKE[kind]
    return {
        "kind": kind.replace("-", "_"),
        "language": language.split("-")[0],
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "number": paper.number,
        **make(paper, Writer(language)),
    }


def _party(party: Party, say: Writer) -> Sheet:
    reach = [text for text in say.reach(party) if text]
    return {"address": say.address(party), "reach": reach, "identifiers": say.identifiers(party)}


def _parties(paper: Paper, say: Writer) -> Sheet:
    return {
        "seller": {**_party(paper.seller, say), "name": say.said(paper.seller.name)},
        "consignee": _party(paper.consignee, say),
        "buyer": _party(paper.buyer, say) if paper.buyer else None,
        "day": say.day(paper.day),
        "order": paper.order_number,
        "order_day": say.day(paper.order_day) if paper.order_day else "",
        "from": say.country(paper.seller.address.country),
        "to": say.country(paper.consignee.address.country),
        "mode": "freight_mode" if paper.mode == "freight" else paper.mode,
        "carrier": carrier_name(paper.carrier) if paper.carrier != "post" else "",
        "tracking": [parcel.tracking_number for parcel in paper.parcels if parcel.tracking_number],
        "parcel_count": say.count(len(paper.parcels)) if paper.parcels else "",
        "net_kg": say.code(f"{say.kg(paper.net_weight_g)} kg"),
        "gross_kg": say.code(f"{say.kg(paper.gross_weight_g)} kg") if _weighed(paper) else "",
    }


def _weighed(paper: Paper) -> bool:
    return bool(paper.parcels) and all(parcel.gross_weight_g for parcel in paper.parcels)


def _invoice(paper: Paper, say: Writer) -> Sheet:
    origins = {line.origin for line in paper.lines}
    return {
        **_parties(paper, say),
        "category": paper.category,
        "incoterm": say.said(f"{paper.incoterm} {paper.incoterm_place}"),
        "payment": say.said(paper.payment_terms),
        "currency": paper.currency,
        "origin": say.country(min(origins)) if len(origins) == 1 else "",
        "lines": [
            {
                "number": say.count(number),
                "description": say.said(line.description),
                "more": [say.said(text) for text in (line.materials, line.sku) if text],
                "hs_code": say.code(hs_text(line.hs_code)),
                "origin": line.origin,
                "quantity": say.count(line.quantity),
                "net_kg": say.kg(line.net_weight_g * line.quantity),
                "unit_price": say.amount(line.unit_price),
                "amount": say.amount(line.total),
                "is_covered": not paper.origin_statement or paper.is_preferential(number),
            }
            for number, line in enumerate(paper.lines, 1)
        ],
        "sums": [[label, say.amount(amount)] for label, amount in _sums(paper)],
        "total": say.code(f"{paper.currency} {say.amount(paper.total)}"),
        "origin_statement": say.said(paper.origin_statement),
        "place": say.said(paper.place),
        "signer": say.said(paper.signer),
    }


def _sums(paper: Paper) -> Iterator[tuple[str, Money]]:
    yield "goods", paper.goods
    if paper.freight is not None:
        yield "freight", paper.freight
    if paper.insurance is not None:
        yield "insurance", paper.insurance
    for charge in paper.charges:
        yield charge.kind, charge.amount


def _packing_list(paper: Paper, say: Writer) -> Sheet:
    return {
        **_parties(paper, say),
        "parcels": [
            {
                "number": say.count(parcel.number),
                "tracking": parcel.tracking_number,
                "size": say.code(_size(parcel)),
                "net_kg": say.kg(sum(packed.net_weight_g for packed in paper.contents(parcel))),
                "gross_kg": say.kg(parcel.gross_weight_g),
                "contents": [
                    {
                        "quantity": say.count(packed.quantity),
                        "description": say.said(packed.line.description),
                        "sku": say.said(packed.line.sku),
                    }
                    for packed in paper.contents(parcel)
                ],
            }
            for parcel in paper.parcels
        ],
        "volume": _volume(paper.parcels, say),
        "units": say.count(sum(line.quantity for line in paper.lines)),
    }


def _size(parcel: PaperParcel) -> str:
    sizes = (parcel.length_mm, parcel.width_mm, parcel.height_mm)
    return " × ".join(f"{Decimal(size) / 10:f}" for size in sizes) if all(sizes) else ""


def _volume(parcels: Iterable[PaperParcel], say: Writer) -> str:
    volumes = [parcel.length_mm * parcel.width_mm * parcel.height_mm for parcel in parcels]
    if not volumes or not all(volumes):
        return ""
    cubic_metres = format_decimal(Decimal(sum(volumes)) / 10**9, "#,##0.000", say.locale, numbering_system="latn")
    return say.code(f"{cubic_metres} m³")


def _statement(paper: Paper, say: Writer) -> Sheet:
    """The statement on a sheet of its own, for an invoice that is already on its way or is another firm's."""
    return {
        **_parties(paper, say),
        "statement": say.said(paper.origin_statement),
        "under": say.said(paper.origin_under),
        "lines": [
            {
                "number": say.count(number),
                "description": say.said(line.description),
                "hs_code": say.code(hs_text(line.hs_code)),
                "origin": say.country(line.origin),
                "quantity": say.count(line.quantity),
                "net_kg": say.kg(line.net_weight_g * line.quantity),
            }
            for number, line in enumerate(paper.lines, 1)
            if paper.is_preferential(number)
        ],
        "place": say.said(paper.place),
        "signer": say.said(paper.signer),
    }


def _certificate(paper: Paper, say: Writer) -> Sheet:
    return {**_parties(paper, say), **certificate_sheet(paper, say)}


def _cn22(paper: Paper, _say: Writer) -> Sheet:
    return customs_sheet(paper, CN22_ROWS)


def _cn23(paper: Paper, _say: Writer) -> Sheet:
    return customs_sheet(paper, CN23_ROWS)


_MAKE: dict[Kind, Callable[[Paper, Writer], Sheet]] = {
    "commercial-invoice": _invoice,
    "proforma-invoice": _invoice,
    "packing-list": _packing_list,
    "cn22": _cn22,
    "cn23": _cn23,
    "statement-on-origin": _statement,
    "certificate-request": _certificate,
}
