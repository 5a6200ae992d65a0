"""All orders, one order with its audit trail and its transfers, and what the hub may do with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.disputes.queries import cases_of_order, chargebacks_of_order
from karum.hub.forms import ActForm
from karum.orders.domain.states import Action, Role
from karum.orders.queries import OrderView, access_order_as_operator, recent_orders
from karum.orders.services import Actor, NotDone, act
from karum.orders.words import cannot_text
from karum.parties.queries import access_operator


@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The newest orders of the hub."""
    access_operator(request.user)
    return render(request, "hub/orders.html", {"orders": recent_orders(limit=100), "tab": "orders"})


@login_required
@require_safe
def order(request: HttpRequest, seller_id: int, key: UUID) -> HttpResponse:
    """Everything about one order."""
    access_operator(request.user)
    found = access_order_as_operator(seller_id, key)
    form = ActForm(currency=found.charge.currency, initial={"seen": found.steps})
    return render(request, "hub/order.html", _context(found, form))


@login_required
@require_POST
def act_on(request: HttpRequest, seller_id: int, key: UUID) -> HttpResponse:
    """Cancel, refund or mark as delivered, with a reason that stays in the audit trail."""
    person = access_operator(request.user)
    found = access_order_as_operator(seller_id, key)
    form = ActForm(request.POST, currency=found.charge.currency)
    if not form.is_valid():
        return render(request, "hub/order.html", _context(found, form), status=422)
    answer = act(
        seller_id,
        key,
        Action(form.cleaned_data["action"]),
        Actor(Role.HUB, person.pk),
        now=timezone.now(),
        note=form.cleaned_data["note"],
        amount=form.cleaned_data["amount"],
        seen=form.cleaned_data["seen"],
    )
    if isinstance(answer, NotDone):
        messages.error(request, cannot_text(answer.reason))
    else:
        messages.success(request, _("Done. It stands in the audit trail."))
    return redirect("hub:order", seller_id, key)


def _context(order: OrderView, form: ActForm) -> dict[str, Any]:
    cases = cases_of_order(order.seller_id, order.key)
    return {
        "order": order,
        "may": [action.value for action in order.actions(Role.HUB)],
        "form": form,
        "cases": [(case, reverse("disputes:hub_case", args=[case.key])) for case in cases],
        "chargebacks": chargebacks_of_order(order.seller_id, order.key),
        "tab": "orders",
    }
