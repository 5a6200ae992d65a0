"""Money in several currencies: what stands open, and what the hub changed at its bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.hub import queries
from karum.hub.forms import DealForm
from karum.money import Money
from karum.orders import services
from karum.orders.queries.treasury import OpenPair, deals, fx_positions, open_pairs
from karum.parties.queries import access_operator
from karum.runtime.settings import settings
from karum.runtime.wording import money_text

FAR_OFF = Decimal("0.05")
"""A deal so far from the reference rate, as a share of it, is asked about once more."""


@dataclass(frozen=True, slots=True)
class Look:
    """A deal as it would be booked. ``off``: its rate against the day's, as a share; None where there is no rate."""

    sold: Money
    bought: Money
    rate: Decimal
    off: Decimal | None
    result: Money

    @property
    def is_far_off(self) -> bool:
        return self.off is not None and abs(self.off) > FAR_OFF


@never_cache
@login_required
@require_safe
def currencies(request: HttpRequest) -> HttpResponse:
    """Open positions, what may be changed, deals so far, and what exchange has gained or lost."""
    access_operator(request.user)
    pairs = open_pairs(timezone.now().date())
    return _page(request, [(pair, DealForm(pair=pair, initial={"key": uuid4()})) for pair in pairs])


@never_cache
@login_required
@require_POST
def convert(request: HttpRequest) -> HttpResponse:
    """Book a deal with the bank. It is shown first, with its rate and result, and booked when that was seen.

    Pressing twice books once: the form carries the deal's key.
    """
    access_operator(request.user)
    day = timezone.now().date()
    chosen = (request.POST.get("sell", ""), request.POST.get("buy", ""))
    pairs = open_pairs(day)
    pair = next((one for one in pairs if (one.taken.currency, one.given.currency) == chosen), None)
    if pair is None:
        messages.error(request, _("Nothing is open between these two currencies any more."))
        return redirect("hub:currencies")
    form = DealForm(request.POST, pair=pair)
    forms = [(one, form if one is pair else DealForm(pair=one, initial={"key": uuid4()})) for one in pairs]
    if not form.is_valid():
        return _page(request, forms, status=422)
    data = form.cleaned_data
    look = _look(pair, data["sold"], data["bought"])
    if "book" not in request.POST:
        return _page(request, forms, looked=(pair, look))
    try:
        done = services.convert(
            data["key"], data["sold"], data["bought"], now=timezone.now(), reference=data["reference"]
        )
    except ValueError:
        messages.error(request, _("Nothing is open between these two currencies any more."))
        return redirect("hub:currencies")
    result = Money(sum(one.result for one in done), data["bought"].currency)
    said = _("Booked. Gain: %(amount)s.") if result.minor >= 0 else _("Booked. Loss: %(amount)s.")
    messages.success(request, said % {"amount": money_text(Money(abs(result.minor), result.currency))})
    return redirect("hub:currencies")


def _look(pair: OpenPair, sold: Money, bought: Money) -> Look:
    """What booking would do; the books' own shares may differ from ``result`` by a unit each."""
    rate = bought.decimal / sold.decimal
    off = rate / pair.rate.rate - 1 if pair.rate else None
    cost = Money(pair.given.minor * sold.minor // pair.taken.minor, bought.currency)
    return Look(sold, bought, rate, off, bought - cost)


def _page(
    request: HttpRequest,
    pairs: Sequence[tuple[OpenPair, DealForm]],
    *,
    looked: tuple[OpenPair, Look] | None = None,
    status: int = 200,
) -> HttpResponse:
    positions = fx_positions(timezone.now().date())
    known = [position.worth for position in positions if position.worth is not None]
    context: dict[str, Any] = {
        "positions": positions,
        "sum": sum(known, Money.zero(settings().hub_currency)),
        "all_known": len(known) == len(positions),
        "pairs": pairs,
        "looked": looked,
        "deals": deals(),
        "results": queries.exchange_results(),
        "tab": "currencies",
    }
    return render(request, "hub/currencies.html", context, status=status)
