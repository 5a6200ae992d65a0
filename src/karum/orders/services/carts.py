"""Carts: put in, change, take out, merge a guest's with a person's."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from karum.catalogue.queries.offers import offer, quantity_error
from karum.compliance.queries import stopped
from karum.orders.away import away_text
from karum.orders.models import Cart, CartLine
from karum.parties.domain import PostalAddress
from karum.parties.queries import closed
from karum.shipping.queries import holidays

LINES_MAX = 100
QUANTITY_MAX = 1_000_000


@transaction.atomic
def open_cart(person_id: int | None, guest_id: UUID | None) -> Cart:
    """Return the person's cart, or the guest's by the id in her cookie; a new one where there is none.

    A guest who signed in brings her cart along: its lines join the person's, the larger quantity wins.
    """
    guest = Cart.objects.filter(id=guest_id, person=None).first() if guest_id else None
    if person_id is None:
        return guest or Cart.objects.create()
    own, _new = Cart.objects.get_or_create(person_id=person_id)
    if guest is not None:
        _merge(guest, own)
    return own


def add(cart: Cart, offer_id: int, quantity: int, language: str) -> str | None:
    """Put ``quantity`` more units into the cart; return what is wrong, in the reader's language, or None."""
    line = CartLine.objects.filter(cart=cart, offer_id=offer_id).first()
    return set_quantity(cart, offer_id, quantity + (line.quantity if line else 0), language)


@transaction.atomic
def set_quantity(cart: Cart, offer_id: int, quantity: int, language: str) -> str | None:
    """Make the cart hold ``quantity`` units of the offer (0 takes it out); return what is wrong, or None.

    What is wrong is not kept: the cart stays as it was.
    """
    if quantity <= 0:
        CartLine.objects.filter(cart=cart, offer_id=offer_id).delete()
        return None
    wanted = offer(offer_id, language)
    if wanted is None:
        return _("This offer is no longer there.")
    away = holidays([wanted.seller_id], now=timezone.now()).get(wanted.seller_id)
    if away is not None and not away.sells:
        return away_text(away)
    if closed([wanted.seller_id]) or stopped([wanted.seller_id]):
        return _("This shop is closed.")
    quantity = min(quantity, QUANTITY_MAX)
    error = quantity_error(wanted, quantity)
    if error:
        return error
    if not CartLine.objects.filter(cart=cart, offer_id=offer_id).exists() and cart.lines.count() >= LINES_MAX:
        return _("A cart holds %(count)d different things at most.") % {"count": LINES_MAX}
    CartLine.objects.update_or_create(cart=cart, offer_id=offer_id, defaults={"quantity": quantity})
    cart.save(update_fields=["updated_at"])
    return None


def keep_contact(cart: Cart, email: str, ship_to: PostalAddress) -> None:
    """Remember who buys and where it goes, so that a step back loses nothing."""
    if ship_to.country != cart.ship_to.get("country"):
        cart.delivery, cart.ways = {}, {}  # other countries, other ways of delivery and payment
    cart.email, cart.ship_to = email, {name: getattr(ship_to, name) for name in ship_to.__slots__}
    cart.save()


def keep_delivery(cart: Cart, chosen: dict[int, str], ways: dict[int, str] | None = None) -> None:
    """Remember the way of delivery per seller, seller id -> option code, and how she is paid: seller id -> way."""
    cart.delivery = {str(seller_id): code for seller_id, code in chosen.items()}
    cart.ways = {str(seller_id): way for seller_id, way in (ways or {}).items()}
    cart.save()


def take_out(cart: Cart, offer_ids: Iterable[int]) -> None:
    """These offers were bought: their lines go, address and e-mail stay for the next time."""
    CartLine.objects.filter(cart=cart, offer_id__in=list(offer_ids)).delete()


def forget_old_carts(*, before: datetime) -> int:
    """Delete guests' carts that nobody touched since ``before``; return how many."""
    deleted, _by_table = Cart.objects.filter(person=None, updated_at__lt=before).delete()
    return deleted


def forget_person(person_id: int) -> None:
    """Delete a person's cart: her account is closed."""
    Cart.objects.filter(person_id=person_id).delete()


def _merge(guest: Cart, own: Cart) -> None:
    for line in guest.lines.all():
        mine, new = CartLine.objects.get_or_create(
            cart=own, offer_id=line.offer_id, defaults={"quantity": line.quantity}
        )
        if not new and mine.quantity < line.quantity:
            CartLine.objects.filter(id=mine.id).update(quantity=line.quantity)
    if not own.ship_to and guest.ship_to:
        own.email, own.ship_to, own.delivery = guest.email, guest.ship_to, guest.delivery
        own.ways = guest.ways
        own.save()
    guest.delete()
