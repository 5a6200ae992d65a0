"""The cart page and its three little forms: add, change, remove."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karum.orders.forms import LineForm
from karum.orders.queries.carts import CartView, view
from karum.orders.queries.unpaid import unpaid_of
from karum.orders.services import carts
from karum.orders.views.visit import cart_for_writing, current_cart, remember
from karum.parties.locale import locale_of
from karum.runtime.asked import own_path


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """What is in the cart, by seller, at the door price."""
    found = current_cart(request)
    unpaid = unpaid_of(found) if found else []
    response = render(request, "orders/cart.html", {"cart": shown(request), "unpaid": unpaid})
    return remember(response, found) if found else response


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put units of an offer into the cart; what is wrong is said where the buyer came from."""
    form = LineForm(request.POST)
    own = cart_for_writing(request)
    if form.is_valid():
        wanted = form.cleaned_data
        error = carts.add(own, wanted["offer_id"], wanted["quantity"], locale_of(request).language)
    else:
        error = _("Say how many with a whole number, 1 or more.")
    if error:
        messages.error(request, error)
        return remember(redirect(_back(request)), own)
    messages.success(request, _("It is in your cart."))
    return remember(redirect("orders:cart"), own)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Change the quantity of a line, or take it out (``remove``)."""
    own = cart_for_writing(request)
    form = LineForm(request.POST)
    form.is_valid()
    offer_id = form.cleaned_data.get("offer_id")
    quantity = 0 if "remove" in request.POST else form.cleaned_data.get("quantity")
    if offer_id is None or quantity is None:
        messages.error(request, _("Say how many with a whole number, 1 or more."))
        return redirect("orders:cart")
    error = carts.set_quantity(own, offer_id, quantity, locale_of(request).language)
    if error:
        messages.error(request, error)
    return remember(redirect("orders:cart"), own)


def shown(request: HttpRequest) -> CartView:
    """The visitor's cart at the country, language and currency that she chose."""
    own, locale = current_cart(request), locale_of(request)
    same = own is not None and own.ship_to.get("country") == locale.country
    found = view(
        own,
        country=locale.country,
        currency=locale.currency,
        language=locale.language,
        now=timezone.now(),
        area=own.ship_to.get("area", "") if own and same else "",
        chosen=own.delivery if own and same else None,
        ways=own.ways if own and same else None,
    )
    request.karum_cart = found  # type: ignore[attr-defined]  # what was shown, for those who count steps
    return found


def _back(request: HttpRequest) -> str:
    """The page that the form was on, when it is one of ours."""
    return own_path(request.POST.get("next", ""), "/cart")
