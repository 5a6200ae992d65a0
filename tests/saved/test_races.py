"""Two at once: a button pressed three times on a bad line, and a sign-in in one window while another one saves."""

import pytest

from karum.saved import services
from karum.saved.models import Follow, Keeper, Wish
from tests.saved.conftest import LEEDS, NOW, World
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_saved_and_followed_three_times_at_once_stands_there_once(world: World) -> None:
    def save() -> str | None:
        return services.save_wish(world.keeper(), world.offer.id, LEEDS, now=NOW)

    def follow() -> str | None:
        return services.follow(world.keeper(), world.seller.id, now=NOW)

    assert at_once(*[save] * 3, *[follow] * 3) == [None] * 6
    assert (Keeper.objects.count(), Wish.objects.count(), Follow.objects.count()) == (1, 1, 1)


def test_a_guest_who_signs_in_in_three_windows_at_once_brings_her_things_along_once(world: World) -> None:
    guest = services.open_keeper(None, None, now=NOW)
    services.save_wish(guest, world.offer.id, LEEDS, now=NOW)
    services.follow(guest, world.seller.id, now=NOW)
    at_once(*[lambda: services.open_keeper(world.grace.pk, guest.id, now=NOW)] * 3)
    own = Keeper.objects.get()
    assert own.person_id == world.grace.pk
    assert (own.wishes.count(), own.follows.count()) == (1, 1)


def test_what_one_window_saves_while_another_one_signs_in_comes_along_too(world: World) -> None:
    guest = services.open_keeper(None, None, now=NOW)
    own = services.open_keeper(world.grace.pk, guest.id, now=NOW)  # the other window was quicker
    assert services.save_wish(guest, world.offer.id, LEEDS, now=NOW) is None
    assert services.follow(guest, world.seller.id, now=NOW) is None
    assert services.open_keeper(world.grace.pk, guest.id, now=NOW) == own
    assert (own.wishes.count(), own.follows.count()) == (1, 1)
