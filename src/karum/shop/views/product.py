"""One product: the price at the door, its receipt, the promised day, and everybody who sells it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from karum.catalogue.queries import lowest_quantity
from karum.orders.calculator import calculator_address
from karum.orders.domain.instalments import Plan
from karum.orders.queries import DoorLine, payment_terms, ways_to_pay
from karum.orders.terms import terms
from karum.parties.locale import locale_of
from karum.reviews.queries import Rating, newest, ratings
from karum.runtime.asked import whole
from karum.shop.kept import drawn, kept
from karum.shop.queries import facts
from karum.shop.queries import goods as queries
from karum.shop.queries.goods import Ask
from karum.shop.seen import remembered
from karum.talk.queries import public_answers

QUANTITY_MAX = 1_000_000


@require_safe
@remembered
@kept
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product for ``?offer=`` or ``?variant=`` and ``?quantity=``; what cannot be read counts as not given."""
    screen = queries.product(
        slug,
        locale_of(request),
        now=timezone.now(),
        variant_id=_number(request, "variant"),
        offer_id=_number(request, "offer"),
        quantity=min(_number(request, "quantity"), QUANTITY_MAX),
    )
    if screen is None:
        raise Http404
    chosen = screen.chosen
    rating = ratings([screen.page.id]).get(screen.page.id) or Rating()
    answers, answered = public_answers(screen.page.id, limit=2)
    context = {
        "rating": rating,
        "reviews": newest(screen.page.id, locale_of(request).language) if rating.count else (),
        "answers": answers,
        "answered": answered,
        "screen": screen,
        "page": screen.page,
        "chosen": chosen,
        "door": chosen.door if chosen else None,
        "variant": next((v for v in screen.page.variants if v.id == screen.variant_id), None),
        "sold_out": chosen is None or chosen.offer.available < chosen.offer.quantity_min,
        "least": lowest_quantity(chosen.offer) if chosen else 1,
        "others": [ask for ask in screen.asks if chosen is None or ask.offer.id != chosen.offer.id],
        "terms": terms(),
        **(_paying(chosen, locale_of(request).country) if chosen else {}),
        "reckon": _calculator(chosen, locale_of(request).country) if chosen else "",
        "share": facts.product_share(screen.page, chosen),
        "facts": facts.product_page_facts(screen, locale_of(request).country, rating),
    }
    return drawn(request, "shop/product.html", context)


def _paying(chosen: Ask, country: str) -> dict[str, object]:
    """What the seller lets her buyers do instead of paying all at once, and what it comes to here."""
    allowed = payment_terms([chosen.seller.id])[chosen.seller.id]
    found: tuple[Plan, ...] = ()
    if chosen.door is not None and (allowed.cash or allowed.deposit_bp):
        goods, day = chosen.unit * chosen.quantity, timezone.now().date()
        found = ways_to_pay(chosen.seller.country, allowed, chosen.door, goods, country, day)
    return {"plans": found[1:], "deposit_from": allowed.deposit_from if allowed.deposit_bp else None}


def _calculator(chosen: Ask, country: str) -> str:
    """The calculator with this offer filled in."""
    line = DoorLine(chosen.offer, chosen.quantity, chosen.unit)
    return calculator_address(line, chosen.seller.country, country, chosen.door.option if chosen.door else None)


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return whole(text)
