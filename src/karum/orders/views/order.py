"""The buyer's page of one order: where it is, what it cost and why, when the money moves, what she can do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.orders import services
from karum.orders.domain.escrow import HOLDING, Escrow
from karum.orders.domain.instalments import Way
from karum.orders.domain.states import Action, Role, State
from karum.orders.forms import ReasonForm
from karum.orders.queries.orders import access_order_as_buyer
from karum.orders.queries.papers import invoice_kind, languages_for, paper_of
from karum.orders.queries.release_clock import release_clock
from karum.orders.queries.tokens import group_token
from karum.orders.services import Actor, NotDone, act
from karum.orders.services.claim import claim
from karum.orders.views.visit import person_of
from karum.orders.words import cannot_text
from karum.parties.services.limits import too_fast
from karum.payments.queries import instructions
from karum.shipping import services as shipping

INVOICES_MAX = 20
"""Invoices that one visitor may have printed in a minute."""


@never_cache
@require_safe
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about the order that concerns its buyer."""
    found = access_order_as_buyer(token)
    claim([found], request.user)
    may = found.actions(Role.BUYER)
    context = {
        "order": found,
        "pay_token": group_token(found.group_key) if found.state is State.PLACED else "",
        "may_cancel": Action.CANCEL in may,
        "may_confirm": Action.CONFIRM in may,
        "may_confirm_part": not found.stops,
        "balance_due": found.later if found.state is State.READY else None,
        "at_door": instructions(found.payment) if found.way is Way.CASH and found.payment else None,
        "reason": ReasonForm(),
        "invoice": invoice_kind(found),
        "clock": release_clock(found) if found.escrow in HOLDING | {Escrow.RELEASED} else None,
        "kept": found.kept_if_cancelled if Action.CANCEL in may else None,
    }
    return render(request, "orders/order.html", context)


@never_cache
@require_safe
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    """The seller's invoice, once she took the order; before that the proforma, for a licence or a bank."""
    found = access_order_as_buyer(token)
    kind = invoice_kind(found)
    if kind is None:
        raise Http404
    if too_fast(request, "invoice", most=INVOICES_MAX, within_s=60):
        messages.error(request, _("Too many downloads in a row: please wait a minute."))
        return redirect("orders:order", token)
    language = languages_for(found, get_language() or "en")[0]
    response = HttpResponse(shipping.render(kind, paper_of(found, kind), language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}-{kind}.pdf"'
    return response


@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The goods are there and all is well: the escrow opens."""
    return _act(request, token, Action.CONFIRM, _("Thank you. The seller is paid now."))


@require_POST
def confirm_part(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A part of the goods is there and all is well: its money is the seller's."""
    found = access_order_as_buyer(token)
    actor = Actor(Role.BUYER, person_of(request))
    answer = services.confirm_part(found.seller_id, found.key, number, actor, now=timezone.now())
    if isinstance(answer, NotDone):
        messages.error(request, cannot_text(answer.reason))
    else:
        messages.success(request, _("Thank you. The seller is paid for this part now."))
    return redirect("orders:order", token)


@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel before shipping: the money goes back, of a deposit what the terms say; the goods are for sale again."""
    return _act(request, token, Action.CANCEL, _("The order is cancelled. Below stands what goes back to you."))


def _act(request: HttpRequest, token: str, action: Action, said: str) -> HttpResponse:
    found = access_order_as_buyer(token)
    form = ReasonForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    actor = Actor(Role.BUYER, person_of(request))
    answer = act(found.seller_id, found.key, action, actor, now=timezone.now(), note=note)
    if isinstance(answer, NotDone):
        messages.error(request, cannot_text(answer.reason))
    else:
        messages.success(request, said)
    return redirect("orders:order", token)
