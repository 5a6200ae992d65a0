"""A queue, not a dashboard: what to do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.hub import queries
from karum.parties.queries import access_operator


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The most urgent first; an empty queue says so."""
    access_operator(request.user)
    return render(request, "hub/queue.html", {"queue": queries.queue(timezone.now()), "tab": "queue"})
