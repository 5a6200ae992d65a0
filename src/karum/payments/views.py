"""The sandbox bank's page: what a buyer sees when her bank asks her to approve (3-D Secure)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from karum.payments import services
from karum.payments.domain import Happening
from karum.payments.providers.sandbox import Sandbox, remember, webhook
from karum.payments.queries import payment_by_key
from karum.runtime.settings import settings


@require_http_methods(["GET", "POST"])
def sandbox_bank(request: HttpRequest, key: UUID) -> HttpResponse:
    """The key is known to the buyer only; it is a random UUID."""
    payment = payment_by_key(key)
    if payment is None or payment.provider != Sandbox.code or not settings().demo:
        raise Http404
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    if not payment.is_open:
        return redirect(back)
    if request.method == "POST":
        yes = request.POST.get("answer") == "approve"
        now = timezone.now()
        happening = Happening.SUCCEEDED if yes else Happening.DECLINED
        remember(key, happening, "" if yes else "not_approved")
        body, headers = webhook(key, happening, payment.amount, now=now, reason="" if yes else "not_approved")
        services.receive_webhook(Sandbox.code, body, headers, now=now)
        return redirect(back)
    return render(request, "payments/sandbox_bank.html", {"payment": payment})
