"""``/me/notices``: what somebody wants to be told, and on which devices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from karum.notices.queries import Wanted, devices_of, switches_of
from karum.notices.services.push import public_key
from karum.notices.services.switches import choose
from karum.parties.queries import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def switches(request: HttpRequest) -> HttpResponse:
    """The switches and the devices; POST keeps the switches that the page showed."""
    person = request.user
    assert isinstance(person, Person)
    shown = switches_of(person)
    if request.method == "POST":
        wishes = {
            one.about.kind: Wanted(f"email_{one.about.kind}" in request.POST, f"push_{one.about.kind}" in request.POST)
            for one in shown
            if f"shown_{one.about.kind}" in request.POST
        }
        choose(person, wishes, now=timezone.now())
        messages.success(request, gettext("Saved."))
        return redirect("notices:switches")
    context = {"switches": shown, "devices": devices_of(person), "push_key": public_key()}
    return render(request, "notices/switches.html", context)
