"""Save, follow, share, and what a guest brings along when she signs in."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from karum.catalogue.queries import lowest_quantity, offer
from karum.parties.locale import Locale
from karum.parties.queries import businesses
from karum.saved.models import Follow, Keeper, Wish
from karum.saved.queries.lists import doors_of

WISHES_MAX = 200
FOLLOWS_MAX = 200


@transaction.atomic
def open_keeper(person_id: int | None, guest_id: UUID | None, *, now: datetime) -> Keeper:
    """The person's saved things, or the guest's by the id in her cookie; made where there are none.

    A guest who signed in brings hers along: what she has already stays as it is.
    """
    guest = Keeper.objects.select_for_update().filter(id=guest_id, person_id=None).first() if guest_id else None
    if person_id is None:
        own = guest or Keeper.objects.create(seen_at=now)
    else:
        own, _made = Keeper.objects.get_or_create(person_id=person_id, defaults={"seen_at": now})
        if guest is not None:
            _merge(guest, own)
    Keeper.objects.filter(id=own.id).update(seen_at=now)
    return own


@transaction.atomic
def save_wish(keeper: Keeper, offer_id: int, place: Locale, *, now: datetime) -> str | None:
    """Put the offer on the list with today's price at this door; return what is wrong, or None.

    What is on the list already keeps the day and price of the first time.
    """
    found = offer(offer_id, place.language)
    firm = businesses([found.seller_id]).get(found.seller_id) if found else None
    if found is None or firm is None or not firm.active:
        return _("This offer is no longer there.")
    _hold(keeper, now)
    if Wish.objects.filter(keeper=keeper, offer_id=offer_id).exists():
        return None
    if Wish.objects.filter(keeper=keeper).count() >= WISHES_MAX:
        return _("A wish list holds %(count)d things at most.") % {"count": WISHES_MAX}
    door = doors_of([found], businesses([found.seller_id]), place.country, place.currency, now=now).get(offer_id)
    total = door.total if door else None
    Wish.objects.create(
        keeper=keeper,
        offer_id=offer_id,
        product_id=found.product_id,
        seller_id=found.seller_id,
        saved_at=now,
        country=place.country,
        currency=place.currency,
        door_minor=total.minor if total else None,
        told_currency=found.currency,
        told_price_minor=found.price_minor,
        told_in_stock=found.available >= lowest_quantity(found),
    )
    return None


def drop_wish(keeper: Keeper, offer_id: int) -> None:
    """Take the offer off the list."""
    Wish.objects.filter(keeper=keeper, offer_id=offer_id).delete()


@transaction.atomic
def follow(keeper: Keeper, seller_id: int, *, now: datetime) -> str | None:
    """Follow the shop; return what is wrong, or None."""
    firm = businesses([seller_id]).get(seller_id)
    if firm is None or not firm.active:
        return _("This shop is closed.")
    _hold(keeper, now)
    if Follow.objects.filter(keeper=keeper).count() >= FOLLOWS_MAX:
        return _("You follow %(count)d shops already. Please leave one first.") % {"count": FOLLOWS_MAX}
    Follow.objects.get_or_create(keeper=keeper, seller_id=seller_id, defaults={"since": now})
    return None


def unfollow(keeper: Keeper, seller_id: int) -> None:
    """Hear no more of the shop."""
    Follow.objects.filter(keeper=keeper, seller_id=seller_id).delete()


def share(keeper: Keeper) -> str:
    """Let who has the link see the wish list; return the secret in the link. Asked again, it is the same."""
    if not keeper.share:
        keeper.share = secrets.token_urlsafe(16)
        keeper.save(update_fields=["share"])
    return keeper.share


def end_share(keeper: Keeper) -> None:
    """The link that was given away shows nothing any more."""
    keeper.share = None
    keeper.save(update_fields=["share"])


def forget_old_guests(*, before: datetime) -> int:
    """Delete what guests saved who did not come back since ``before``; return how many guests."""
    return Keeper.objects.filter(person_id=None, seen_at__lt=before).delete()[1].get("saved.Keeper", 0)


def forget_person(person_id: int) -> None:
    """Delete what a person saved: her account is closed."""
    Keeper.objects.filter(person_id=person_id).delete()


def _hold(keeper: Keeper, now: datetime) -> None:
    """Lock her row. A guest's that just went over to an account begins anew and comes along with her next page."""
    Keeper.objects.get_or_create(id=keeper.id, defaults={"seen_at": now})
    Keeper.objects.select_for_update().get(id=keeper.id)


def _merge(guest: Keeper, own: Keeper) -> None:
    """What does not fit below the limits any more stays out: the newest come along first."""
    has = set(Wish.objects.filter(keeper=own).values_list("offer_id", flat=True))
    free = max(WISHES_MAX - len(has), 0)
    new = Wish.objects.filter(keeper=guest).exclude(offer_id__in=has).order_by("-saved_at", "-id")
    Wish.objects.filter(id__in=list(new.values_list("id", flat=True)[:free])).update(keeper=own)
    shops = set(Follow.objects.filter(keeper=own).values_list("seller_id", flat=True))
    free = max(FOLLOWS_MAX - len(shops), 0)
    more = Follow.objects.filter(keeper=guest).exclude(seller_id__in=shops).order_by("-since", "-id")
    Follow.objects.filter(id__in=list(more.values_list("id", flat=True)[:free])).update(keeper=own)
    guest.delete()
