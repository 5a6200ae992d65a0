"""``/saved/shops``: the shops that somebody follows."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.parties.services.limits import too_fast
from karum.saved import services
from karum.saved.queries import followed_shops
from karum.saved.queries.lists import NEW_DAYS
from karum.saved.views.visit import back, current_keeper, keeper_for_writing, number, remember

FOLLOWS_AN_HOUR_MAX = 1_000


@never_cache
@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """The shops, each with how much came new."""
    keeper, now = current_keeper(request), timezone.now()
    found = followed_shops(keeper, since=now - timedelta(days=NEW_DAYS), now=now) if keeper else []
    return remember(render(request, "saved/shops.html", {"shops": found, "days": NEW_DAYS}), keeper)


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a shop (``seller_id``) and go back to where the button was."""
    if too_fast(request, "follow", most=FOLLOWS_AN_HOUR_MAX, within_s=3600):
        return HttpResponse(status=429)
    keeper = keeper_for_writing(request)
    error = services.follow(keeper, number(request, "seller_id"), now=timezone.now())
    if error:
        messages.error(request, error)
    elif keeper.person_id is None:
        messages.success(request, _("You follow this shop. Sign in, and we write to you when it has new goods."))
    else:
        messages.success(request, _("You follow this shop. We write to you when it has new goods, once a day at most."))
    return remember(redirect(back(request, reverse("saved:shops"))), keeper)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Follow a shop (``seller_id``) no more."""
    keeper = current_keeper(request)
    if keeper is not None:
        services.unfollow(keeper, number(request, "seller_id"))
        messages.success(request, _("You no longer follow this shop."))
    return remember(redirect(back(request, reverse("saved:shops"))), keeper)
