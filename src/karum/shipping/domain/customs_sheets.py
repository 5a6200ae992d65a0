"""What the postal customs forms show: one form for each parcel, or more when it has many lines."""

from collections.abc import Mapping
from typing import Any

from karum.money import Money
from karum.parties.domain import show_phone
from karum.shipping.domain import s10
from karum.shipping.domain.code128 import encode
from karum.shipping.domain.papers import Packed, Paper, PaperParcel, Party
from karum.shipping.domain.posts import post
from karum.shipping.domain.writer import SHORT_NAMES, Writer, hs_text, shortened

Sheet = dict[str, Any]
CN22_ROWS, CN23_ROWS = 3, 5
DESCRIPTION_MAX = 120  # letters of one line on a postal form


def customs_sheet(paper: Paper, rows: int) -> Sheet:
    """Postal forms are English and French by the UPU's own layout, and their numbers are plain."""
    say = Writer("en")
    forms = []
    for parcel in paper.parcels:
        contents = paper.contents(parcel)
        sheets = [contents[at : at + rows] for at in range(0, len(contents), rows)]
        forms += [
            _customs_form(paper, parcel, part, contents, f"{place}/{len(sheets)}" if len(sheets) > 1 else "", say)
            for place, part in enumerate(sheets, 1)
        ]
    operator = post(paper.seller.address.country).name or say.country(paper.seller.address.country)
    return {"forms": forms, "rows": rows, "operator": operator, "sender": say.said(paper.seller.name)}


def _customs_form(
    paper: Paper,
    parcel: PaperParcel,
    part: list[Packed],
    contents: list[Packed],
    sheet_of: str,
    say: Writer,
) -> Sheet:
    value = sum((packed.value for packed in contents), Money.zero(paper.currency))
    # The whole consignment's postage stands on its first parcel, so that customs count it once.
    is_first = parcel is paper.parcels[0]
    return {
        **item_facts(parcel),
        "parcel": parcel.number,
        "sheet_of": sheet_of,
        "from": _postal_party(paper.seller, say),
        "to": _postal_party(paper.consignee, say),
        "sender_reference": paper.sender_reference,
        "importer_reference": paper.importer_reference or _first_identifier(paper.consignee),
        "importer_reach": " · ".join(text for text in say.reach(paper.consignee)[1:] if text),
        "lines": [
            {
                "description": shortened(say.said(packed.line.description), DESCRIPTION_MAX),
                "quantity": say.count(packed.quantity),
                "net_kg": say.kg(packed.net_weight_g),
                "value": f"{say.amount(packed.value)} {paper.currency}",
                "hs_code": hs_text(packed.line.hs_code),
                "origin": packed.line.origin,
            }
            for packed in part
        ],
        "gross_kg": say.kg(parcel.gross_weight_g),
        "value": f"{say.amount(value)} {paper.currency}",
        "postage": f"{say.amount(paper.freight)} {paper.currency}" if paper.freight is not None and is_first else "",
        "category": paper.category,
        "comments": say.said(paper.comments),
        "licences": ", ".join(paper.licences),
        "certificates": ", ".join(paper.certificates),
        "invoice": paper.number,
        "day": paper.day.isoformat(),
        "signer": say.said(paper.signer),
    }


def item_facts(parcel: PaperParcel) -> Sheet:
    """The number of an item, as people read it and as bars; empty where it has none yet."""
    number = parcel.tracking_number
    return {"item": number, "item_spaced": _spaced(number), "bars": encode(number) if number else []}


def _spaced(number: str) -> str:
    return s10.spaced(number) if s10.is_s10(number) else number


def _first_identifier(party: Party) -> str:
    return next((f"{SHORT_NAMES.get(scheme, scheme.upper())} {value}" for scheme, value in party.identifiers), "")


def _postal_party(party: Party, say: Writer) -> Mapping[str, str]:
    address = party.address
    business = party.trade_name or address.company
    city = ", ".join(part for part in (address.district, address.city, address.area) if part)
    return {
        "name": say.said(address.name or party.name),
        "business": say.said(business if business != address.name else ""),
        "street": say.said(", ".join(address.street.splitlines())),
        "postcode": address.postal_code,
        "city": say.said(city),
        "country": f"{say.locale.territories.get(address.country, address.country)} ({address.country})",
        "phone": show_phone(address.phone) if address.phone else "",
    }
