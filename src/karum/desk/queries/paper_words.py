"""What the papers of an order are called, what they are for, and which of them customs ask for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from karum.orders.queries import OrderView
from karum.rules import Reason
from karum.rules.statements import Layout, form
from karum.shipping.domain.papers import Kind

_ASKED: dict[str, tuple[Kind, ...]] = {
    "document_invoice": ("commercial-invoice",),
    "document_packing_list": ("packing-list",),
    "document_cn23": ("cn22", "cn23"),
    "document_origin": ("statement-on-origin", "certificate-request"),
}
"""Codes of the receipt's documents -> the papers that answer them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which kinds the frozen receipt asks for, and what it asks for that is not printed here (licences and such)."""

    kinds: frozenset[Kind]
    others: tuple[Reason, ...]


def asked(order: OrderView) -> Asked:
    """By the receipt; an order without one, of which nothing is known, needs the invoice."""
    landed = order.landed
    if landed is None:
        return Asked(frozenset({"commercial-invoice"}), ())
    kinds = frozenset(kind for paper in landed.documents for kind in _ASKED.get(paper.code, ()))
    others = {paper.text: paper for paper in landed.documents if paper.code not in _ASKED}
    return Asked(kinds, tuple(others.values()))


def paper_name(kind: Kind, layout: Layout | None = None) -> str:
    """The paper's name; data for a certificate are named after the office's form."""
    if layout is not None and layout != "certificate-of-origin":
        return _("Data for: %(form)s") % {"form": form(layout).title}
    names: dict[Kind, str] = {
        "commercial-invoice": _("Commercial invoice"),
        "proforma-invoice": _("Proforma invoice"),
        "packing-list": _("Packing list"),
        "cn22": _("Customs form CN22 (small parcels)"),
        "cn23": _("Customs form CN23"),
        "statement-on-origin": _("Statement on origin"),
        "certificate-request": _("Data for a certificate of origin"),
    }
    return names[kind]


def paper_use(kind: Kind) -> str:
    """What the paper is for, in a sentence."""
    return {
        "commercial-invoice": _("Customs reckon duty and tax from it. Put it on the outside of the parcel."),
        "proforma-invoice": _("Before you ship: for an import licence, a permit or a payment from abroad."),
        "packing-list": _("What is in which parcel, how heavy and how large."),
        "cn22": _("The post's short form, up to 300 SDR and 2 kg: enough for this order."),
        "cn23": _("The post's full form, good for any value and weight."),
        "statement-on-origin": _("Your words stand on the invoice too; this sheet is for when it travels alone."),
        "certificate-request": _("What the customs office or the chamber asks for; they issue the certificate."),
    }[kind]
