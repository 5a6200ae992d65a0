"""Where the seller ships, how, and for how much."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from karum.desk.forms.shipping import DispatchForm, RateForm, ZoneForm
from karum.desk.views.door import Desk, door, show
from karum.parties.domain import Role
from karum.payments.queries import fx
from karum.payments.queries.corridors import paths_home
from karum.shipping import queries as shipping
from karum.shipping import services as shipping_writes
from karum.shipping.domain import ZoneRule
from karum.shipping.domain.parcels import Refused

MANAGER = Role.MANAGER


@require_GET
@door("shipping", need=MANAGER)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    zones = shipping.zones_of(desk.seller_id)
    dispatch = shipping.dispatch_of(desk.seller_id)
    may_start = not zones and _per_dollar(desk) is not None
    return show(request, desk, "shipping.html", {"zones": zones, "dispatch": dispatch, "may_start": may_start})


@require_POST
@door("shipping", need=MANAGER)
def start(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Usual prices to begin with, for a shop that has none."""
    business, rate = desk.business, _per_dollar(desk)
    made = 0
    if rate is not None:
        made = shipping_writes.copy_starter_rates(
            desk.seller_id, country=business.country, currency=business.currency, per_dollar=rate
        )
    if made:
        messages.success(request, _("People can order now. Look at these prices and change what does not fit."))
    return redirect(desk.url("shipping"))


def _per_dollar(desk: Desk) -> Decimal | None:
    """How many units of the firm's currency a US dollar buys; None where no rate is known."""
    if desk.business.currency == "USD":
        return Decimal(1)
    found = fx("USD", desk.business.currency, timezone.now().date())
    return found.rate if found else None


@require_http_methods(["GET", "POST"])
@door("shipping", need=MANAGER)
def zone(request: HttpRequest, desk: Desk, zone_id: int = 0) -> HttpResponse:
    """A new zone (0), or one to change."""
    found = _zone(desk, zone_id) if zone_id else None
    form = ZoneForm(request.POST or None, zone=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        countries = [] if data["everywhere"] else data["countries"]
        made = shipping_writes.set_zone(desk.seller_id, data["name"], countries, zone_id=zone_id or None)
        if isinstance(made, Refused):
            form.refuse(made, {"countries": "everywhere" if data["everywhere"] else "countries"})
        elif found:
            messages.success(request, _("Saved."))
            return redirect(desk.url("shipping"))
        else:
            messages.success(request, _("The zone is there. Now say what shipping costs."))
            return redirect(desk.url("rate-new", made))
    status = 422 if request.method == "POST" else 200
    named = {code for code, _name in form.fields["countries"].choices}  # type: ignore[attr-defined]
    chosen = set(form["countries"].value() or ()) & named
    paths = paths_home(chosen or named, desk.business.country, timezone.now().date())
    return show(request, desk, "zone.html", {"form": form, "zone": found, "paths": paths}, status=status)


@require_POST
@door("shipping", need=MANAGER)
def zone_remove(request: HttpRequest, desk: Desk, zone_id: int) -> HttpResponse:
    _zone(desk, zone_id)
    shipping_writes.remove_zone(desk.seller_id, zone_id)
    messages.success(request, _("The zone is gone. Orders that were placed keep what they promised."))
    return redirect(desk.url("shipping"))


@require_http_methods(["GET", "POST"])
@door("shipping", need=MANAGER)
def rate(request: HttpRequest, desk: Desk, zone_id: int, code: str = "") -> HttpResponse:
    """A new rate, or one to change."""
    home = _zone(desk, zone_id)
    found = next((one for one in home.rates if one.code == code), None)
    if code and found is None:
        raise Http404
    form = RateForm(request.POST or None, currency=desk.business.currency, rate=found)
    if request.method == "POST" and form.is_valid():
        wanted = code or _free_code(home, form.cleaned_data["name"])
        made = shipping_writes.set_rate(desk.seller_id, zone_id, code=wanted, **form.facts())
        if not isinstance(made, Refused):
            messages.success(request, _("Saved."))
            return redirect(desk.url("shipping"))
        form.refuse(made, {"weight_bands": "up_to_0", "goods_bands": "free_from"})
    status = 422 if request.method == "POST" else 200
    return show(request, desk, "rate.html", {"form": form, "zone": home, "rate": found}, status=status)


@require_POST
@door("shipping", need=MANAGER)
def rate_remove(request: HttpRequest, desk: Desk, zone_id: int, code: str) -> HttpResponse:
    _zone(desk, zone_id)
    shipping_writes.remove_rate(desk.seller_id, zone_id, code)
    messages.success(request, _("The rate is gone. Orders that were placed keep what they promised."))
    return redirect(desk.url("shipping"))


@require_http_methods(["GET", "POST"])
@door("shipping", need=MANAGER)
def dispatch(request: HttpRequest, desk: Desk) -> HttpResponse:
    known = shipping.dispatch_of(desk.seller_id)
    form = DispatchForm(request.POST or None, dispatch=known, home=desk.business.country)
    if request.method == "POST" and form.is_valid():
        refused = shipping_writes.set_dispatch(desk.seller_id, **form.cleaned_data)
        if refused is None:
            messages.success(request, _("Saved."))
            return redirect(desk.url("shipping"))
        form.refuse(refused)
    return show(request, desk, "dispatch.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _zone(desk: Desk, zone_id: int) -> ZoneRule:
    """One of the seller's own zones. Raises Http404."""
    found = next((one for one in shipping.zones_of(desk.seller_id) if one.id == zone_id), None)
    if found is None:
        raise Http404
    return found


def _free_code(home: ZoneRule, name: str) -> str:
    """A new rate must not take the place of another one whose name gives the same code."""
    start = slugify(name)[:44] or "rate"
    taken = {one.code for one in home.rates}
    return next(code for code in (start, *(f"{start}-{n}" for n in range(2, 1000))) if code not in taken)
