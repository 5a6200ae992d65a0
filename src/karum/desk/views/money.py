"""The money page, for a tired person: held, due, on its way, in reserve, owed, paid; statements and fee invoices."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karum.desk.queries import money as desk_money
from karum.desk.views.door import Desk, door, show
from karum.money import Money
from karum.orders.terms import terms
from karum.parties.domain import Role
from karum.parties.services.limits import too_fast
from karum.payments import queries as payments
from karum.reports import files
from karum.reports.domain.months import BadMonth, month_of, read_month
from karum.reports.queries import invoices, statements
from karum.reports.services import papers

PAPERS_MAX = 20
"""Papers that one visitor may have printed in a minute."""


@require_GET
@door("money", need=Role.MANAGER)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    zero = Money.zero(desk.business.currency)
    purse = desk_money.purse(desk.seller_id)
    now = timezone.now()
    context = {
        "purse": purse,
        "yours": purse.sums.yours or [zero],
        "due": purse.sums.due or [zero],
        "paid": purse.sums.paid or [zero],
        "sheets": statements.sheets(desk.seller_id, month_of(now).since, now),
        "payouts": payments.payouts_of(desk.seller_id, limit=20),
        "limits": payments.tier_of(desk.seller_id, now=now),
        "account": payments.bank_account(desk.seller_id, desk.business.currency),
        "fee_rate": Decimal(terms().fee_bp) / 10_000,
        "today": timezone.localdate(),
    }
    return show(request, desk, "money.html", context)


@require_GET
@door("money", need=Role.MANAGER)
def statement(request: HttpRequest, desk: Desk) -> HttpResponse:
    """``?from=2026-11-01&to=2026-11-30``; a day that cannot be read is left out."""
    text = desk_money.statement(desk.seller_id, _day(request.GET.get("from", "")), _day(request.GET.get("to", "")))
    return _csv(text, f"statement-{desk.business.slug}-{timezone.localdate().isoformat()}.csv")


@require_GET
@door("money", need=Role.MANAGER)
def months(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every closed month, and the hub's fee invoices."""
    context = {
        "months": statements.months_of(desk.seller_id, timezone.now()),
        "invoices": invoices.invoices_of(desk.seller_id),
    }
    return show(request, desk, "statements.html", context)


@require_GET
@door("money", need=Role.MANAGER)
def month(request: HttpRequest, desk: Desk, name: str, ending: str) -> HttpResponse:
    """The statement of a closed month, as PDF in the page's language or as CSV."""
    try:
        wanted = read_month(name)
    except BadMonth:
        raise Http404 from None
    if ending not in ("pdf", "csv") or wanted not in statements.months_of(desk.seller_id, timezone.now()):
        raise Http404
    if too_fast(request, "statement", most=PAPERS_MAX, within_s=60):
        return _too_fast(request, desk)
    sheets = statements.statement_of(desk.seller_id, wanted)
    file = f"statement-{desk.business.slug}-{wanted}"
    if ending == "csv":
        return _csv(files.statement_csv(sheets), f"{file}.csv")
    language = papers.paper_language(get_language() or "en")
    return _pdf(papers.statement_pdf(desk.business, wanted, sheets, language), f"{file}.pdf")


@require_GET
@door("money", need=Role.MANAGER)
def invoice(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A fee invoice as it was issued; another seller's is not there."""
    card = invoices.access_invoice(desk.seller_id, number)
    if too_fast(request, "statement", most=PAPERS_MAX, within_s=60):
        return _too_fast(request, desk)
    return _pdf(papers.invoice_pdf(card, papers.paper_language(get_language() or "en")), f"{card.number}.pdf")


@require_GET
@door("money", need=Role.MANAGER)
def invoice_twin(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A fee invoice for her bookkeeper's program: the same as XML of EN 16931."""
    card = invoices.access_invoice(desk.seller_id, number)
    response = HttpResponse(card.xml, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{card.number}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response


def _too_fast(request: HttpRequest, desk: Desk) -> HttpResponse:
    messages.error(request, _("Too many downloads in a row: please wait a minute."))
    return redirect(desk.url("statements"))


def _csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _pdf(file: bytes, name: str) -> HttpResponse:
    response = HttpResponse(file, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
