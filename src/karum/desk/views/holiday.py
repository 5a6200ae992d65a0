"""Holidays of the shop."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from karum.desk.forms.holiday import HolidayForm
from karum.desk.queries.order_words import TODO
from karum.desk.views.door import Desk, door, show
from karum.orders import queries as orders
from karum.parties.domain import Role
from karum.shipping import services as shipping_writes
from karum.shipping.domain.promise import seller_day
from karum.shipping.queries import dispatch_of


@require_http_methods(["GET", "POST"])
@door("profile", need=Role.MANAGER)
def holiday(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say from when to when the shop is on holiday, or that it is over. Orders that are open stay due."""
    if "end" in request.POST:
        shipping_writes.end_holiday(desk.seller_id)
        messages.success(request, _("The holiday is over: people can order, and you send as always."))
        return redirect(desk.url("holiday"))
    known = desk.holiday
    form = HolidayForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        data, (today, _late) = form.cleaned_data, seller_day(dispatch_of(desk.seller_id), timezone.now())
        refused = shipping_writes.set_holiday(
            desk.seller_id,
            first=data["first"],
            last=data["last"],
            sells=data["mode"] == "sells",
            home=desk.business.country,
            today=today,
        )
        if refused is None:
            messages.success(request, _("Saved. Buyers see these days, and the holiday ends by itself."))
            return redirect(desk.url("holiday"))
        form.refuse(refused)
    counts = orders.counts_of_seller(desk.seller_id)
    context = {"form": form, "known": known, "open_orders": sum(counts.get(state, 0) for state in TODO)}
    return show(request, desk, "holiday.html", context, status=422 if request.method == "POST" else 200)
