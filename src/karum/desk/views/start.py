"""The way in: which desk, and a new shop."""

from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from karum.desk.forms.sign_up import SignUpForm
from karum.orders.terms import terms
from karum.parties import services as parties_writes
from karum.parties.locale import locale_of
from karum.parties.queries import Person, businesses_of
from karum.parties.speech import translated
from karum.runtime.wording import percent_text


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Straight to the only desk; a choice among several; for everybody else what it means to sell here."""
    desks = businesses_of(request.user)
    if len(desks) == 1:
        return redirect("desk:orders", desks[0][0].slug)
    rows = [(card, translated(role.label)) for card, role in desks]
    return render(
        request, "desk/choose.html", {"rows": rows, "fee_share": percent_text(Decimal(terms().fee_bp) / 10_000)}
    )


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Four answers make a shop; its task list says what comes next."""
    person = cast("Person", request.user)
    locale = locale_of(request)
    initial = {"country": person.country or locale.country, "language": locale.language}
    form = SignUpForm(request.POST or None, initial=initial, asks_name=not person.full_name)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with transaction.atomic():
            if full_name := data.pop("full_name", ""):
                parties_writes.edit_person(
                    person,
                    full_name=full_name,
                    language=person.language,
                    country=person.country or data["country"],
                    phone=person.phone,
                )
            card = parties_writes.create_business(owner=person, **data)
        messages.success(request, _("Your shop is founded. These tasks open it."))
        return redirect(reverse("desk:orders", args=[card.slug]))
    return render(request, "desk/new.html", {"form": form}, status=422 if request.method == "POST" else 200)
