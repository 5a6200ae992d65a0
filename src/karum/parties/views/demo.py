"""``/demo``: step into the shoes of anyone of the demo hub, and read her letters. Not there on a real hub (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from karum.parties import queries, services
from karum.parties.speech import translated
from karum.runtime.settings import settings

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """404 on a hub that is not a demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings().demo:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the demo; POST ``email`` signs in as her, and leaves whoever was signed in before."""
    if request.method == "POST":
        person = services.person_for_demo(request.POST.get("email", "").replace("\0", ""))
        if person is None:
            raise Http404
        if request.user.is_authenticated:
            logout(request)
        wanted = request.POST.get("next", "")
        inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        answer: HttpResponse = perform_login(
            request, Login(user=person, redirect_url=wanted if inside and wanted else _home(person), email=person.email)
        )
        return answer
    found = queries.demo_people()
    groups = {
        "operators": [one for one in found if one.is_operator],
        "sellers": [
            (one, [(name, translated(role.label)) for name, role in one.businesses])
            for one in found
            if one.businesses and not one.is_operator
        ],
        "buyers": [one for one in found if not one.businesses and not one.is_operator],
    }
    return render(request, "parties/demo.html", {**groups, "next": request.GET.get("next", "")})


def _home(person: Any) -> str:
    """Where this person's work waits."""
    if person.is_operator:
        return "/hub"
    return "/desk" if queries.businesses_of(person) else "/"


@demo_only
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The letters that the demo hub would have sent, newest first; ``?to=`` shows those to one address."""
    to = request.GET.get("to", "").replace("\0", "")
    return render(request, "parties/mailbox.html", {"letters": queries.letters(to=to), "to": to})


@demo_only
@require_safe
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """One letter."""
    found = queries.letter(letter_id)
    if found is None:
        raise Http404
    return render(request, "parties/letter.html", {"letter": found})
