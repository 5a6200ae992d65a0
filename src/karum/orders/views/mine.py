"""``/me/orders``: what somebody bought, and buying it again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karum.catalogue.queries import lowest_quantity, offers
from karum.orders.queries.history import PAGE, Which, history
from karum.orders.queries.orders import access_order_as_buyer
from karum.orders.services import carts
from karum.orders.views.visit import cart_for_writing, person_of, remember
from karum.parties.locale import locale_of
from karum.runtime.asked import whole

WORDS_MAX = 100


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Her orders, ``?q=`` by number, shop or goods, ``?which=`` by where they stand, ``?page=``."""
    person_id = person_of(request)
    assert person_id is not None
    words = request.GET.get("q", "").replace("\0", "")[:WORDS_MAX]
    which = Which(request.GET["which"]) if request.GET.get("which") in set(Which) else Which.ALL
    text = request.GET.get("page", "1")
    number = whole(text, digits=5, otherwise=1)
    found = history(person_id, words=words, which=which, page=number)
    page = Paginator(range(found.count), PAGE).get_page(found.page)
    choices = [
        (Which.ALL, _("All orders")),
        (Which.OPEN, _("Under way")),
        (Which.DONE, _("Complete")),
        (Which.ENDED, _("Cancelled or refunded")),
    ]
    context = {"history": found, "page": page, "typed": words, "which": which, "choices": choices}
    return render(request, "orders/mine.html", context)


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Put what an order held into the cart, at today's prices; what is not for sale any more is said."""
    order = access_order_as_buyer(token)
    language = locale_of(request).language
    own = cart_for_writing(request)
    there = offers([line.offer_id for line in order.lines], language)
    missing = []
    for line in order.lines:
        found = there.get(line.offer_id)
        wanted = max(line.quantity, lowest_quantity(found)) if found else line.quantity
        if found is None or carts.add(own, line.offer_id, wanted, language):
            missing.append(line.title)
    put = len(order.lines) - len(missing)
    if put:
        messages.success(request, _("It is in your cart, at today's prices."))
    if missing:
        said = ngettext(
            "This is not for sale now: %(titles)s.", "These are not for sale now: %(titles)s.", len(missing)
        )
        messages.warning(request, said % {"titles": ", ".join(missing)})
    return remember(redirect("orders:cart" if put else "orders:order", *([] if put else [token])), own)
