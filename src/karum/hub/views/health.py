"""The doctor's findings, as on the command line."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from karum.parties.queries import access_operator
from karum.runtime.doctor import examine


@login_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Every check, what was seen and what to do."""
    access_operator(request.user)
    return render(request, "hub/health.html", {"findings": examine(), "tab": "health"})
