"""Many orders are sent at once: a list of tracking numbers is shown beside the orders, then one press sends them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from karum.desk.domain.tracking_lists import CHARS_MAX
from karum.desk.forms.tracking import TrackingForm
from karum.desk.queries.tracking import Matched, matched
from karum.desk.views.door import Desk, door, show
from karum.orders.domain.states import Role
from karum.orders.services import Actor, Handover, NotDone, ship
from karum.shipping.domain.parcels import Refused


@require_http_methods(["GET", "POST"])
@door("orders")
def tracking(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Nothing is written until the list was shown; then each order goes by itself: one that cannot stops no other."""
    form = TrackingForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return show(request, desk, "tracking.html", {"form": form}, status=status)
    rows = matched(desk.seller_id, form.lines)
    if "send" in request.POST:
        return _sent(request, desk, rows)
    good, bad = [row for row in rows if not row.problem], [row for row in rows if row.problem]
    left = _lines(bad)
    context = {
        "form": TrackingForm(initial={"text": left}),
        "good": good,
        "bad": bad,
        "lost": form.lost,
        "left": left,
        "text": _lines(good),
    }
    return show(request, desk, "tracking.html", context)


def _sent(request: HttpRequest, desk: Desk, rows: list[Matched]) -> HttpResponse:
    sent = sum(_send(desk, row) for row in rows if not row.problem)
    if sent:
        said = ngettext("%(count)s order sent. The buyer is told.", "%(count)s orders sent. The buyers are told.", sent)
        messages.success(request, said % {"count": sent})
    if sent < len(rows):
        messages.warning(request, _("Some orders moved on meanwhile and were not changed. This is how they stand now."))
    left = request.POST.get("left", "")[:CHARS_MAX]
    if left.strip():  # the lines that did not fit are still there to be mended
        return show(request, desk, "tracking.html", {"form": TrackingForm(initial={"text": left})})
    return redirect(desk.url("orders") + "?show=sent")


def _send(desk: Desk, row: Matched) -> bool:
    assert row.order is not None
    weight_g = sum(line.weight_g * line.quantity for line in row.order.lines)
    parcel = Handover(row.carrier, row.number, weight_g=weight_g)
    actor = Actor(Role.SELLER, desk.person.pk)
    answer = ship(desk.seller_id, row.order.key, [parcel], actor, now=timezone.now())
    return not isinstance(answer, NotDone | Refused)


def _lines(rows: list[Matched]) -> str:
    return "\n".join(f"{row.line.order}\t{row.number}" for row in rows)
