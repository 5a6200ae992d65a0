"""Taxes: what was collected for whom in a period, the returns, and what was handed over."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.parties.queries import access_operator
from karum.reports import files
from karum.reports.domain.months import BadMonth, Period, last_closed, quarter_of, read_period
from karum.reports.domain.taxes import RETURNS
from karum.reports.queries import taxes as collected
from karum.reports.services.taxes import NotFiled, file_return, remit, waiting


@login_required
@require_safe
def taxes(request: HttpRequest) -> HttpResponse:
    """``?period=2026-11`` or ``2026-Q4``; the last closed month without it."""
    access_operator(request.user)
    now = timezone.now()
    month = last_closed(now)
    period = _period(request.GET.get("period", "") or str(month))
    context = {
        "period": period,
        "closed": period.is_closed(now),
        "periods": [month.previous, month, quarter_of(month)],
        "totals": collected.report(period),
        "agreement": collected.agreement(period),
        "schemes": [_scheme(scheme, period) for scheme in collected.schemes(period)],
        "tab": "taxes",
    }
    return render(request, "hub/taxes.html", context)


@login_required
@require_safe
def report(request: HttpRequest, period: str) -> HttpResponse:
    """What was collected for whom, as CSV."""
    access_operator(request.user)
    found = _period(period)
    return _csv(files.taxes_csv(found.name, collected.report(found)), f"taxes-{found}.csv")


@login_required
@require_safe
def tax_return(request: HttpRequest, scheme: str, period: str) -> HttpResponse:
    """The return of IOSS or OSS as CSV: as it was declared, or as it would be now."""
    access_operator(request.user)
    found = _period(period)
    if scheme not in RETURNS:
        raise Http404
    filed = collected.filing(scheme, found.name)
    if filed is not None:
        lines, corrections = filed.lines, filed.corrections
    else:
        draft = collected.draft(scheme, found)
        if draft.missing or draft.unfit:
            messages.error(request, _not_filed("no_rate" if draft.missing else "unfit", ", ".join(draft.missing)))
            return _back(found)
        lines, corrections = draft.lines, draft.corrections
    return _csv(files.return_csv(found.name, scheme, lines, corrections), f"{scheme}-{found}.csv")


@login_required
@require_POST
def declare(request: HttpRequest, scheme: str, period: str) -> HttpResponse:
    """Freeze a return as it was declared."""
    person = access_operator(request.user)
    found = _period(period)
    if scheme not in collected.schemes(found):
        raise Http404
    try:
        file_return(scheme, found, now=timezone.now(), person_id=person.pk)
    except NotFiled as reason:
        messages.error(request, _not_filed(reason.code, str(reason)))
    else:
        messages.success(request, _("The return is frozen. Later refunds become corrections."))
    return _back(found)


@login_required
@require_POST
def hand_over(request: HttpRequest, scheme: str, period: str) -> HttpResponse:
    """Mark as paid. Pressing twice moves the money once: the form carries a key."""
    person = access_operator(request.user)
    found = _period(period)
    if collected.filing(scheme, found.name) is None:
        raise Http404
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        messages.error(request, _("Please press the button on this page once more."))
        return _back(found)
    reference = request.POST.get("reference", "").replace("\x00", "")
    paid = remit(scheme, found, key, now=timezone.now(), person_id=person.pk, reference=reference)
    if paid:
        messages.success(request, _("Marked as paid."))
    else:
        messages.warning(request, _("Nothing stands in the accounts for it."))
    return _back(found)


def _scheme(scheme: str, period: Period) -> dict[str, Any]:
    filed = collected.filing(scheme, period.name)
    has_return = scheme in RETURNS
    return {
        "code": scheme,
        "has_return": has_return,
        "filed": filed,
        "draft": collected.draft(scheme, period) if has_return and filed is None else None,
        "waiting": list(waiting(scheme, period.name).values()) if filed else [],
        "key": uuid4(),
    }


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except BadMonth:
        raise Http404 from None


def _back(period: Period) -> HttpResponse:
    return redirect(f"{reverse('hub:taxes')}?period={period}")


def _csv(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _not_filed(code: str, which: str) -> str:
    return {
        "open": _("The period is not over yet."),
        "no_rate": _("The ECB has not published the rate of the last day yet: %(which)s.") % {"which": which},
        "unfit": _("A tax without a percentage does not fit into the return."),
    }[code]
