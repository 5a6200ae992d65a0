"""Wish lists: saved with the price of the day, merged at sign-in, told of once, shown to others by a link."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from karum.money import Money
from karum.notices.queries import Wanted
from karum.notices.services import Kind
from karum.notices.services.switches import choose
from karum.parties import services as parties
from karum.parties.locale import Locale
from karum.parties.models import Letter
from karum.saved import services
from karum.saved.domain.changes import Change, compare, fell_enough
from karum.saved.models import Keeper, Wish
from karum.saved.queries import counts_of_seller, wish_cards
from karum.saved.services.news import tell_wishes
from karum.seeds.factories import make_offer, make_person
from tests.hostile import broken_forms, broken_queries

from .conftest import LEEDS, NOW, World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_prices_are_compared_only_where_both_are_known() -> None:
    ten, nine = Money(1000, "GBP"), Money(900, "GBP")
    assert compare(ten, nine).change is Change.CHEAPER
    assert compare(nine, ten).change is Change.DEARER
    assert compare(nine, ten).difference == compare(ten, nine).difference == Money(100, "GBP")
    assert compare(ten, ten).change is Change.SAME
    for then, now in ((None, ten), (ten, None), (ten, Money(900, "EUR"))):
        assert compare(then, now).change is Change.UNKNOWN
        assert compare(then, now).difference is None
    assert fell_enough(1000, 970)
    assert not fell_enough(1000, 971)


def test_the_list_shows_todays_door_price_beside_that_of_the_day_of_saving(world: World) -> None:
    keeper = world.save()
    (card,) = wish_cards(keeper, LEEDS, now=NOW)
    assert card.compared.change is Change.SAME
    assert card.door
    before = card.door.total
    world.sell_at(6000)
    (card,) = wish_cards(keeper, LEEDS, now=NOW + DAY)
    assert card.compared.change is Change.CHEAPER
    assert card.compared.then == before
    assert card.can_buy
    (card,) = wish_cards(keeper, Locale("FR", "en", "EUR"), now=NOW)
    assert card.compared.change is Change.UNKNOWN  # another door
    (card,) = wish_cards(keeper, Locale("", "en", "GBP"), now=NOW)
    assert card.door is None


def test_saved_twice_it_stands_there_once_with_its_first_day(world: World) -> None:
    keeper = world.save()
    assert services.save_wish(keeper, world.offer.id, LEEDS, now=NOW + DAY) is None
    assert Wish.objects.get().saved_at == NOW


def test_what_is_not_for_sale_cannot_be_saved(world: World) -> None:
    assert services.save_wish(world.keeper(), 10**9, LEEDS, now=NOW)
    parties.set_active(world.seller.id, False)
    assert services.save_wish(world.keeper(), world.offer.id, LEEDS, now=NOW)
    assert not Wish.objects.exists()


def test_a_list_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.saved.services.keep.WISHES_MAX", 1)
    keeper = world.save()
    assert services.save_wish(keeper, make_offer(world.seller).id, LEEDS, now=NOW)
    assert Wish.objects.count() == 1


def test_who_signs_in_brings_along_what_she_saved_as_a_guest(world: World) -> None:
    own = world.save()
    guest = services.open_keeper(None, None, now=NOW)
    other = make_offer(world.seller)
    services.save_wish(guest, world.offer.id, LEEDS, now=NOW + DAY)
    services.save_wish(guest, other.id, LEEDS, now=NOW + DAY)
    services.follow(guest, world.seller.id, now=NOW)
    assert services.open_keeper(world.grace.pk, guest.id, now=NOW) == own
    assert set(own.wishes.values_list("offer_id", flat=True)) == {world.offer.id, other.id}
    assert own.wishes.get(offer_id=world.offer.id).saved_at == NOW
    assert own.follows.count() == 1
    assert Keeper.objects.count() == 1


def test_nobody_takes_over_the_list_of_a_person(world: World) -> None:
    own = world.save()
    thief = make_person("thief@people.example")
    services.open_keeper(thief.pk, own.id, now=NOW)
    services.open_keeper(None, own.id, now=NOW)
    assert own.wishes.count() == 1
    assert Keeper.objects.get(id=own.id).person_id == world.grace.pk


def test_a_price_that_fell_is_told_once_and_small_changes_never(world: World) -> None:
    world.save()
    assert tell_wishes(now=NOW + HOUR) == 0
    world.sell_at(7400)
    assert tell_wishes(now=NOW + HOUR) == 0
    world.sell_at(6000)
    assert tell_wishes(now=NOW + HOUR) == 1
    letter = Letter.objects.get()
    assert letter.recipient == world.grace.email
    assert letter.subject == f"{world.offer.title} is cheaper now"
    assert "at your door (United Kingdom)" in letter.body
    assert "When you saved it, 21 November 2026: £" in letter.body
    assert "List-Unsubscribe" in letter.headers
    assert tell_wishes(now=NOW + 2 * DAY) == 0
    world.sell_at(7500)
    assert tell_wishes(now=NOW + 3 * DAY) == 0
    world.sell_at(6000)
    assert tell_wishes(now=NOW + 4 * DAY) == 0


def test_goods_that_are_there_again_are_told(world: World) -> None:
    world.save()
    world.sell_at(7500, available=0)
    assert tell_wishes(now=NOW + HOUR) == 0
    world.sell_at(7500, available=5)
    assert tell_wishes(now=NOW + 2 * HOUR) == 1
    assert Letter.objects.get().subject == f"{world.offer.title} is for sale again"
    assert tell_wishes(now=NOW + 2 * DAY) == 0


def test_there_is_one_letter_a_day_and_what_happens_meanwhile_waits(world: World) -> None:
    world.save()
    world.sell_at(6000)
    assert tell_wishes(now=NOW + HOUR) == 1
    world.sell_at(5000)
    assert tell_wishes(now=NOW + 3 * HOUR) == 0
    assert tell_wishes(now=NOW + 22 * HOUR) == 1


def test_who_switched_it_off_hears_nothing_and_guests_have_no_address(world: World) -> None:
    world.save()
    guest = services.open_keeper(None, None, now=NOW)
    services.save_wish(guest, world.offer.id, LEEDS, now=NOW)
    choose(world.grace, {Kind.WISHES: Wanted(by_email=False, by_push=False)}, now=NOW)
    world.sell_at(5000)
    assert tell_wishes(now=NOW + HOUR) == 0
    assert not Letter.objects.exists()


def test_the_seller_learns_numbers_only(world: World) -> None:
    keeper = world.save()
    services.follow(keeper, world.seller.id, now=NOW)
    found = counts_of_seller(world.seller.id)
    assert (found.wishes, found.followers) == (1, 1)
    assert counts_of_seller(world.seller.id + 1_000).wishes == 0


def test_guests_who_stay_away_are_forgotten_and_people_are_not(world: World) -> None:
    world.save()
    services.open_keeper(None, None, now=NOW)
    assert services.forget_old_guests(before=NOW) == 0
    assert services.forget_old_guests(before=NOW + DAY) == 1
    assert Keeper.objects.get().person_id == world.grace.pk


def test_a_guest_saves_finds_signs_in_and_shares(world: World, client: Client) -> None:
    client.cookies["locale"] = LEEDS.cookie
    page = f"/p/{world.offer.product_slug}"
    assert 'action="/saved/add"' in client.get(page).content.decode()
    answer = client.post("/saved/add", {"offer_id": world.offer.id, "next": page})
    assert answer.headers["Location"] == page
    assert client.cookies["saved"]["httponly"]
    assert "On your wish list" in client.get(page).content.decode()
    assert world.offer.title in client.get("/saved").content.decode()
    client.force_login(world.grace)
    assert world.offer.title in client.get("/saved").content.decode()
    assert Keeper.objects.get().person_id == world.grace.pk
    client.post("/saved/share")
    share = Keeper.objects.get().share
    stranger = Client()
    shown = stranger.get(f"/saved/list/{share}").content.decode()
    assert world.offer.title in shown
    assert f'name="offer_id" value="{world.offer.id}">' in shown
    assert "/saved/remove" not in shown
    assert world.grace.email not in shown
    assert world.grace.full_name not in shown
    client.post("/saved/share", {"end": "yes"})
    assert stranger.get(f"/saved/list/{share}").status_code == 404
    client.post("/saved/remove", {"offer_id": world.offer.id})
    assert not Wish.objects.exists()


def test_a_forged_cookie_opens_nobodys_list(world: World, client: Client) -> None:
    keeper = services.open_keeper(None, None, now=NOW)
    services.save_wish(keeper, world.offer.id, LEEDS, now=NOW)
    client.cookies["saved"] = keeper.id.hex
    assert world.offer.title not in client.get("/saved").content.decode()
    client.cookies["saved"] = f"{uuid4().hex}:x:y"
    assert client.get("/saved").status_code == 200


def test_nobody_is_sent_to_another_site(world: World, client: Client) -> None:
    for path in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post("/saved/add", {"offer_id": world.offer.id, "next": path})
        assert answer.headers["Location"] == "/saved"


def test_hostile_words_break_nothing(world: World, client: Client) -> None:
    client.force_login(world.grace)
    world.save()
    services.share(world.keeper())
    assert broken_forms(client, "/saved") == []
    assert broken_queries(client, "/saved", "page") == []
    for text in ("x", "%00", "%F0%9F%A7%B5", "x" * 2_000):
        assert client.get(f"/saved/list/{text}").status_code == 404


def test_many_wishes_come_in_pages(world: World, client: Client) -> None:
    keeper = world.save()
    first = Wish.objects.get()
    for number in range(30):
        Wish.objects.create(
            keeper=keeper, offer_id=10**9 + number, product_id=1, seller_id=1, saved_at=NOW - DAY, currency="GBP",
            told_currency="RWF", told_price_minor=1, told_in_stock=True,
        )  # fmt: skip
    client.force_login(world.grace)
    assert world.offer.title in client.get("/saved").content.decode()
    second = client.get("/saved?page=2").content.decode()
    assert second.count("This offer is no longer there.") == 7
    assert first.offer_id
