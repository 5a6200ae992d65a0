"""Step 4: pay. A declined card is tried again; a payment that is on its way is waited for; nothing is paid twice."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karum.orders.domain.states import State
from karum.orders.queries.groups import access_group, unpaid_total
from karum.orders.queries.view import OrderView
from karum.orders.services import settle_group, wait_for_money
from karum.parties.services import forgive
from karum.payments import services as payments
from karum.payments.domain import PaymentRecord, PaymentState
from karum.payments.domain.corridors import Corridor
from karum.payments.domain.receipts import GRACE
from karum.payments.forms import PayForm
from karum.payments.providers.sandbox import Sandbox
from karum.payments.queries import instructions, methods, payments_of
from karum.payments.queries.corridors import corridors
from karum.payments.texts import decline_reason

WAIT_S = 3
ATTEMPTS_MAX = 20
"""Payments that may be tried for one checkout: nobody tries out stolen cards here."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how to pay, and pay."""
    orders = access_group(token)
    payment = orders[0].payment
    if payment is not None and payment.is_paid:
        settle_group(orders[0].group_key, now=timezone.now())
        return redirect("orders:done", token)
    paths = _paths(orders)
    stopped = _stopped(request, orders, paths)
    if stopped is not None:
        return stopped
    if payment is not None and payment.is_open and request.method != "POST" and "again" not in request.GET:
        return _wait(request, token, orders, payment)
    country, total = orders[0].destination, unpaid_total(orders)
    blocked = {instrument for path in paths for instrument in path.blocked}
    offered = [method for method in methods(country, total.currency, total) if method.code not in blocked]
    form = PayForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        country=country,
        today=timezone.now().date(),
    )
    declined = decline_reason(payment.reason) if payment and payment.state is PaymentState.DECLINED else ""
    if form.is_bound and len(payments_of(orders[0].group_key)) >= ATTEMPTS_MAX:
        return HttpResponse(status=429)
    if form.is_bound and form.is_valid():
        try:
            payment = payments.start(
                key=_key(request),
                group_key=orders[0].group_key,
                amount=total,
                instrument=form.instrument(),
                now=timezone.now(),
                return_path=reverse("orders:pay", args=[token]),
                provider_code=form.chosen().provider,
            )
        except payments.KeyReused:  # the form is an old one: the sum is another since
            return redirect("orders:pay", token)
        if payment.pay_by and payment.is_open:
            wait_for_money(orders[0].group_key, payment.pay_by + GRACE)
        if payment.is_paid:
            forgive(request, "order")
            settle_group(orders[0].group_key, now=timezone.now())
            return redirect("orders:done", token)
        if payment.action_url and payment.is_open:
            # To another site not straight from a form: browsers hold form-action against redirects, too.
            onward = payment.action_url if payment.action_url.startswith("/") else f"{request.path}?go=1"
            return redirect(onward)
        return redirect("orders:pay", token)
    context = {
        "orders": orders,
        "form": form,
        "corridors": paths,
        "declined": declined,
        "total": total,
        "test_cards": any(m.provider == Sandbox.code and m.asks == "card" for m in offered),
        "due_at": min((o.due_at for o in orders if o.due_at and o.state is State.PLACED), default=None),
        "payment_key": uuid4(),
        "step": 4,
    }
    return render(request, "orders/pay.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Step 5: the numbers, what happens next and when, and an account for the one who wants one."""
    orders = access_group(token)
    if any(order.state is State.PLACED for order in orders):
        return redirect("orders:pay", token)
    return render(request, "orders/done.html", {"orders": orders, "payment": orders[0].payment, "step": 5})


def _wait(request: HttpRequest, token: str, orders: list[OrderView], payment: PaymentRecord) -> HttpResponse:
    """The provider has not said yes or no: look again by itself, with or without script.

    When it is the buyer who sends or brings the money, the page says how much, where and with which reference.
    """
    told = instructions(payment)
    if told is not None:
        context = {"orders": orders, "payment": payment, "told": told, "token": token, "step": 4}
        return render(request, "orders/transfer.html", context)
    response = render(request, "orders/waiting.html", {"orders": orders, "payment": payment, "token": token, "step": 4})
    onward = payment.action_url if "go" in request.GET else ""
    response.headers["Refresh"] = f"0; url={onward}" if onward else str(WAIT_S)
    return response


def _paths(orders: list[OrderView]) -> list[Corridor]:
    """What the payment needs between the buyer's country and each seller's."""
    payments_between = ((order.destination, order.seller.country, order.total) for order in orders)
    return corridors(payments_between, timezone.now().date())


def _stopped(request: HttpRequest, orders: list[OrderView], paths: list[Corridor]) -> HttpResponse | None:
    """Why nobody can pay any more, or at all; None when she can."""
    if all(order.state is not State.PLACED for order in orders):
        return render(request, "orders/too_late.html", {"orders": orders}, status=410)
    if any(path.refused for path in paths):
        return render(request, "orders/pay_refused.html", {"orders": orders, "corridors": paths, "step": 4}, status=403)
    return None


def _key(request: HttpRequest) -> UUID:
    """The key that the form carries: pressing the button twice pays once."""
    try:
        return UUID(request.POST.get("payment_key", ""))
    except ValueError:
        return uuid4()
