"""The addresses that a person keeps: ``/me/addresses/...``."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from karum.parties import queries, services
from karum.parties.domain import PostalAddress, address_lines
from karum.parties.forms import AddressForm, address_form_for
from karum.parties.locale import locale_of
from karum.parties.models import Person
from karum.parties.queries import AddressCard
from karum.parties.speech import translated


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new address, begun with what is known: her name, phone and country."""
    person = _person(request)
    country = locale_of(request).country or person.country
    begun = PostalAddress(country, name=person.full_name, phone=person.phone)
    return _form(request, begun, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, address_id: int) -> HttpResponse:
    """Change one of her addresses."""
    card = queries.access_address(request.user, address_id)
    return _form(request, card.address, card)


@login_required
@require_POST
def default(request: HttpRequest, address_id: int) -> HttpResponse:
    """Offer this address first."""
    services.make_default(_person(request), address_id)
    return redirect("parties:me")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, address_id: int) -> HttpResponse:
    """Ask, then forget an address."""
    card = queries.access_address(request.user, address_id)
    if request.method == "POST":
        services.remove_address(_person(request), address_id)
        messages.success(request, _("The address is removed."))
        return redirect("parties:me")
    return render(request, "parties/address_remove.html", {"card": card, "lines": address_lines(card.address)})


def _form(request: HttpRequest, begun: PostalAddress, card: AddressCard | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = address_form_for(begun.country, data=data, initial=begun, language=locale_of(request).language)
    if form.is_bound and form.is_valid() and _kept(request, form, card):
        messages.success(request, _("The address is saved."))
        return redirect("parties:me")
    context = {"form": form, "card": card}
    return render(request, "parties/address_form.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: AddressForm, card: AddressCard | None) -> bool:
    default_wanted = request.POST.get("default") == "on"
    kept = services.save_address(
        _person(request), form.address, address_id=card.id if card else None, default=default_wanted
    )
    if isinstance(kept, services.Refused):
        for name, message in kept.messages.items():
            form.add_error(name if name in form.fields else None, translated(message))
        return False
    return True


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
