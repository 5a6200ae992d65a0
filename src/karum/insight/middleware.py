"""Counts what pages show, also those that are kept for all (shop.kept): after the answer, in memory, of nobody.

Buying is counted by its furthest step, which a cookie of the visit remembers (``steps``: step, then seller and price
band of each parcel): a page that is seen twice counts once. It names no person and no cart, and goes with the
window. Robots and pages that a browser fetches before they are asked for are not counted.
"""

import re
from collections.abc import Callable

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from karum.insight.domain.tally import Step, band
from karum.insight.services.counting import count_step, count_view
from karum.orders.queries import exchange_rate
from karum.orders.queries.carts import CartView
from karum.parties.locale import locale_of
from karum.runtime.asked import whole
from karum.runtime.settings import settings

COOKIE = "steps"
_ORDER = list(Step)
_STEPS = {f"orders:{step}": step for step in Step}
_ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|lighthouse|headless|curl|wget|python", re.I)
_PARCELS_MAX = 20
_Parcels = tuple[tuple[int, int], ...]


class Counting:
    """See the file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or request.method != "GET" or response.status_code not in (200, 304):
            return response
        if match.view_name == "shop:product":
            if not is_robot(request):
                offer = request.GET.get("offer", "")
                number = whole(offer)
                count_view(match.kwargs["slug"], locale_of(request).country, number)
        elif match.view_name in _STEPS and not is_robot(request):
            _step(request, response, _STEPS[match.view_name])
        return response


def is_robot(request: HttpRequest) -> bool:
    """Whether nobody is looking at this page."""
    return is_nobody(request.headers.get("User-Agent", ""), request.headers.get("Sec-Purpose", ""))


def is_nobody(agent: str, purpose: str) -> bool:
    """The same of the headers User-Agent and Sec-Purpose."""
    return "prefetch" in purpose or not agent or bool(_ROBOT.search(agent))


def _step(request: HttpRequest, response: HttpResponse, step: Step) -> None:
    furthest, parcels = _read(request.COOKIES.get(COOKIE, ""))
    shown = getattr(request, "karum_cart", None)
    if isinstance(shown, CartView):
        parcels = _parcels(shown)
    if not parcels or (furthest is not None and _ORDER.index(step) <= _ORDER.index(furthest)):
        return
    count_step(step, locale_of(request).country, parcels)
    if step is Step.DONE:
        response.delete_cookie(COOKIE)
        return
    value = ".".join([step.value, *(f"{seller}-{lower}" for seller, lower in parcels)])
    secure = bool(django_settings.SESSION_COOKIE_SECURE)
    response.set_cookie(COOKIE, value, samesite="Lax", secure=secure, httponly=True)


def _parcels(cart: CartView) -> _Parcels:
    """Seller and band of what each parcel costs at the door, in the hub's currency; unknown prices are left out."""
    found = []
    for parcel in cart.parcels[:_PARCELS_MAX]:
        total = parcel.door.total if parcel.door else None
        rate = exchange_rate(total.currency, settings().hub_currency, timezone.now().date()) if total else None
        if total is not None and rate is not None:
            found.append((parcel.seller.id, band(float(total.convert(rate.rate, settings().hub_currency).decimal))))
    return tuple(found)


def _read(text: str) -> tuple[Step | None, _Parcels]:
    """The cookie; whatever somebody else wrote into it counts as nothing."""
    step, *parts = text.split(".")[: _PARCELS_MAX + 1]
    pairs = [re.fullmatch(r"(\d{1,15})-(\d{1,4})", part, re.A) for part in parts]
    if step not in list(Step) or not all(pairs):
        return None, ()
    return Step(step), tuple((int(pair[1]), band(int(pair[2]))) for pair in pairs if pair)
