"""The way in: which desk, and a new shop."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from karum.desk.forms.sign_up import SignUpForm
from karum.parties import services as parties_writes
from karum.parties.locale import currency_of, locale_of
from karum.parties.queries import Person, businesses_of
from karum.parties.speech import translated


@require_GET
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Straight to the only desk; a choice among several; the way to a new shop for everybody else."""
    desks = businesses_of(request.user)
    if len(desks) == 1:
        return redirect("desk:orders", desks[0][0].slug)
    rows = [(card, translated(role.label)) for card, role in desks]
    return render(request, "desk/choose.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Four fields make a shop; its task list says what comes next."""
    person = cast("Person", request.user)
    locale = locale_of(request)
    country = person.country or locale.country
    initial = {
        "country": country,
        "currency": currency_of(country) if country else locale.currency,
        "language": locale.language,
    }
    form = SignUpForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        card = parties_writes.create_business(owner=person, **form.cleaned_data)
        messages.success(request, _("Your shop is founded. These tasks open it."))
        return redirect(reverse("desk:orders", args=[card.slug]))
    return render(request, "desk/new.html", {"form": form}, status=422 if request.method == "POST" else 200)
