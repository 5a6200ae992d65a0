"""Where can I sell this? All markets in one table, for one offer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karum.catalogue import queries as catalogue
from karum.catalogue.queries import OfferSnapshot
from karum.desk.queries.markets import SHOWS, SORTS, as_csv, market_rows, ordered
from karum.desk.views.door import Desk, door, show
from karum.orders.reasons import reason_text
from karum.parties.domain import Role

_SHOW_NAMES = {
    "all": gettext_lazy("All markets"),
    "ready": gettext_lazy("Ready to sell"),
    "restricted": gettext_lazy("Under conditions"),
    "unshipped": gettext_lazy("You do not ship there"),
    "unknown": gettext_lazy("Price not known"),
    "forbidden": gettext_lazy("Not allowed"),
}
_SORT_NAMES = {
    "ease": gettext_lazy("Easiest first"),
    "price": gettext_lazy("Lowest price at the door"),
    "duty": gettext_lazy("Lowest duty"),
    "name": gettext_lazy("By name"),
}


@require_GET
@door("products", need=Role.MANAGER)
def markets(request: HttpRequest, desk: Desk, product_id: int) -> HttpResponse:
    """``?offer=`` the variant, ``?show=`` which markets, ``?sort=`` in which order."""
    offers = _offers(desk, product_id)
    offer = _chosen(offers, request)
    rows = market_rows(desk.business, offer, now=timezone.now())
    chosen = _word(request, "show", SHOWS)
    sort = _word(request, "sort", SORTS)
    counts = {name: sum(row.show == name for row in rows) for name in SHOWS} | {"all": len(rows)}
    context = {
        "product_id": product_id,
        "offers": offers,
        "offer": offer,
        "rows": ordered((row for row in rows if chosen in ("all", row.show)), sort),
        "filters": [(name, _SHOW_NAMES[name], counts[name]) for name in SHOWS if counts[name]],
        "chosen": chosen,
        "sorts": [(name, _SORT_NAMES[name]) for name in SORTS],
        "sort": sort,
        "saving": sum(1 for row in rows if row.best),
    }
    return show(request, desk, "markets.html", context)


@require_GET
@door("products", need=Role.MANAGER)
def markets_file(request: HttpRequest, desk: Desk, product_id: int) -> HttpResponse:
    """The whole table as CSV."""
    offer = _chosen(_offers(desk, product_id), request)
    rows = ordered(market_rows(desk.business, offer, now=timezone.now()), "ease")
    response = HttpResponse(as_csv(rows, reason_text), content_type="text/csv; charset=utf-8")
    name = f"markets-{product_id}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _word(request: HttpRequest, name: str, known: tuple[str, ...]) -> str:
    """One of the known words; the first of them for anything else."""
    word = request.GET.get(name, "")
    return word if word in known else known[0]


def _offers(desk: Desk, product_id: int) -> list[OfferSnapshot]:
    """The seller's own offers of this product. Raises Http404 when she has none."""
    mine = catalogue.offers_of_seller(desk.seller_id, get_language() or "en")
    found = [offer for offer in mine if offer.product_id == product_id]
    if not found:
        raise Http404(_("You do not sell this."))
    return found


def _chosen(offers: list[OfferSnapshot], request: HttpRequest) -> OfferSnapshot:
    asked = request.GET.get("offer", "")
    return next((offer for offer in offers if str(offer.id) == asked), offers[-1])
