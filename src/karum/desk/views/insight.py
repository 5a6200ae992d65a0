"""What is asked for, from where, and at which price at the door it is left: this shop's own counts."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from karum.desk.views.door import Desk, door, show
from karum.insight.forms import DAYS, days_asked
from karum.insight.queries import as_csv, insight
from karum.parties.domain import Role
from karum.runtime.settings import settings


@require_GET
@door("insight", need=Role.MANAGER)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The last days, ``?days=28``."""
    days = days_asked(request.GET.get("days", ""))
    found = insight(desk.seller_id, last=timezone.now().date(), days=days, language=get_language() or "en")
    context = {"found": found, "days": days, "choices": DAYS, "currency": settings().hub_currency}
    return show(request, desk, "insight.html", context)


@require_GET
@door("insight", need=Role.MANAGER)
def table(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The same as CSV."""
    days = days_asked(request.GET.get("days", ""))
    found = insight(desk.seller_id, last=timezone.now().date(), days=days)
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.business.slug}-insight-{found.last}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
