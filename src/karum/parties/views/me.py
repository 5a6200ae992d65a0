"""``/me``: what a person says about herself, her addresses, her keys and where she works."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods

from karum.parties import queries, services
from karum.parties.domain import address_lines
from karum.parties.forms import DetailsForm
from karum.parties.locale import (
    COOKIE,
    SESSION_LANGUAGE,
    SESSION_PLACE,
    Locale,
    currency_of,
    locale_of,
    remember_locale,
)
from karum.parties.models import Person
from karum.parties.speech import translated
from karum.parties.zone import SESSION_ZONE, device_zone


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show the page; keep her details when she sends them."""
    person = request.user
    assert isinstance(person, Person)
    place = locale_of(request)
    device = device_zone(request)
    form = DetailsForm(person, place.language, request.POST if request.method == "POST" else None, device_zone=device)
    if form.is_bound and form.is_valid():
        services.edit_person(person, **form.cleaned_data)
        request.session[SESSION_LANGUAGE] = person.language
        request.session[SESSION_PLACE] = f"{person.country}.{person.currency}"
        request.session[SESSION_ZONE] = person.zone
        services.note_zone(person, device)
        with override(person.language):
            messages.success(request, gettext("Saved."))
        response = redirect("parties:me")
        if COOKIE in request.COOKIES or person.country:
            country = person.country or place.country
            currency = person.currency or (place.currency if country == place.country else currency_of(country))
            remember_locale(response, Locale(country, person.language, currency))
        return response
    context = {
        "form": form,
        "addresses": [(card, address_lines(card.address)) for card in queries.addresses_of(person)],
        "businesses": [(card, translated(role.label)) for card, role in queries.businesses_of(person)],
        "passkeys": queries.passkey_count(person),
    }
    return render(request, "parties/me.html", context, status=422 if form.errors else 200)
