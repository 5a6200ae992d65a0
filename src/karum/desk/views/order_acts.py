"""What the seller does with an order. Every act is a POST; a state that moved on meanwhile is an expected no."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from karum.desk.forms.orders import ParcelForm, RefundForm, RefuseForm
from karum.desk.forms.origin import OriginForm
from karum.desk.queries.origin import origin_names
from karum.desk.views.door import Desk, door, show
from karum.desk.views.order_papers import chosen_orders
from karum.desk.views.orders import order_page
from karum.money import Money
from karum.orders import queries as orders
from karum.orders import services as orders_writes
from karum.orders.domain.states import Action, Role, State
from karum.orders.queries.papers import worth_in
from karum.orders.services import Actor, CannotAct, NotDone
from karum.orders.words import cannot_text
from karum.parties.domain import Role as DeskRole
from karum.parties.speech import translated
from karum.rules.statements import words_of
from karum.shipping import services as shipping_writes
from karum.shipping.domain.parcels import Refused

_SAID = (
    CannotAct.UNPAID, CannotAct.WHOLE, CannotAct.TOO_MANY, CannotAct.PAID_MEANWHILE, CannotAct.NOT_COVERED,
    CannotAct.AT_THE_BANK,
)  # fmt: skip
"""Reasons that the seller can do something about."""


@require_POST
@door("orders")
def accept(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    return _act(request, desk, key, Action.ACCEPT, _("Accepted. Now pack it: the papers are below."))


@require_http_methods(["GET", "POST"])
@door("orders")
def accept_many(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The chosen orders are shown once more, then accepted one by one: one that moved on does not stop the others."""
    found = chosen_orders(request.GET if request.method == "GET" else request.POST, desk)
    open_ones = [order for order in found if Action.ACCEPT in order.actions(Role.SELLER)]
    if request.method == "GET":
        if not open_ones:
            messages.error(request, _("Choose orders that wait for your answer."))
            return redirect(desk.url("orders"))
        return show(request, desk, "accept.html", {"orders": open_ones, "others": len(found) - len(open_ones)})
    actor, now = Actor(Role.SELLER, desk.person.pk), timezone.now()
    answers = [orders_writes.act(desk.seller_id, order.key, Action.ACCEPT, actor, now=now) for order in open_ones]
    done = sum(not isinstance(answer, NotDone) for answer in answers)
    if done:
        said = ngettext("%(count)s order accepted. Now pack it.", "%(count)s orders accepted. Now pack them.", done)
        messages.success(request, said % {"count": done})
    if done < len(found) or not found:
        messages.warning(request, _("Some orders moved on meanwhile and were not changed. This is how they stand now."))
    return redirect(desk.url("orders") + "?mark=ship")


@require_POST
@door("orders", need=DeskRole.MANAGER)
def refuse(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    order = orders.access_order_as_seller(desk.seller_id, key)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return order_page(request, desk, order, refuse=form, status=422)
    return _act(request, desk, key, Action.REFUSE, _("Refused. The buyer gets all the money back."), note=form.note)


@require_POST
@door("orders")
def pack(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Add a parcel; with "ship" pressed, also hand the order over."""
    order = orders.access_order_as_seller(desk.seller_id, key)
    form = ParcelForm(request.POST, order=order)
    if order.state is not State.ACCEPTED:
        return _moved_on(request, desk, key)
    if form.is_valid():
        with transaction.atomic():
            made = shipping_writes.add_parcel(
                seller_id=desk.seller_id,
                order_key=key,
                now=timezone.now(),
                handed_over=False,
                **form.facts(),
            )
        if not isinstance(made, Refused):
            if "ship" in request.POST:
                return _act(request, desk, key, Action.SHIP, _("Shipped. The buyer sees the tracking number."))
            messages.success(request, _("The parcel is noted. Print the papers, then hand it over."))
            return redirect(desk.url("order", key) + "#papers")
        form.add_error(made.field if made.field in form.fields else None, translated(made.message))
    return order_page(request, desk, order, parcel=form, status=422)


@require_POST
@door("orders")
def ship(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """The parcels that were packed are with the carrier."""
    order = orders.access_order_as_seller(desk.seller_id, key)
    if not order.new_parcels:
        messages.error(request, _("Add a parcel first."))
        return redirect(desk.url("order", key))
    return _act(request, desk, key, Action.SHIP, _("Shipped. The buyer sees the tracking number."))


@require_POST
@door("orders")
def deliver(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    return _act(request, desk, key, Action.DELIVER, _("Noted. The buyer has some days to look at the goods."))


@require_POST
@door("orders")
def ready(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """The goods are ready: the buyer is asked for the balance."""
    return _act(request, desk, key, Action.READY, _("The buyer is asked for the balance. You ship when it is paid."))


@require_POST
@door("orders")
def unmet(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Nobody paid at the door."""
    return _act(request, desk, key, Action.UNMET, _("Noted. The goods are on their way back to you."))


@require_POST
@door("orders")
def came_back(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Goods that were not paid at the door are back, or with "lost" pressed never will be."""
    if "lost" in request.POST:
        return _act(request, desk, key, Action.WRITE_OFF, _("Noted: the goods did not come back."))
    return _act(request, desk, key, Action.TAKE_BACK, _("Noted. The goods are for sale again."))


@require_POST
@door("orders", need=DeskRole.MANAGER)
def refund(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """Lines are turned into an amount first and shown; only an amount that was seen is given back."""
    order = orders.access_order_as_seller(desk.seller_id, key)
    form = RefundForm(request.POST, order=order)
    if not form.is_valid():
        return order_page(request, desk, order, refund=form, status=422)
    amount: Money | None = form.cleaned_data["amount"]
    if amount is None:
        data = request.POST.copy()
        data["amount"] = form.cleaned_data["of_lines"].text
        shown = RefundForm(data, order=order)
        messages.info(request, _("This is the amount for these lines. Press again to give it back."))
        return order_page(request, desk, order, refund=shown)
    return _act(
        request,
        desk,
        key,
        Action.REFUND,
        _("The money is on its way back to the buyer."),
        note=form.cleaned_data["reason"],
        amount=amount,
        seen=form.cleaned_data["seen"],
    )


@require_POST
@door("orders", need=DeskRole.MANAGER)
def origin(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    """State the origin of the goods, or with "withdraw" pressed take the statement back."""
    order = orders.access_order_as_seller(desk.seller_id, key)
    now, person = timezone.now(), desk.person.pk
    if "withdraw" in request.POST:
        shipping_writes.withdraw_origin(seller_id=desk.seller_id, order_key=key, made_by=person, now=now)
        messages.success(request, _("Taken back. Papers that you print from now on do not hold it."))
        return redirect(desk.url("order", key) + "#papers")
    form = OriginForm(request.POST, order=order)
    if form.is_valid():
        said = words_of(form.chosen.proof, form.cleaned_data["language"])
        lines = form.chosen_lines
        goods = sum((order.lines[number - 1].total for number in lines), Money.zero(order.settlement.currency))
        limit = said.proof.limit
        made = shipping_writes.state_origin(
            seller_id=desk.seller_id,
            order_key=key,
            said=said,
            scheme=form.chosen.scheme,
            origin=origin_names(order, lines, said.language),
            reference=form.cleaned_data.get("reference", ""),
            criterion=form.cleaned_data.get("criterion", ""),
            producer=form.cleaned_data.get("producer", ""),
            lines=lines,
            value=worth_in(order, goods, limit.currency) if limit else None,
            made_by=person,
            now=now,
        )
        if not isinstance(made, Refused):
            messages.success(request, _("Your statement stands on the invoice now."))
            return redirect(desk.url("order", key) + "#papers")
        form.add_error(made.field if made.field in form.fields else None, translated(made.message))
    return order_page(request, desk, order, origin=form, status=422)


def _act(
    request: HttpRequest,
    desk: Desk,
    key: UUID,
    action: Action,
    done: str,
    *,
    note: str = "",
    amount: Money | None = None,
    seen: int | None = None,
) -> HttpResponse:
    orders.access_order_as_seller(desk.seller_id, key)
    actor = Actor(Role.SELLER, desk.person.pk)
    answer = orders_writes.act(
        desk.seller_id, key, action, actor, now=timezone.now(), note=note, amount=amount, seen=seen
    )
    if isinstance(answer, NotDone):
        if answer.reason in _SAID:
            messages.warning(request, cannot_text(answer.reason))
            return redirect(desk.url("order", key))
        return _moved_on(request, desk, key)
    messages.success(request, done)
    return redirect(desk.url("order", key))


def _moved_on(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    messages.warning(request, _("Nothing was changed: the order moved on meanwhile. This is how it stands now."))
    return redirect(desk.url("order", key))
