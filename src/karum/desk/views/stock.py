"""Stock of everything on one page."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot
from karum.catalogue.services import NotAccepted, set_stock
from karum.desk.forms.amounts import plain_decimal
from karum.desk.views.door import Desk, door, show
from karum.parties.domain import Role


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
    if request.method == "GET":
        rows = [StockRow(offer, str(offer.available), offer.available) for offer in offers]
        return show(request, desk, "stock.html", {"rows": rows})
    rows, saved = [], 0
    for offer in offers:
        typed = request.POST.get(f"stock-{offer.id}", str(offer.available))
        shown = request.POST.get(f"shown-{offer.id}", "")
        seen = int(shown) if shown.isdecimal() else offer.available
        error, written = _write(desk.seller_id, offer, typed, seen)
        saved += written
        rows.append(
            StockRow(offer, typed if error else plain_decimal(typed), offer.available if error else seen, error)
        )
    if any(row.error for row in rows):
        return show(request, desk, "stock.html", {"rows": rows, "saved": saved, "wrong": True}, status=422)
    if saved:
        messages.success(
            request,
            ngettext("Stock of %(count)s article saved.", "Stock of %(count)s articles saved.", saved)
            % {"count": saved},
        )
    return redirect(desk.url("stock"))


def _write(seller_id: int, offer: OfferSnapshot, typed: str, seen: int) -> tuple[str, bool]:
    """(what is wrong, whether something was written)."""
    digits = plain_decimal(typed)
    if not digits.isdecimal():
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
