"""The papers of an order: downloads, and the statement on origin."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karum.desk.queries.origin import origin_offers
from karum.desk.queries.paper_words import asked, paper_name, paper_use
from karum.desk.services import papers
from karum.desk.views.door import Desk, door, show
from karum.orders import queries as orders
from karum.orders.domain.states import State
from karum.orders.queries import OrderView
from karum.parties.speech import translated
from karum.shipping.domain.facts import Missing
from karum.shipping.queries import origin_of
from karum.shipping.services.papers import PaperIncomplete

BUNDLE_MAX = 50
_KINDS = {"pdf": "application/pdf", "xml": "application/xml", "json": "application/json"}


def paper_context(desk: Desk, order: OrderView) -> dict[str, Any]:
    """What the order's page says of its papers: those that customs ask for first."""
    needs, found = asked(order), papers.documents(order)
    # Where the post's short form is enough, nobody needs the long one.
    needed = needs.kinds - {"cn23"} if any(one.kind == "cn22" for one in found) else needs.kinds
    rows = [
        {
            "code": one.code,
            "name": paper_name(one.kind, one.layout),
            "use": paper_use(one.kind),
            "is_asked": one.kind in needed,
            "missing": [(translated(fact.message), _mend(desk, fact)) for fact in papers.missing(order, one)],
            "languages": papers.languages(order) if one.has_languages else [],
            "twin": one.twin,
        }
        for one in found
    ]
    return {
        "papers": sorted(rows, key=lambda row: not row["is_asked"]),
        "papers_other": needs.others,
        "claim": origin_of(order.seller_id, order.key),
        "certificates": [offer for offer in origin_offers(order) if offer.proof.kind == "certificate"],
    }


@require_GET
@door("orders")
def paper(request: HttpRequest, desk: Desk, key: UUID, kind: str, ending: str = "pdf") -> HttpResponse:
    """One paper as PDF, or as the file for machines beside it; when facts are missing, the order's page says which."""
    order = orders.access_order_as_seller(desk.seller_id, key)
    one = papers.document(order, kind)
    if one is None or ending not in ("pdf", one.twin):
        raise Http404
    try:
        body = papers.pdf(order, one, request.GET.get("in", "")) if ending == "pdf" else papers.twin(order, one)
    except PaperIncomplete as incomplete:
        for fact in incomplete.missing:
            messages.error(request, translated(fact.message))
        return redirect(desk.url("order", key) + "#papers")
    return _file(body, _KINDS[ending], papers.file_name(order, one, ending), inline=ending == "pdf")


@require_GET
@door("orders")
def of_order(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """All papers of one order that are ready, as one zip."""
    order = orders.access_order_as_seller(desk.seller_id, key)
    body, count = papers.bundle([order])
    if not count:
        messages.error(request, _("No papers are ready: the facts that are missing are named below."))
        return redirect(desk.url("order", key) + "#papers")
    return _file(body, "application/zip", f"{order.number}-papers.zip")


@require_GET
@door("orders")
def bundle(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All papers of the chosen orders as one zip."""
    body, count = papers.bundle(chosen_orders(request.GET, desk))
    if not count:
        messages.error(request, _("No papers are ready. Choose orders whose parcels are packed."))
        return redirect(desk.url("orders"))
    return _file(body, "application/zip", f"papers-{timezone.localdate():%Y-%m-%d}.zip")


@require_GET
@door("orders")
def labels(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Labels and customs forms of the chosen orders in one print; ``?size=a4``: four on a sheet that is cut."""
    found = chosen_orders(request.GET, desk)
    made = papers.labels(found, "a4" if request.GET.get("size") == "a4" else "a6")
    for order, facts in made.left_out:
        said = " ".join(translated(fact.message) for fact in facts)
        messages.error(request, _("No label for %(order)s: %(why)s") % {"order": order.number, "why": said})
    if made.left_out:  # the others stay chosen: pressing again prints them
        lacking = {order.key for order, _facts in made.left_out}
        kept = urlencode({"order": [str(order.key) for order in found if order.key not in lacking]}, doseq=True)
        return redirect(desk.url("order", found[0].key) if len(found) == 1 else f"{desk.url('orders')}?{kept}")
    if not made.count:
        messages.error(request, _("There are no labels to print: choose orders that you accepted and not yet sent."))
        return redirect(desk.url("orders"))
    return _file(made.pdf, "application/pdf", f"labels-{timezone.localdate():%Y-%m-%d}.pdf", inline=True)


@require_GET
@door("orders")
def shelf(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What to take from the shelf for the chosen orders, all together and order by order, to print or to tick off."""
    found = [order for order in chosen_orders(request.GET, desk) if order.state in (State.PAID, State.ACCEPTED)]
    if not found:
        messages.error(request, _("Choose orders that are still to be packed."))
        return redirect(desk.url("orders"))
    totals: dict[tuple[str, str], int] = {}
    for order in found:
        for line in order.lines:
            totals[line.sku, line.title] = totals.get((line.sku, line.title), 0) + line.quantity
    rows = [(sku, title, count) for (sku, title), count in sorted(totals.items())]
    return show(request, desk, "shelf.html", {"rows": rows, "orders": found, "now": timezone.now()})


def chosen_orders(data: QueryDict, desk: Desk) -> list[OrderView]:
    """The seller's own orders whose boxes were ticked, those that are due first on top."""
    keys = [key for text in data.getlist("order")[:BUNDLE_MAX] if (key := _key(text))]
    found = orders.orders_of_seller(desk.seller_id, keys=keys, limit=BUNDLE_MAX) if keys else []
    return sorted(orders.with_lines(found), key=lambda order: order.due_at or order.placed_at)


def _mend(desk: Desk, fact: Missing) -> str:
    """Where the fact is filled in; empty where this person may not, or only the buyer can."""
    pages = {"product": "products", "business": "address", "shipping": "shipping"}
    if fact.where == "parcel":
        return "#pack"
    if fact.where == "order":
        return "#origin" if fact.fact == "origin_statement" else ""
    return desk.url(pages[fact.where]) if fact.where in pages and desk.is_manager else ""


def _file(body: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
