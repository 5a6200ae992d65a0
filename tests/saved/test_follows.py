"""Following a shop: one letter a day at most, about what is new and in stock."""

from datetime import timedelta

from django.test import Client

from karum.catalogue.models import Listing
from karum.parties import services as parties
from karum.parties.models import Letter
from karum.saved import services
from karum.saved.models import Follow
from karum.saved.services.news import tell_followers
from karum.seeds.factories import make_business, make_offer
from tests.hostile import broken_forms

from .conftest import NOW, World

DAY = timedelta(days=1)


def listed(title: str, world: World, *, days: float, available: int = 10) -> None:
    made = make_offer(world.seller, title=title, available=available)
    Listing.objects.filter(product_id=made.product_id).update(listed_at=NOW + days * DAY)


def test_new_goods_are_told_in_one_letter_a_day(world: World) -> None:
    services.follow(world.keeper(), world.seller.id, now=NOW)
    Listing.objects.update(listed_at=NOW - DAY)
    assert tell_followers(now=NOW + DAY) == 0
    listed("Natural geisha", world, days=0.2)
    listed("Honey bourbon", world, days=0.3)
    assert tell_followers(now=NOW + DAY) == 1
    letter = Letter.objects.get()
    assert letter.subject == "New at Huye Hills Coffee"
    assert "- Honey bourbon\n- Natural geisha\n" in letter.body
    assert f"/s/{world.seller.slug}" in letter.body
    listed("Peaberry", world, days=1.1)
    assert tell_followers(now=NOW + 1.2 * DAY) == 0
    assert tell_followers(now=NOW + 2 * DAY) == 1
    newest = Letter.objects.order_by("-id")[0].body
    assert "Peaberry" in newest
    assert "Honey" not in newest
    assert tell_followers(now=NOW + 3 * DAY) == 0


def test_what_is_sold_out_old_or_from_a_closed_shop_is_no_news(world: World) -> None:
    Listing.objects.update(listed_at=NOW - DAY)
    services.follow(world.keeper(), world.seller.id, now=NOW)
    listed("Sold out", world, days=0.1, available=0)
    assert tell_followers(now=NOW + DAY) == 0
    listed("Long ago", world, days=0.1)
    assert tell_followers(now=NOW + 9 * DAY) == 0
    listed("Fresh", world, days=9)
    parties.set_active(world.seller.id, False)
    assert tell_followers(now=NOW + 9.5 * DAY) == 0


def test_two_shops_are_one_letter(world: World) -> None:
    other = make_business(name="Lake Kivu Tea")
    Listing.objects.update(listed_at=NOW - DAY)
    for seller in (world.seller, other):
        services.follow(world.keeper(), seller.id, now=NOW)
        made = make_offer(seller)
        Listing.objects.filter(product_id=made.product_id).update(listed_at=NOW + DAY / 2)
    assert tell_followers(now=NOW + DAY) == 1
    letter = Letter.objects.get()
    assert letter.subject in ("New at Lake Kivu Tea and 1 more shop", "New at Huye Hills Coffee and 1 more shop")
    assert "Lake Kivu Tea" in letter.body
    assert "Huye Hills Coffee" in letter.body


def test_a_visitor_follows_from_the_shops_page_and_leaves(world: World, client: Client) -> None:
    client.force_login(world.grace)
    page = f"/s/{world.seller.slug}"
    assert 'action="/saved/shops/follow"' in client.get(page).content.decode()
    assert client.post("/saved/shops/follow", {"seller_id": world.seller.id, "next": page}).headers["Location"] == page
    assert 'action="/saved/shops/leave"' in client.get(page).content.decode()
    assert world.seller.name in client.get("/saved/shops").content.decode()
    assert broken_forms(client, "/saved/shops") == []
    client.post("/saved/shops/leave", {"seller_id": world.seller.id})
    assert not Follow.objects.exists()


def test_a_closed_shop_cannot_be_followed(world: World) -> None:
    parties.set_active(world.seller.id, False)
    assert services.follow(world.keeper(), world.seller.id, now=NOW)
    assert services.follow(world.keeper(), 10**12, now=NOW)
    assert not Follow.objects.exists()
