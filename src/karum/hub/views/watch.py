"""How old money is, and what should not be there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.parties.queries import access_operator
from karum.reports.queries.watch import AGES, ageing, anomalies


@login_required
@require_safe
def watch(request: HttpRequest) -> HttpResponse:
    """Anomalies with what to do about each; ageing of held, due, reserved, sent, owed and unknown money."""
    access_operator(request.user)
    now = timezone.now()
    context = {"anomalies": anomalies(now), "ageing": ageing(now), "ages": AGES, "tab": "watch"}
    return render(request, "hub/watch.html", context)
