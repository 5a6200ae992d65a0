"""Checkout: address, delivery, review. Works for guests, keeps what was typed, charges only what was shown."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from karum.money import Money
from karum.orders.domain.placing import Refusal, Refused
from karum.orders.forms import DeliveryForm, EmailForm
from karum.orders.models import Cart
from karum.orders.queries.carts import CartView, ship_to_of, view
from karum.orders.queries.tokens import group_token
from karum.orders.services import carts, quotes
from karum.orders.terms import terms
from karum.orders.views.visit import current_cart, person_of, remember
from karum.orders.words import refusal_text
from karum.parties.domain import PostalAddress, address_lines
from karum.parties.forms import address_form_for
from karum.parties.locale import Locale, locale_of, remember_locale
from karum.parties.queries import Person, addresses_of
from karum.parties.services import save_address, too_often

UNPAID_MAX = 30
"""Times that one address may order without paying: an order holds stock, and costs nothing until it is paid."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Step 1: who buys, and where it goes. The country decides the fields; ``?use=`` begins with a kept address."""
    cart = current_cart(request)
    if cart is None or not cart.lines.exists():
        return redirect("orders:cart")
    locale = locale_of(request)
    known = addresses_of(request.user) if request.user.is_authenticated else []
    wanted = next((card.address for card in known if str(card.id) == request.GET.get("use")), None)
    begun = wanted or ship_to_of(cart) or (known[0].address if known else PostalAddress(locale.country))
    if locale.country and begun.country != locale.country and not wanted:
        begun = PostalAddress(locale.country, name=begun.name)  # she chose another country since
    posted = request.POST if request.method == "POST" else None
    country = wanted.country if wanted else locale.country
    form = address_form_for(country, posted, begun, language=locale.language, ask_company=False)
    email = EmailForm(posted, initial={"email": cart.email or getattr(request.user, "email", "")})
    if posted is not None and not form.country_changed and all([form.is_valid(), email.is_valid()]):
        carts.keep_contact(cart, email.cleaned_data["email"], form.address)
        if request.POST.get("keep") and isinstance(request.user, Person):
            save_address(request.user, form.address)
        response = redirect("orders:delivery")
        remember_locale(response, Locale(form.address.country, locale.language, locale.currency))
        return response
    if form.country_changed:
        email = EmailForm(initial={"email": request.POST.get("email", "")})
    failed = bool(form.errors or email.errors) and not form.country_changed
    context = {"form": form, "email": email, "step": 1, "known": known, "keep": request.POST.get("keep") or not known}
    return render(request, "orders/address.html", context, status=422 if failed else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest) -> HttpResponse:
    """Step 2: how each parcel comes, when, and who asks for the duty."""
    cart = current_cart(request)
    if cart is None or not cart.ship_to:
        return redirect("orders:address")
    shown = _view(request, cart)
    if shown.is_empty or any(p.problem for p in shown.parcels):
        return redirect("orders:cart")
    form = DeliveryForm(request.POST if request.method == "POST" else None, parcels=shown.parcels)
    if form.is_bound and form.is_valid():
        carts.keep_delivery(cart, form.chosen(), form.ways())
        return redirect("orders:review")
    context = {"cart": shown, "form": form, "ship_to": ship_to_of(cart), "step": 2}
    return render(request, "orders/delivery.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Step 3: the whole price with every reason, frozen; the button places exactly this."""
    cart = current_cart(request)
    if request.method == "POST":
        answer = _place(request, cart)
        if answer is not None:
            return answer
    if cart is None or not cart.ship_to or not cart.email:
        return redirect("orders:address")
    shown = _view(request, cart)
    if not shown.ready:
        return redirect("orders:cart" if shown.is_empty or any(p.problem for p in shown.parcels) else "orders:delivery")
    ship_to = ship_to_of(cart)
    assert ship_to is not None
    frozen = quotes.freeze(
        cart, shown, ship_to, buyer_id=person_of(request), language=locale_of(request).language, now=timezone.now()
    )
    if request.method == "POST":
        _say_new_price(request, frozen.total)
    lines = address_lines(ship_to)
    context = {"cart": shown, "frozen": frozen, "ship_to_lines": lines, "email": cart.email, "step": 3}
    return render(request, "orders/review.html", context, status=409 if request.method == "POST" else 200)


def _place(request: HttpRequest, cart: Cart | None) -> HttpResponse | None:
    """Place what the token stands for; None (and messages that say why) when it has to be shown again."""
    if too_often(request, "order", most=UNPAID_MAX, within_s=terms().pay_minutes * 60):
        return HttpResponse(status=429)
    try:
        if cart is None:
            raise quotes.QuoteProblem("no cart, no quotes")
        answers = quotes.accept(request.POST.get("quote", ""), cart=cart, now=timezone.now())
    except quotes.QuoteProblem:
        messages.warning(request, _("Please look at your order once more. Nothing was charged."))
        return None
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    if not refused:
        assert cart is not None
        return remember(redirect("orders:pay", group_token(answers[0].request.group_key)), cart)
    if refused[0].reason in (Refusal.PARTY_CHECK, Refusal.PARTY_BLOCKED):
        waits = refused[0].reason is Refusal.PARTY_CHECK
        return render(request, "orders/held.html", {"waits": waits, "email": refused[0].request.email}, status=409)
    for answer in refused:
        titles = {line.offer_id: line.title for line in answer.request.lines}
        messages.error(request, refusal_text(answer.reason, titles.get(answer.offer_id or 0, "")))
    return None


def _say_new_price(request: HttpRequest, total: Money) -> None:
    try:
        _group, _keys, minor, currency = quotes.read(request.POST.get("quote", ""))
    except quotes.QuoteProblem:
        return
    if Money(minor, currency) == total:
        messages.info(request, _("The price is the same as before."))
    else:
        messages.warning(request, _("The price has changed: please look at it again before you order."))


def _view(request: HttpRequest, cart: Cart) -> CartView:
    locale, ship_to = locale_of(request), ship_to_of(cart)
    assert ship_to is not None
    found = view(
        cart,
        country=ship_to.country,
        currency=locale.currency,
        language=locale.language,
        now=timezone.now(),
        area=ship_to.area,
        chosen=cart.delivery,
        ways=cart.ways,
    )
    request.karum_cart = found  # type: ignore[attr-defined]  # what was shown, for those who count steps
    return found
