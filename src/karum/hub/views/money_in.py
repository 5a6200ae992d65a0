"""Money that the hub takes and gives back itself: transfers that are awaited, cash, refunds by its own transfer."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.money import BadAmount, parse
from karum.money.typed import plain_digits
from karum.orders.domain.states import State
from karum.orders.queries import OrderView, group, orders_at_door
from karum.parties.queries import access_operator
from karum.payments import queries, services
from karum.payments.providers import cash
from karum.payments.queries.money_in import Instructions

LONG_AT_DOOR = 14
"""Days after which cash that a courier did not bring is asked for."""


@login_required
@require_safe
def money_in(request: HttpRequest) -> HttpResponse:
    """What is awaited, the oldest first, and what has to go back by hand."""
    access_operator(request.user)
    context = {
        "awaited": [
            (payment, told, uuid4(), group(payment.group_key)) for payment, told in queries.awaited() if payment.pay_by
        ],
        "at_door": [_at_door(order) for order in orders_at_door()],
        "long": LONG_AT_DOOR,
        "refunds": [(refund, queries.payment(refund.payment_id).provider) for refund in queries.manual_refunds()],
        "cash": cash.CODE,
        "tab": "money_in",
    }
    return render(request, "hub/money_in.html", context)


def _at_door(order: OrderView) -> tuple[OrderView, Instructions | None, int | None, UUID]:
    """What is to be taken at the door, and for how many days it has been on its way; None: not shipped yet."""
    sent = order.reached(State.SHIPPED)
    days = (timezone.now() - sent).days if sent else None
    return order, queries.instructions(order.payment) if order.payment else None, days, uuid4()


@login_required
@require_POST
def cash_taken(request: HttpRequest) -> HttpResponse:
    """The desk took cash. Pressing twice counts once: the form carries the receipt's key."""
    person = access_operator(request.user)
    key, payment_key = _uuid(request, "key"), _uuid(request, "payment")
    payment = queries.payment_by_key(payment_key)
    if payment is None or payment.provider != cash.CODE:
        raise Http404
    try:
        amount = parse(plain_digits(request.POST.get("amount", "")).strip(), payment.amount.currency)
    except BadAmount:
        messages.error(request, _("Type the amount that was paid, for example 12.50."))
        return redirect("hub:money_in")
    taken = services.cash_collected(payment_key, amount, str(person), key=key, at=timezone.now())
    said = {
        "paid": _("Paid. The order goes on."),
        "part": _("This is a part. The rest is still awaited."),
        "surplus": _("This order waits for no money any more: it has to go back."),
        "repeated": _("This receipt was written down before."),
    }
    if taken.result in said:
        messages.success(request, said[taken.result])
    else:
        messages.error(request, _("Type the amount that was paid, for example 12.50."))
    return redirect("hub:money_in")


@login_required
@require_POST
def refund_left(request: HttpRequest) -> HttpResponse:
    """Cash was given back at the desk. Refunds by bank are written down when a statement shows the transfer."""
    access_operator(request.user)
    reference = "".join(c for c in request.POST.get("reference", "") if c.isprintable()).strip()
    key = _uuid(request, "refund")
    mine = [r for r in queries.manual_refunds() if r.key == key]
    if mine and queries.payment(mine[0].payment_id).provider != cash.CODE:
        raise Http404
    if not reference:
        messages.error(request, _("Type who took the cash."))
    elif services.refund_transferred(key, reference, now=timezone.now()):
        messages.success(request, _("Written down: the refund has left."))
    else:
        messages.error(request, _("This refund does not wait any more."))
    return redirect("hub:money_in")


@login_required
@require_POST
def refund_again(request: HttpRequest) -> HttpResponse:
    """A provider that did not pay a refund is asked once more."""
    access_operator(request.user)
    if services.try_refund_again(_uuid(request, "refund"), now=timezone.now()):
        messages.success(request, _("The provider is asked again."))
    else:
        messages.error(request, _("This refund does not wait any more."))
    return redirect("hub:money_in")


def _uuid(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None
