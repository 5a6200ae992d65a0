"""Fee invoices: what is issued for each month."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.parties.queries import access_operator, businesses
from karum.reports.domain.months import BadMonth, last_closed, read_month
from karum.reports.queries.invoices import access_invoice, invoices_of_month
from karum.reports.services.invoices import MonthOpen, issue_month
from karum.reports.services.papers import invoice_pdf, paper_language


@login_required
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """``?month=2026-10``; the last closed month without it."""
    access_operator(request.user)
    month = last_closed(timezone.now())
    try:
        wanted = read_month(request.GET["month"]) if request.GET.get("month") else month
    except BadMonth:
        raise Http404 from None
    found = invoices_of_month(wanted)
    names = businesses({card.seller_id for card in found})
    context = {
        "month": wanted,
        "before": wanted.previous,
        "after": wanted.next if wanted < month else None,
        "invoices": [(card, names.get(card.seller_id)) for card in found],
        "tab": "fees",
    }
    return render(request, "hub/fees.html", context)


@login_required
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Issue what is missing of a month. Pressing twice issues once."""
    access_operator(request.user)
    try:
        month = read_month(request.POST.get("month", ""))
        made = issue_month(month, timezone.now())
    except BadMonth:
        raise Http404 from None
    except MonthOpen:
        messages.error(request, _("The month is not closed yet."))
        return redirect("hub:fees")
    messages.success(request, ngettext("%(n)s invoice issued.", "%(n)s invoices issued.", len(made)) % {"n": len(made)})
    return redirect(f"{request.path.removesuffix('/issue')}?month={month}")


@login_required
@require_safe
def invoice(request: HttpRequest, seller_id: int, number: str) -> HttpResponse:
    """One invoice as PDF."""
    access_operator(request.user)
    card = access_invoice(seller_id, number)
    file = invoice_pdf(card, paper_language(get_language() or "en"))
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{card.number}.pdf"'
    return response


@login_required
@require_safe
def invoice_twin(request: HttpRequest, seller_id: int, number: str) -> HttpResponse:
    """The same as XML of EN 16931."""
    access_operator(request.user)
    card = access_invoice(seller_id, number)
    response = HttpResponse(card.xml, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{card.number}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response
