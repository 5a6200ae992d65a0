"""Which facts a paper still lacks: a paper never has a blank where the law wants a fact."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from babel import Locale

from karum.parties.domain import PostalAddress
from karum.parties.domain.words import Said
from karum.parties.domain.words import gettext_noop as _
from karum.shipping.domain.papers import INVOICES, Kind, Line, Paper, PaperParcel, Party

Where = Literal["order", "business", "address", "product", "parcel", "shipping"]
INCOTERMS = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")  # ICC Incoterms 2020
_HS = re.compile(r"[0-9]{6,10}")
_COUNTRIES = Locale("en").territories


@dataclass(frozen=True, slots=True)
class Missing:
    """One fact that a paper lacks. ``where`` is the screen to mend it; ``karum.parties.speech.translated`` says it."""

    fact: str
    message: Said
    where: Where


def missing_facts(kind: Kind, paper: Paper) -> list[Missing]:
    """Return what ``paper`` lacks to be printed as ``kind``, in the order of the paper; empty when it is complete."""
    return list(_missing(kind, paper))


def _missing(kind: Kind, paper: Paper) -> Iterator[Missing]:
    if not paper.number:
        yield Missing("number", Said(_("The invoice number is missing: give the order one.")), "order")
    yield from _party(paper.seller, seller=True)
    yield from _party(paper.consignee, seller=False)
    if not paper.lines:
        yield Missing("lines", Said(_("There is nothing in this consignment: choose what to send.")), "order")
    for line in paper.lines:
        yield from _line(line, with_customs=kind != "packing-list")
    if kind in INVOICES:
        yield from _terms(paper)
    elif kind == "statement-on-origin":
        yield from _origin(paper)
    else:
        yield from _parcels(paper)
    if kind != "packing-list":
        yield from _signature(paper)


def _party(party: Party, *, seller: bool) -> Iterator[Missing]:
    where: Where = "business" if seller else "address"
    address: PostalAddress = party.address
    if not party.name:
        said = _("Your business has no name.") if seller else _("The consignee has no name.")
        yield Missing("name", Said(said), where)
    if not address.street and not address.city:
        said = (
            _("Your business has no street and no city.") if seller else _("The consignee has no street and no city.")
        )
        yield Missing("street", Said(said), where)
    if address.country not in _COUNTRIES:
        said = _("Your business has no country.") if seller else _("The consignee has no country.")
        yield Missing("country", Said(said), where)


def _line(line: Line, *, with_customs: bool) -> Iterator[Missing]:
    name = line.description.strip() or line.sku or "?"
    if not line.description.strip():
        said = Said(_("The description of '%(product)s' is missing: add it to the product."), product=name)
        yield Missing("description", said, "product")
    if line.quantity < 1:
        yield Missing("quantity", Said(_("The quantity of '%(product)s' must be at least 1."), product=name), "order")
    if line.net_weight_g <= 0:
        said = Said(_("The weight of '%(product)s' is missing: add it to the product."), product=name)
        yield Missing("net_weight_g", said, "product")
    if not with_customs:
        return
    if not _HS.fullmatch(line.hs_code):
        said = (
            Said(_("The HS code of '%(product)s' needs six to ten digits: mend it in the product."), product=name)
            if line.hs_code
            else Said(_("The HS code of '%(product)s' is missing: add it to the product."), product=name)
        )
        yield Missing("hs_code", said, "product")
    if line.origin not in _COUNTRIES:
        said = Said(_("The country of origin of '%(product)s' is missing: add it to the product."), product=name)
        yield Missing("origin", said, "product")


def _terms(paper: Paper) -> Iterator[Missing]:
    if paper.incoterm not in INCOTERMS:
        said = Said(_("The Incoterm is missing: set it in the offer, for example DAP."))
        yield Missing("incoterm", said, "product")
    if not paper.incoterm_place:
        said = Said(_("The named place of the Incoterm is missing: it is where the buyer's risk begins."))
        yield Missing("incoterm_place", said, "order")


def _origin(paper: Paper) -> Iterator[Missing]:
    if not paper.origin_statement:
        said = Said(_("Nobody has stated the origin yet: say in the order that you can prove it."))
        yield Missing("origin_statement", said, "order")


def _signature(paper: Paper) -> Iterator[Missing]:
    if not paper.signer:
        said = Said(_("Nobody signs: add the name of the person who answers for the declaration."))
        yield Missing("signer", said, "business")
    if not paper.place:
        yield Missing("place", Said(_("The place of signing is missing: add your business's city.")), "business")


def _parcels(paper: Paper) -> Iterator[Missing]:
    if not paper.parcels:
        said = Said(_("No parcel is packed yet: add the parcel with its weight."))
        yield Missing("parcels", said, "parcel")
        return
    for parcel in paper.parcels:
        yield from _parcel(parcel, paper)
    yield from _packing(paper)


def _parcel(parcel: PaperParcel, paper: Paper) -> Iterator[Missing]:
    if parcel.gross_weight_g <= 0:
        said = Said(_("The weight of parcel %(number)s is missing: weigh it with its wrapping."), number=parcel.number)
        yield Missing("gross_weight_g", said, "parcel")
    elif all(1 <= line <= len(paper.lines) for line, _quantity in parcel.contents):
        net_g = sum(packed.net_weight_g for packed in paper.contents(parcel))
        if net_g > parcel.gross_weight_g:
            msgid = _("Parcel %(number)s weighs %(gross)s g with its wrapping, but its contents weigh %(net)s g.")
            values: dict[str, Any] = {"number": parcel.number, "gross": parcel.gross_weight_g, "net": net_g}
            yield Missing("gross_weight_g", Said(msgid, **values), "parcel")


def _packing(paper: Paper) -> Iterator[Missing]:
    """What is in the parcels must be what is in the order: no more, no less, each unit in one parcel."""
    if len(paper.parcels) == 1 and not paper.parcels[0].contents:
        return
    packed: Counter[int] = Counter()
    for parcel in paper.parcels:
        if not parcel.contents:
            said = Said(_("Say what is in parcel %(number)s."), number=parcel.number)
            yield Missing("contents", said, "parcel")
        for number, quantity in parcel.contents:
            packed[number] += quantity
    if any(not 1 <= number <= len(paper.lines) for number in packed):
        yield Missing("contents", Said(_("A parcel holds something that is not in the order.")), "parcel")
        return
    for number, line in enumerate(paper.lines, 1):
        if packed[number] != line.quantity:
            msgid = _("The parcels hold %(packed)s of '%(product)s', the order %(ordered)s.")
            values: dict[str, Any] = {"packed": packed[number], "product": line.description, "ordered": line.quantity}
            yield Missing("contents", Said(msgid, **values), "parcel")
