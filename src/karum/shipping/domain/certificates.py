"""What an office asks for a certificate of origin, filled in from the consignment: a data sheet and its JSON twin."""

import json
from collections.abc import Callable
from typing import Any

from karum.rules.statements import Box
from karum.shipping.domain.papers import Paper, Party
from karum.shipping.domain.tracking import carrier_name
from karum.shipping.domain.writer import Writer, hs_text, printable


def certificate_sheet(paper: Paper, say: Writer) -> dict[str, Any]:
    """Return what the data sheet shows: the boxes of the form in its order, and the goods as a table."""
    assert paper.certificate is not None
    in_english = Writer("en")  # the forms are in English or French: what is copied into them is too
    in_english.isolates = say.isolates
    return {
        "title": paper.certificate.title,
        "under": say.said(paper.origin_under),
        "boxes": [
            {"number": box.number, "heading": box.heading, "fact": box.fact, "lines": _filled(box, paper, in_english)}
            for box in paper.certificate.boxes
        ],
        "goods": [_goods(paper, number, say) for number in _numbers(paper)],
        "unverified": paper.certificate.confidence == "M",
        "url": paper.certificate.url,
    }


def certificate_json(paper: Paper) -> bytes:
    """Return the same facts for a machine: names as in the trade, weights in grams, days as ISO 8601."""
    assert paper.certificate is not None
    say = Writer("en")
    body = {
        "certificate": paper.certificate.layout,
        "title": paper.certificate.title,
        "under": paper.origin_under,
        "number": paper.number,
        "day": paper.day.isoformat(),
        "exporter": _party(paper.seller),
        "consignee": _party(paper.consignee),
        "country_of_destination": paper.consignee.address.country,
        "countries_of_origin": sorted({paper.lines[number - 1].origin for number in _numbers(paper)}),
        "transport": _filled(Box("", "", "transport"), paper, say),
        "gross_weight_g": paper.gross_weight_g,
        "net_weight_g": paper.net_weight_g,
        "packages": [
            {
                "mark": f"{parcel.number}/{len(paper.parcels)}",
                "kind": "parcel",
                "gross_weight_g": parcel.gross_weight_g,
                "tracking_number": parcel.tracking_number,
            }
            for parcel in paper.parcels
        ],
        "goods": [
            {
                "item": number,
                "description": printable(paper.lines[number - 1].description),
                "hs_code": paper.lines[number - 1].hs_code,
                "origin": paper.lines[number - 1].origin,
                "origin_criterion": paper.origin_criterion or None,
                "quantity": paper.lines[number - 1].quantity,
                "net_weight_g": paper.lines[number - 1].net_weight_g * paper.lines[number - 1].quantity,
            }
            for number in _numbers(paper)
        ],
        "boxes": [
            {"number": box.number, "heading": box.heading, "text": _filled(box, paper, say)}
            for box in paper.certificate.boxes
        ],
        "place": paper.place,
        "signer": paper.signer,
    }
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def _numbers(paper: Paper) -> list[int]:
    """The lines that the certificate covers: those of the statement where there is one, else all."""
    numbers = range(1, len(paper.lines) + 1)
    return [number for number in numbers if not paper.origin_lines or number in paper.origin_lines]


def _goods(paper: Paper, number: int, say: Writer) -> dict[str, str]:
    line = paper.lines[number - 1]
    held = [parcel.number for parcel in paper.parcels if any(n == number for n, _count in parcel.contents)]
    marks = held or [parcel.number for parcel in paper.parcels]
    return {
        "number": say.count(number),
        "marks": ", ".join(f"{mark}/{len(paper.parcels)}" for mark in marks),
        "description": say.said(line.description),
        "hs_code": say.code(hs_text(line.hs_code)),
        "origin": line.origin,
        "criterion": paper.origin_criterion,
        "quantity": say.count(line.quantity),
        "net_kg": say.kg(line.net_weight_g * line.quantity),
    }


def _filled(box: Box, paper: Paper, say: Writer) -> list[str]:
    """The lines of text in a box; what is for the office stays empty, the goods have a table of their own."""
    make = _FILL.get(box.fact)
    return make(paper, say) if make is not None else []


def _exporter(paper: Paper, say: Writer) -> list[str]:
    numbers = [f"{scheme.upper()} {value}" for scheme, value in paper.seller.identifiers if scheme != "iban"]
    return say.address(paper.seller) + [say.code(number) for number in numbers]


def _consignee(paper: Paper, say: Writer) -> list[str]:
    return say.address(paper.consignee)


def _transport(paper: Paper, say: Writer) -> list[str]:
    carrier = carrier_name(paper.carrier) if paper.carrier else ""
    numbers = [parcel.tracking_number for parcel in paper.parcels if parcel.tracking_number]
    return [say.said(text) for text in (carrier, *numbers) if text]


def _between(paper: Paper, say: Writer) -> list[str]:
    return [f"{say.country(paper.seller.address.country)} – {say.country(paper.consignee.address.country)}"]


def _origin(paper: Paper, say: Writer) -> list[str]:
    return [say.country(code) for code in sorted({paper.lines[number - 1].origin for number in _numbers(paper)})]


def _invoice(paper: Paper, say: Writer) -> list[str]:
    return [f"{paper.number} · {say.day(paper.day)}", say.code(f"{paper.currency} {say.amount(paper.total)}")]


def _declaration(paper: Paper, say: Writer) -> list[str]:
    return [say.said(paper.signer), f"{say.said(paper.place)} · {say.day(paper.day)}"]


_FILL: dict[str, Callable[[Paper, Writer], list[str]]] = {
    "exporter": _exporter,
    "consignee": _consignee,
    "transport": _transport,
    "between": _between,
    "origin": _origin,
    "dispatch": lambda paper, say: [say.country(paper.seller.address.country)],
    "destination": lambda paper, say: [say.country(paper.consignee.address.country)],
    "invoice": _invoice,
    "declaration": _declaration,
    "remarks": lambda paper, say: [say.said(paper.comments)] if paper.comments else [],
}


def _party(party: Party) -> dict[str, Any]:
    address = party.address
    return {
        "name": party.name,
        "person": address.name,
        "street": address.street,
        "city": address.city,
        "area": address.area,
        "postal_code": address.postal_code,
        "country": address.country,
        "identifiers": {scheme: value for scheme, value in party.identifiers if scheme != "iban"},
    }
