"""``/saved``: the wish list, with today's prices beside those of the day on which things were saved."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.parties.locale import locale_of
from karum.parties.services.limits import too_fast
from karum.runtime.asked import whole
from karum.runtime.settings import settings
from karum.saved import services
from karum.saved.models import Keeper
from karum.saved.queries import keeper_by_share, wish_cards, wish_count
from karum.saved.views.visit import back, current_keeper, keeper_for_writing, number, remember

PAGE = 24
SAVES_AN_HOUR_MAX = 1_000


@never_cache
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """The visitor's own list."""
    keeper = current_keeper(request)
    link = settings().base_url + reverse("saved:shared", args=[keeper.share]) if keeper and keeper.share else ""
    return remember(render(request, "saved/wishes.html", {**_shown(request, keeper), "link": link}), keeper)


@never_cache
@require_safe
def shared(request: HttpRequest, share: str) -> HttpResponse:
    """Somebody else's list, by the link that she gave away. Raises Http404 once she ended it."""
    keeper = keeper_by_share(share.replace("\0", ""))
    if keeper is None:
        raise Http404
    return render(request, "saved/shared.html", _shown(request, keeper))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Save an offer (``offer_id``) and go back to where the button was."""
    if too_fast(request, "save", most=SAVES_AN_HOUR_MAX, within_s=3600):
        return HttpResponse(status=429)
    keeper = keeper_for_writing(request)
    error = services.save_wish(keeper, number(request, "offer_id"), locale_of(request), now=timezone.now())
    if error:
        messages.error(request, error)
    else:
        messages.success(request, _("It is on your wish list. You find the list in the menu."))
    return remember(redirect(back(request, reverse("saved:wishes"))), keeper)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take an offer (``offer_id``) off the list."""
    keeper = current_keeper(request)
    if keeper is not None:
        services.drop_wish(keeper, number(request, "offer_id"))
        messages.success(request, _("It is no longer on your wish list."))
    return remember(redirect(back(request, reverse("saved:wishes"))), keeper)


@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Make a link that others can open; ``end`` ends it."""
    keeper = keeper_for_writing(request)
    if request.POST.get("end"):
        services.end_share(keeper)
        messages.success(request, _("The link shows nothing any more."))
    else:
        services.share(keeper)
    return remember(redirect("saved:wishes"), keeper)


def _shown(request: HttpRequest, keeper: Keeper | None) -> dict[str, object]:
    text = request.GET.get("page", "1")
    count = wish_count(keeper) if keeper else 0
    pages = Paginator(range(count), PAGE)
    page = pages.get_page(whole(text, digits=3, otherwise=1))
    start = (page.number - 1) * PAGE
    cards = (
        wish_cards(keeper, locale_of(request), now=timezone.now(), start=start, most=PAGE) if keeper and count else []
    )
    return {"wishes": cards, "page": page, "count": count}
