"""Whose cart it is: a person's own, or a guest's by the signed cookie on her phone."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from karum.orders.models import Cart
from karum.orders.services.carts import open_cart

COOKIE, COUNT_COOKIE = "cart", "cart_count"
KEEP_S = 60 * 24 * 3600


def current_cart(request: HttpRequest) -> Cart | None:
    """The visitor's cart if there is one. Somebody who signs in brings her guest's cart along."""
    person_id, guest_id = person_of(request), _guest(request)
    if guest_id is not None and person_id is not None:
        return open_cart(person_id, guest_id)
    if person_id is not None:
        return Cart.objects.filter(person_id=person_id).first()
    return Cart.objects.filter(id=guest_id, person=None).first() if guest_id else None


def cart_for_writing(request: HttpRequest) -> Cart:
    """The visitor's cart, made if there is none."""
    return open_cart(person_of(request), _guest(request))


def person_of(request: HttpRequest) -> int | None:
    """The id of the signed-in person."""
    return request.user.pk if request.user.is_authenticated else None


def remember(response: HttpResponse, cart: Cart) -> HttpResponse:
    """Keep the guest's cart and the count that the page shell shows."""
    secure = settings.SESSION_COOKIE_SECURE
    if cart.person_id is None:
        response.set_signed_cookie(
            COOKIE, cart.id.hex, salt=COOKIE, max_age=KEEP_S, httponly=True, samesite="Lax", secure=secure
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    count = sum(cart.lines.values_list("quantity", flat=True))
    response.set_cookie(COUNT_COOKIE, str(min(count, 9999)), max_age=KEEP_S, samesite="Lax", secure=secure)
    return response


def _guest(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.get_signed_cookie(COOKIE, salt=COOKIE))
    except (KeyError, BadSignature, ValueError):
        return None
