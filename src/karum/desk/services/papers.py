"""The papers of an order at the seller's desk: which there are, what they lack, printed one by one or as a zip."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language

from karum.desk.queries.origin import origin_offers
from karum.orders.domain.states import State
from karum.orders.queries import OrderView
from karum.orders.queries.papers import crosses_border, languages_for, paper_of, small_form_is_enough
from karum.rules.statements import LAYOUTS
from karum.rules.statements import Layout as FormLayout
from karum.shipping.domain.certificates import certificate_json
from karum.shipping.domain.cii import invoice_xml
from karum.shipping.domain.facts import Missing
from karum.shipping.domain.labels import Labelled, Layout
from karum.shipping.domain.papers import LANGUAGES, Kind, Language, Paper
from karum.shipping.domain.postal_forms import Form
from karum.shipping.queries import origin_of
from karum.shipping.services.papers import (
    PaperIncomplete,
    label_problems,
    paper_problems,
    render,
    render_labels,
    render_many,
)

Twin = Literal["", "xml", "json"]
_POSTAL: tuple[Form, ...] = ("cn22", "cn23")
_OF_ANY_CHAMBER: FormLayout = "certificate-of-origin"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of an order. ``code`` is its name in addresses and files; ``twin``: the same for machines.

    is_extra: printed when asked for, and not with all the others.
    """

    code: str
    kind: Kind
    layout: FormLayout | None = None
    twin: Twin = ""
    is_extra: bool = False

    @property
    def has_languages(self) -> bool:
        """The post's forms are English and French by the UPU's own layout."""
        return self.kind not in ("cn22", "cn23")


def documents(order: OrderView) -> list[Document]:
    """The papers that this order needs or may need. Before the seller takes it there is only the proforma."""
    abroad = crosses_border(order)
    twin: Twin = "xml" if abroad else ""
    if order.state is State.PAID:
        return [Document("proforma-invoice", "proforma-invoice", twin=twin)]
    found = [Document("commercial-invoice", "commercial-invoice", twin=twin), Document("packing-list", "packing-list")]
    if abroad and order.option.get("mode", "post") == "post":
        found.append(Document("cn23", "cn23"))
        if small_form_is_enough(order):
            found.append(Document("cn22", "cn22"))
    if origin_of(order.seller_id, order.key) is not None:
        found.append(Document("statement-on-origin", "statement-on-origin"))
    if abroad:
        wanted = {layout for one in origin_offers(order) for layout in (one.proof.layout, one.proof.instead) if layout}
        found += [
            Document(f"request-{layout}", "certificate-request", layout, "json", is_extra=layout not in wanted)
            for layout in LAYOUTS
            if layout in wanted or layout == _OF_ANY_CHAMBER
        ]
    if order.state is State.ACCEPTED:
        found.append(Document("proforma-invoice", "proforma-invoice", twin=twin, is_extra=True))
    return found


def document(order: OrderView, code: str) -> Document | None:
    return next((one for one in documents(order) if one.code == code), None)


def missing(order: OrderView, one: Document) -> list[Missing]:
    """What keeps the paper from being printed, and where to mend it."""
    return paper_problems(one.kind, _paper(order, one))


def pdf(order: OrderView, one: Document, language: str = "") -> bytes:
    """The paper in ``language``, else in the page's. Raises PaperIncomplete when facts are missing."""
    return render(one.kind, _paper(order, one), _language(language))


def twin(order: OrderView, one: Document) -> bytes:
    """The paper for machines. Raises PaperIncomplete when facts are missing: no file is half made."""
    problems = missing(order, one)
    if problems:
        raise PaperIncomplete(problems)
    paper = _paper(order, one)
    return invoice_xml(paper, one.kind) if one.twin == "xml" else certificate_json(paper)


def file_name(order: OrderView, one: Document, ending: str = "pdf") -> str:
    return f"{order.number}-{one.code}.{ending}"


def languages(order: OrderView) -> list[Language]:
    """The languages in which the papers of this order help, the page's first."""
    return languages_for(order, _language())


def bundle(orders: Iterable[OrderView]) -> tuple[bytes, int]:
    """A zip of all papers that are ready, with those for machines beside them, and how many papers there are."""
    ready = [
        (order, one) for order in orders for one in documents(order) if not one.is_extra and not missing(order, one)
    ]
    printed = render_many([(one.kind, _paper(order, one), _language()) for order, one in ready])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for (order, one), body in zip(ready, printed, strict=True):
            archive.writestr(file_name(order, one), body)
            if one.twin:
                archive.writestr(file_name(order, one, one.twin), twin(order, one))
    return out.getvalue(), len(ready)


@dataclass(frozen=True, slots=True)
class Labels:
    """One PDF for all parcels that are ready (empty where none is), and the orders that lack something, with what."""

    pdf: bytes
    count: int
    left_out: tuple[tuple[OrderView, tuple[Missing, ...]], ...]


def labels(orders: Iterable[OrderView], layout: Layout) -> Labels:
    """The labels of the orders' parcels, each with the post's customs form where it needs one.

    Parcels that are handed over already, or not accepted yet, have no label; CN 22 where the short form is enough.
    """
    ready, lacking, wanting = [], [], [order for order in orders if order.state is State.ACCEPTED]
    for order in wanting:
        form: Form | None = next((kind for kind in _POSTAL if document(order, kind)), None)
        one = Labelled(paper_of(order, form or "packing-list"), form, str(order.option.get("name", "")))
        problems = label_problems(one)
        if problems:
            lacking.append((order, tuple(problems)))
        else:
            ready.append(one)
    return Labels(render_labels(ready, layout) if ready else b"", len(ready), tuple(lacking))


def _paper(order: OrderView, one: Document) -> Paper:
    return paper_of(order, one.kind, one.layout)


def _language(language: str = "") -> Language:
    spoken = language if language in LANGUAGES else get_language() or "en"
    return next((known for known in LANGUAGES if known == spoken), "en")
