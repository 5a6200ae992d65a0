"""``/invitation/<token>``: the link in the letter of an owner."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from karum.parties import queries, services
from karum.parties.domain import Role
from karum.parties.models import Person
from karum.parties.speech import translated


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; join on POST. A used, withdrawn or old link is gone (410)."""
    found = queries.invitation(token)
    if found is None:
        return HttpResponse(status=410)
    person = request.user
    assert isinstance(person, Person)
    context = {
        "business": queries.business(found.business_id),
        "inviter": str(found.invited_by),
        "role": translated(Role(found.role).label),
        "about": translated(Role(found.role).about),
        "hers": found.email.lower() == person.email.lower(),
    }
    if request.method == "POST":
        refused = services.accept(found, person)
        if refused is None:
            messages.success(request, gettext("You now work at %(name)s.") % {"name": found.business.name})
            return redirect("parties:me")
        context["refused"] = translated(refused.message)
        return render(request, "parties/invitation.html", context, status=409)
    return render(request, "parties/invitation.html", context)
