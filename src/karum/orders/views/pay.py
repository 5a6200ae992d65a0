"""Step 4: pay. A declined card is tried again; a payment that is on its way is waited for; nothing is paid twice."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karum.orders.queries.groups import Bill, access_bill
from karum.orders.services import settle_group, wait_for_money
from karum.orders.services.claim import claim
from karum.parties.services import forgive
from karum.payments import services as payments
from karum.payments.domain import PaymentRecord, PaymentState
from karum.payments.domain.corridors import Corridor, Payer
from karum.payments.domain.receipts import GRACE
from karum.payments.forms import PayForm
from karum.payments.providers.sandbox import Sandbox
from karum.payments.queries import instructions, methods, payments_of
from karum.payments.queries.corridors import corridors, used_by
from karum.payments.queries.payers import payer_of
from karum.payments.texts import decline_reason

WAIT_S = 3
ATTEMPTS_MAX = 20
"""Payments that may be tried for one checkout: nobody tries out stolen cards here."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how to pay, and pay: a checkout, or the balance of one order."""
    bill = access_bill(token)
    payment = bill.payment
    if bill.goes_on or (payment is not None and payment.is_paid):
        settle_group(bill.key, now=timezone.now())
        return redirect("orders:done", token)
    payer = _payer(bill)
    paths = _paths(bill, payer)
    stopped = _stopped(request, bill, paths)
    if stopped is not None:
        return stopped
    if payment is not None and payment.is_open and request.method != "POST" and "again" not in request.GET:
        return _wait(request, token, bill, payment)
    country, total = bill.orders[0].destination, bill.total
    blocked = {instrument for path in paths for instrument in path.blocked}
    offered = [method for method in methods(country, total.currency, total) if method.code not in blocked]
    form = PayForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        country=country,
        today=timezone.now().date(),
    )
    if form.is_bound and len(payments_of(bill.key)) >= ATTEMPTS_MAX:
        return HttpResponse(status=429)
    if form.is_bound and form.is_valid():
        return _start(request, token, bill, form, payer, paths)
    context = {
        "bill": bill,
        "form": form,
        "corridors": paths,
        "declined": decline_reason(payment.reason) if payment and payment.state is PaymentState.DECLINED else "",
        "test_cards": any(m.provider == Sandbox.code and m.asks == "card" for m in offered),
        "payment_key": uuid4(),
        "step": 4,
    }
    return render(request, "orders/pay.html", context, status=422 if form.errors else 200)


def _start(
    request: HttpRequest, token: str, bill: Bill, form: PayForm, payer: Payer, paths: list[Corridor]
) -> HttpResponse:
    """Ask the provider for the money, and lead on to what follows from its answer."""
    try:
        payment = payments.start(
            key=_key(request),
            group_key=bill.key,
            amount=bill.total,
            instrument=form.instrument(),
            now=timezone.now(),
            return_path=reverse("orders:pay", args=[token]),
            provider_code=form.chosen().provider,
            payer=payer,
            limits=[rule for path in paths for rule in path.limits],
        )
    except payments.KeyReused:  # the form is an old one: the sum is another since
        return redirect("orders:pay", token)
    if payment.pay_by and payment.is_open:
        wait_for_money(bill.key, payment.pay_by + GRACE)
    if payment.is_paid:
        forgive(request, "order")
        settle_group(bill.key, now=timezone.now())
        return redirect("orders:done", token)
    if payment.action_url and payment.is_open:
        # To another site not straight from a form: browsers hold form-action against redirects, too.
        onward = payment.action_url if payment.action_url.startswith("/") else f"{request.path}?go=1"
        return redirect(onward)
    return redirect("orders:pay", token)


@never_cache
@require_safe
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Step 5: the numbers, what happens next and when, and an account for the one who wants one."""
    bill = access_bill(token)
    if bill.later:
        return redirect("orders:order", bill.orders[0].token)
    if bill.due:
        return redirect("orders:pay", token)
    claim(bill.orders, request.user)
    return render(request, "orders/done.html", {"orders": bill.orders, "payment": bill.payment, "step": 5})


def _wait(request: HttpRequest, token: str, bill: Bill, payment: PaymentRecord) -> HttpResponse:
    """The provider has not said yes or no: look again by itself, with or without script.

    When it is the buyer who sends or brings the money, the page says how much, where and with which reference.
    """
    told = instructions(payment)
    context = {"bill": bill, "payment": payment, "told": told, "token": token, "step": 4}
    if told is not None:
        return render(request, "orders/transfer.html", context)
    response = render(request, "orders/waiting.html", context)
    onward = payment.action_url if "go" in request.GET else ""
    response.headers["Refresh"] = f"0; url={onward}" if onward else str(WAIT_S)
    return response


def _payer(bill: Bill) -> Payer:
    """Who pays, as limits of a year or a life count her."""
    return payer_of(bill.orders[0].buyer_id, bill.orders[0].email)


def _paths(bill: Bill, payer: Payer) -> list[Corridor]:
    """What the payment needs between the buyer's country and each seller's."""
    payments_between = ((order.destination, order.seller.country, order.total) for order in bill.orders)
    now = timezone.now()
    return corridors(payments_between, now.date(), payer=payer, used=used_by(payer, "", now, but=bill.key))


def _stopped(request: HttpRequest, bill: Bill, paths: list[Corridor]) -> HttpResponse | None:
    """Why nobody can pay any more, or at all; None when she can."""
    if not bill.due:
        return render(request, "orders/too_late.html", {"orders": bill.orders}, status=410)
    if any(path.refused for path in paths):
        return render(request, "orders/pay_refused.html", {"bill": bill, "corridors": paths, "step": 4}, status=403)
    return None


def _key(request: HttpRequest) -> UUID:
    """The key that the form carries: pressing the button twice pays once."""
    try:
        return UUID(request.POST.get("payment_key", ""))
    except ValueError:
        return uuid4()
