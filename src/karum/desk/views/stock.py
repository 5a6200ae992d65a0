"""Stock of everything on one page, and as a file to count by."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karum.catalogue.queries import OfferSnapshot
from karum.catalogue.services import NotAccepted, set_stock
from karum.desk.domain.stock import Counted, NotAStockFile, read_counts
from karum.desk.queries.stock import Shelf, shelves
from karum.desk.views.door import Desk, door, show
from karum.money.typed import is_count, plain_decimal
from karum.parties.domain import Role

PAGE = 100
FILE_BYTES_MAX = 2 * 1024 * 1024
SHOWS = ("all", "low", "out")


@dataclass(frozen=True, slots=True)
class StockRow:
    """One line of the table: what is there, what was typed and what is wrong with it."""

    shelf: Shelf
    typed: str
    shown: int
    error: str = ""
    is_new: bool = False
    """the number comes from a file and is not saved yet"""

    @property
    def offer(self) -> OfferSnapshot:
        return self.shelf.offer


@require_http_methods(["GET", "POST"])
@door("stock", need=Role.MANAGER)
def stock(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Only lines that were changed are written, and only when no order took units in the meantime."""
    everything = shelves(desk.seller_id, get_language() or "en", now=timezone.now())
    if request.method == "GET":
        chosen, words = request.GET.get("show", "all"), request.GET.get("q", "").strip()
        rows = [
            StockRow(one, str(one.offer.available), one.offer.available) for one in _fitting(everything, chosen, words)
        ]
        pages: Page[StockRow] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        return _page(request, desk, everything, pages, pages=pages)
    sent = [one for one in everything if f"stock-{one.offer.id}" in request.POST]
    done, saved = [], 0
    for one in sent:
        typed = request.POST[f"stock-{one.offer.id}"]
        shown = request.POST.get(f"shown-{one.offer.id}", "")
        seen = int(shown) if is_count(shown) else one.offer.available
        error, written = _write(desk.seller_id, one.offer, typed, seen)
        saved += written
        done.append(
            StockRow(one, typed if error else plain_decimal(typed), one.offer.available if error else seen, error)
        )
    if any(row.error for row in done):
        wrong_first = sorted(done, key=lambda row: not row.error)
        return _page(request, desk, everything, wrong_first, status=422)
    if saved:
        messages.success(
            request,
            ngettext("Stock of %(count)s article saved.", "Stock of %(count)s articles saved.", saved)
            % {"count": saved},
        )
    kept = {name: request.GET[name] for name in ("page", "show", "q") if request.GET.get(name)}
    return redirect(f"{desk.url('stock')}?{urlencode(kept)}" if kept else desk.url("stock"))


@require_GET
@door("stock", need=Role.MANAGER)
def stock_file(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A CSV to count by: fill in the column ``available`` and send it back."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.business.slug}-stock-{timezone.localdate()}.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")  # spreadsheets read UTF-8 by it
    out = csv.writer(response)
    out.writerow(["sku", "title", "variant", "available", "sold_30_days"])
    for one in shelves(desk.seller_id, get_language() or "en", now=timezone.now()):
        offer = one.offer
        out.writerow(
            [*(_cell(text) for text in (offer.sku, offer.title, offer.variant_name)), offer.available, one.sold]
        )
    return response


@require_POST
@door("stock", need=Role.MANAGER)
def stock_counted(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What a file would change, to look at and save; nothing is written here."""
    everything = shelves(desk.seller_id, get_language() or "en", now=timezone.now())
    upload = request.FILES.get("file")
    known = {_cell(one.offer.sku): one.offer.available for one in everything}
    try:
        if upload is None or (upload.size or 0) > FILE_BYTES_MAX:
            raise NotAStockFile
        counted = read_counts(upload.read(), known)
    except NotAStockFile:
        messages.error(request, _("Choose a CSV file with the columns “sku” and “available”, at most 2 MB."))
        return redirect(desk.url("stock"))
    rows = _from_file(everything, counted)
    if counted.unknown:
        named = ", ".join(counted.unknown[:10])
        messages.warning(
            request, _("These article numbers are not yours and were left out: %(names)s") % {"names": named}
        )
    if not rows:
        messages.info(request, _("The file changes nothing: all counts are as they are here."))
        return redirect(desk.url("stock"))
    return _page(request, desk, everything, rows, counted=len(rows))


def _from_file(everything: Iterable[Shelf], counted: Counted) -> list[StockRow]:
    wanted: Mapping[str, str] = counted.wanted
    return [
        StockRow(one, count, one.offer.available, is_new=True)
        for one in everything
        if (count := wanted.get(_cell(one.offer.sku))) is not None and plain_decimal(count) != str(one.offer.available)
    ]


def _page(
    request: HttpRequest,
    desk: Desk,
    everything: list[Shelf],
    rows: Iterable[StockRow],
    *,
    pages: Page[StockRow] | None = None,
    counted: int = 0,
    status: int = 200,
) -> HttpResponse:
    names = {"all": _("All"), "low": _("Nearly sold out"), "out": _("Sold out")}
    context = {
        "rows": rows,
        "pages": pages,
        "wrong": status == 422,
        "counted": counted,
        "filters": [(name, label, len(_fitting(everything, name, ""))) for name, label in names.items()],
        "chosen": request.GET.get("show", "all"),
        "words": request.GET.get("q", ""),
        "any": bool(everything),
    }
    return show(request, desk, "stock.html", context, status=status)


def _fitting(everything: Iterable[Shelf], chosen: str, words: str) -> list[Shelf]:
    folded = words.casefold()
    return [
        one
        for one in everything
        if (chosen not in SHOWS[1:] or (one.is_low if chosen == "low" else one.is_out))
        and (not folded or folded in f"{one.offer.title} {one.offer.variant_name} {one.offer.sku}".casefold())
    ]


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


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
