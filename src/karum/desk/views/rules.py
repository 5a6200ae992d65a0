"""Rules that changed for a seller's goods."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from karum.desk.queries.alerts import alerts_of
from karum.desk.services.alerts import mark_read
from karum.desk.views.door import Desk, door, show
from karum.parties.domain import Role


@require_GET
@door("products", need=Role.MANAGER)
def rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Duties before and after, and what they do to the price at the door."""
    alerts = alerts_of(desk.business, get_language() or "en", now=timezone.now())
    return show(request, desk, "rules.html", {"alerts": alerts, "is_new": any(one.is_new for one in alerts)})


@require_POST
@door("products", need=Role.MANAGER)
def rules_read(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The notice goes away."""
    mark_read(desk.seller_id, now=timezone.now())
    return redirect(desk.url("rules"))
