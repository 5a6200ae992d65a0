"""The buyer's receipt: what she paid for an order, part by part, and what she got back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from karum.orders.queries import access_order_as_buyer
from karum.parties.services.limits import too_fast
from karum.reports.services.papers import paper_language, receipt_pdf

RECEIPTS_MAX = 20
"""Receipts that one visitor may have printed in a minute."""


@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """As PDF in the page's language; there is none before the order is paid."""
    order = access_order_as_buyer(token)
    if order.paid_at is None:
        raise Http404
    if too_fast(request, "receipt", most=RECEIPTS_MAX, within_s=60):
        messages.error(request, _("Too many downloads in a row: please wait a minute."))
        return redirect("orders:order", token)
    file = receipt_pdf(order, paper_language(get_language() or "en"))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{order.number}.pdf"'
    return response
