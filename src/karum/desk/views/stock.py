"""Stock of everything on one page."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot
from karum.catalogue.services import NotAccepted, set_stock
from karum.desk.views.door import Desk, door, show
from karum.money.typed import is_count, plain_decimal
from karum.parties.domain import Role

PAGE = 100


@dataclass(frozen=True, slots=True)
class StockRow:
    """One line of the table: what is there, what was typed and what is wrong with it."""

    offer: OfferSnapshot
    typed: str
    shown: int
    error: str = ""


@require_http_methods(["GET", "POST"])
@door("stock", need=Role.MANAGER)
def stock(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Only lines that were changed are written, and only when no order took units in the meantime."""
    offers = catalogue.offers_of_seller(desk.seller_id, get_language() or "en")
    page = Paginator([StockRow(o, str(o.available), o.available) for o in offers], PAGE).get_page(
        request.GET.get("page")
    )
    if request.method == "GET":
        return show(request, desk, "stock.html", {"rows": page, "pages": page})
    rows, saved = [], 0
    for offer in (row.offer for row in page):
        typed = request.POST.get(f"stock-{offer.id}", str(offer.available))
        shown = request.POST.get(f"shown-{offer.id}", "")
        seen = int(shown) if is_count(shown) else offer.available
        error, written = _write(desk.seller_id, offer, typed, seen)
        saved += written
        rows.append(
            StockRow(offer, typed if error else plain_decimal(typed), offer.available if error else seen, error)
        )
    if any(row.error for row in rows):
        return show(request, desk, "stock.html", {"rows": rows, "pages": page, "wrong": True}, status=422)
    if saved:
        messages.success(
            request,
            ngettext("Stock of %(count)s article saved.", "Stock of %(count)s articles saved.", saved)
            % {"count": saved},
        )
    return redirect(f"{desk.url('stock')}?page={page.number}")


def _write(seller_id: int, offer: OfferSnapshot, typed: str, seen: int) -> tuple[str, bool]:
    """(what is wrong, whether something was written)."""
    digits = plain_decimal(typed)
    if not is_count(digits):
        return _("Write a whole number, 0 or more."), False
    wanted = int(digits)
    if wanted == seen:
        return "", False
    if offer.available != seen:
        return (
            _("Orders changed this while you typed: there were %(seen)s, now there are %(now)s. Write the new number.")
            % {"seen": seen, "now": offer.available},
            False,
        )
    try:
        set_stock(seller_id, offer.id, wanted)
    except NotAccepted as refused:
        return " ".join(refused.problems.values()), False
    return "", True
