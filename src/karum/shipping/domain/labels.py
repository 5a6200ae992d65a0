"""Labels for parcels: who sends, who receives, the number as a barcode; and the customs form beside it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from karum.shipping.domain.customs_sheets import CN22_ROWS, CN23_ROWS, Sheet, customs_sheet, item_facts
from karum.shipping.domain.papers import Paper, PaperParcel
from karum.shipping.domain.postal_forms import Form
from karum.shipping.domain.tracking import carrier_name
from karum.shipping.domain.writer import Writer

Layout = Literal["a6", "a4"]
"""One label a page for label printers, or four on a sheet that is cut."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One order's parcels. ``form``: the customs form that goes with them; None where none is needed."""

    paper: Paper
    form: Form | None = None
    service: str = ""


def labels_sheet(orders: Sequence[Labelled], layout: Layout) -> Sheet:
    """What the pages show, parcel by parcel: its label, then its CN 22; the larger CN 23 follow at the end."""
    say, small, large = Writer("en"), [], []
    operator = sender = ""
    for one in orders:
        forms = customs_sheet(one.paper, CN22_ROWS if one.form == "cn22" else CN23_ROWS) if one.form else None
        if forms is not None:
            operator, sender = forms["operator"], forms["sender"]
        for place, parcel in enumerate(one.paper.parcels):
            small.append({"label": _label(one, parcel, place, say)})
            if one.form == "cn22" and forms is not None:
                small += [{"cn22": form} for form in forms["forms"] if form["parcel"] == parcel.number]
        if one.form == "cn23" and forms is not None:
            large += forms["forms"]
    number = orders[0].paper.order_number if len(orders) == 1 else ""
    return {
        "number": number,
        "sender": sender or say.said(orders[0].paper.seller.name),
        "operator": operator,
        "layout": layout,
        "forms": [],
        "rows": CN23_ROWS,
        "small": small,
        "large": large,
    }


def _label(one: Labelled, parcel: PaperParcel, place: int, say: Writer) -> Sheet:
    paper = one.paper
    address = paper.consignee.address
    *to, country = say.address(paper.consignee)
    return {
        **item_facts(parcel),
        "from": say.address(paper.seller),
        "to": [line for line in to if line],
        "phone": next((text for text in say.reach(paper.consignee)[1:2] if text), ""),
        "country": say.locale.territories.get(address.country, country).upper(),
        "code": address.country,
        "of": f"{place + 1}/{len(paper.parcels)}" if len(paper.parcels) > 1 else "",
        "order": paper.order_number,
        "is_post": paper.mode == "post",
        "gross_kg": say.kg(parcel.gross_weight_g) if parcel.gross_weight_g else "",
        "service": say.said(one.service) or (carrier_name(paper.carrier) if paper.carrier != "post" else ""),
    }
