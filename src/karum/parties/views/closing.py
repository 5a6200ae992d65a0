"""``/me/data`` and ``/me/close``: take along what the hub knows of her, and leave."""

import json

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic.base import View

from karum.parties import services
from karum.parties.entrance.fresh import FreshRequired
from karum.parties.models import Person
from karum.parties.services.known import all_known
from karum.parties.services.limits import too_fast
from karum.parties.speech import translated
from karum.runtime.settings import settings

FILES_AN_HOUR_MAX = 20


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """All that the hub knows of her, as one JSON file (GDPR, articles 15 and 20, ask for such a file)."""
    person = request.user
    assert isinstance(person, Person)
    if too_fast(request, "my-data", most=FILES_AN_HOUR_MAX, within_s=3600):
        return HttpResponse(status=429)
    found = {"hub": settings().base_url, **all_known(person, now=timezone.now())}
    response = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


class Close(FreshRequired, View):
    """Say what goes and what stays; close on POST, when she ticked that she means it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "parties/close.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        assert isinstance(person, Person)
        if request.POST.get("sure") != "yes":
            return render(request, "parties/close.html", {"unsure": True}, status=422)
        refused = services.close_account(person, now=timezone.now())
        if refused is not None:
            return render(request, "parties/close.html", {"refused": translated(refused.message)}, status=409)
        logout(request)
        return redirect("parties:closed")


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """The account is closed: the last page of it."""
    return render(request, "parties/closed.html")
