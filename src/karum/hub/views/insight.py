"""What is asked for on the whole hub, from where, and at which price at the door it is left."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from karum.insight.forms import DAYS, days_asked
from karum.insight.queries import as_csv, insight
from karum.parties.queries import access_operator
from karum.runtime.settings import settings


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The last days, ``?days=28``."""
    access_operator(request.user)
    days = days_asked(request.GET.get("days", ""))
    found = insight(None, last=timezone.now().date(), days=days, language=get_language() or "en")
    context = {"found": found, "days": days, "choices": DAYS, "currency": settings().hub_currency, "tab": "insight"}
    return render(request, "hub/insight.html", context)


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    access_operator(request.user)
    found = insight(None, last=timezone.now().date(), days=days_asked(request.GET.get("days", "")))
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="hub-insight-{found.last}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
