"""The pages of buyer, shop and hub, without script; and nobody reads what is not hers."""

from uuid import uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from karum.seeds.factories import make_orders
from karum.talk import letters
from karum.talk.models import Attachment, Conversation, SavedReply
from karum.talk.views import asker
from tests.hostile import broken_forms, broken_queries
from tests.reviews.conftest import jpeg, upload
from tests.talk.conftest import NOW, World, token

pytestmark = pytest.mark.django_db


def asking(**more: object) -> dict[str, object]:
    return {"key": str(uuid4()), "words": "Is it blue?", "language": "en", "name": "Anke"} | more


def ask_page(world: World) -> str:
    return reverse("talk:ask", args=[world.seller.slug]) + f"?product={world.offer.product_slug}"


def test_a_guest_asks_confirms_and_reads_the_answer(
    world: World, client: Client, shop: Client, mailoutbox: list[EmailMessage]
) -> None:
    product = client.get(f"/p/{world.offer.product_slug}").text
    assert ask_page(world) in product
    assert "Blue mug" in client.get(ask_page(world)).text
    sent = client.post(ask_page(world), asking(email="anke@people.example", pictures=[upload(jpeg())]))
    assert "look into your mail" in sent.text
    row = Conversation.objects.get()
    home = reverse("talk:talk", args=[token(row)])
    assert "Is it blue?" not in shop.get(reverse("desk:inbox", args=[world.seller.slug])).text
    assert "send it" in client.get(home).text
    assert client.post(f"{home}/confirm").status_code == 302
    desk = reverse("desk:talk", args=[world.seller.slug, row.key])
    page = shop.get(desk).text
    assert "Is it blue?" in page
    assert "anke@people.example" not in page
    assert token(row) not in page
    picture = Attachment.objects.get()
    assert shop.get(f"{desk}/files/{picture.key}").headers["Content-Type"] == "image/webp"
    assert client.get(f"{home}/files/{picture.key}").status_code == 200
    assert shop.post(f"{desk}/say", {"words": "Yes, very.", "language": "en", "seen": "1"}).status_code == 302
    assert "Yes, very." in client.get(home).text


def test_a_person_asks_without_a_letter_and_finds_it_again(world: World, buyer: Client) -> None:
    assert buyer.post(ask_page(world), asking()).status_code == 302
    row = Conversation.objects.get()
    assert row.confirmed_at is not None
    assert row.person_id == world.buyer.pk
    assert "Kiln Lane" in buyer.get(reverse("talk:mine")).text
    assert Client().get(reverse("talk:mine")).status_code == 302


def test_a_product_of_another_shop_is_not_what_it_is_about(world: World, buyer: Client) -> None:
    address = reverse("talk:ask", args=[world.seller.slug])
    assert buyer.post(f"{address}?product=no-such-thing", asking(may_publish="on")).status_code == 302
    row = Conversation.objects.get()
    assert (row.product_id, row.may_publish) == (None, False)
    assert buyer.get(reverse("talk:ask", args=["no-such-shop"])).status_code == 404


def test_what_is_wrong_is_said_and_nothing_is_lost(world: World, client: Client, buyer: Client) -> None:
    answer = client.post(ask_page(world), asking(email="no address"))
    assert answer.status_code == 422
    assert "Is it blue?" in answer.text
    answer = buyer.post(ask_page(world), asking(words="My card: 4242 4242 4242 4242"))
    assert answer.status_code == 422
    assert "Never send it to anybody" in answer.text
    answer = buyer.post(ask_page(world), asking(pictures=[upload(b"<svg/>")]))
    assert answer.status_code == 422
    assert "not a whole picture" in answer.text
    assert not Conversation.objects.exists()


def test_a_visitor_cannot_ask_without_end(world: World, buyer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asker, "ASKED_MAX", 1)
    assert buyer.post(ask_page(world), asking()).status_code == 302
    assert buyer.post(ask_page(world), asking()).status_code == 422


def test_the_buyer_writes_about_her_order_and_the_shop_answers_there(
    world: World, shop: Client, client: Client
) -> None:
    (order,) = make_orders(world.offer, now=NOW)
    page = client.get(reverse("orders:order", args=[order.token])).text
    address = reverse("talk:order", args=[order.token])
    assert address in page
    assert client.post(address, {"words": "Second floor, please.", "language": "en"}).status_code == 302
    assert client.get(address).status_code == 302, "there is one conversation about an order"
    row = Conversation.objects.get()
    assert order.number in shop.get(reverse("desk:talk", args=[world.seller.slug, row.key])).text
    begin = shop.post(reverse("desk:order-message", args=[world.seller.slug, order.key]))
    assert begin.url == reverse("desk:talk", args=[world.seller.slug, row.key])


def test_a_reader_is_warned_of_business_outside_and_links_are_no_links(world: World, buyer: Client) -> None:
    row = world.ask()
    world.answer(row, "Write me on WhatsApp: https://evil.example.com <b>now</b>")
    page = buyer.get(reverse("talk:talk", args=[token(row)])).text
    assert "Pay only on the hub" in page
    assert "&lt;b&gt;now" in page
    assert 'href="https://evil' not in page


def test_answers_stand_on_the_product_page_without_a_name(world: World, buyer: Client, shop: Client) -> None:
    row = world.ask()
    public = reverse("talk:answers", args=[world.offer.product_slug])
    assert "Nobody has asked in public yet" in buyer.get(public).text
    world.answer(row)
    desk = reverse("desk:talk", args=[world.seller.slug, row.key])
    assert "Does this help others?" in shop.get(desk).text
    assert shop.post(f"{desk}/publish").status_code == 302
    for address in (public, f"/p/{world.offer.product_slug}"):
        page = Client().get(address).text
        assert "Is it dishwasher safe?" in page
        assert "Grace" not in page
    home = reverse("talk:talk", args=[token(row)])
    assert buyer.post(f"{home}/allow", {"may": "0"}).status_code == 302
    assert "dishwasher" not in Client().get(public).text
    assert shop.post(f"{desk}/withdraw").status_code == 302


def test_saved_replies_are_written_chosen_and_removed(world: World, shop: Client) -> None:
    row, replies = world.ask(), reverse("desk:replies", args=[world.seller.slug])
    data = {"name": "Care", "language": "en", "words": "Dear {name}, wash it by hand."}
    assert shop.post(replies, data).status_code == 302
    assert shop.post(replies, data | {"words": "{price}", "name": "X"}).status_code == 422
    reply = SavedReply.objects.get()
    desk = reverse("desk:talk", args=[world.seller.slug, row.key])
    assert "Dear Grace, wash it by hand." in shop.get(f"{desk}?reply={reply.pk}").text
    assert shop.get(f"{desk}?reply=99999").status_code == 404
    assert shop.post(reverse("desk:reply", args=[world.seller.slug, reply.pk]), {"remove": "1"}).status_code == 302
    assert not SavedReply.objects.exists()


def test_the_tab_says_how_much_is_not_read(world: World, shop: Client) -> None:
    world.ask()
    inbox = reverse("desk:inbox", args=[world.seller.slug])
    assert '<span class="tool__count number">1<span class="hush"> not read</span></span>' in shop.get(inbox).text
    row = Conversation.objects.get()
    shop.get(reverse("desk:talk", args=[world.seller.slug, row.key]))
    assert "tool__count number" not in shop.get(inbox).text.split("<main")[1]


def test_the_hub_reads_only_what_is_shown_to_it(world: World, operator: Client, buyer: Client) -> None:
    row = world.ask()
    page = reverse("talk:hub_talk", args=[row.key])
    assert operator.get(page).status_code == 404
    home = reverse("talk:talk", args=[token(row)])
    assert buyer.post(f"{home}/report", {"reason": ""}).status_code == 422
    assert buyer.post(f"{home}/report", {"reason": "fraud", "note": "Look."}).status_code == 302
    assert "Kiln Lane" in operator.get(reverse("talk:queue")).text
    assert "dishwasher" in operator.get(page).text
    assert operator.post(f"{page}/freeze", {"reason": "fraud"}).status_code == 422
    assert operator.post(f"{page}/freeze", {"reason": "fraud", "note": "No trade here."}).status_code == 302
    assert "No trade here." in buyer.get(home).text
    assert buyer.post(f"{home}/say", {"words": "Hello?", "language": "en"}).status_code == 422
    assert operator.post(f"{page}/thaw", {"note": ""}).status_code == 302
    assert operator.post(f"{page}/erase").status_code == 404


def test_strangers_read_nothing(world: World, shop: Client) -> None:
    row, stranger = world.ask(), Client()
    good = token(row)
    assert stranger.get(reverse("talk:talk", args=[good[:-1] + ("a" if good[-1] != "a" else "b")])).status_code == 404
    for name, args in (("desk:inbox", [world.seller.slug]), ("desk:talk", [world.seller.slug, row.key])):
        assert stranger.get(reverse(name, args=args)).status_code == 302
    stranger.force_login(world.buyer)
    assert stranger.get(reverse("desk:talk", args=[world.seller.slug, row.key])).status_code == 404
    assert stranger.get(reverse("talk:queue")).status_code == 403
    assert shop.get(reverse("talk:hub_talk", args=[row.key])).status_code == 403
    assert stranger.get(reverse("talk:picture", args=[good, uuid4()])).status_code == 404


def test_nothing_typed_breaks_a_page(world: World, shop: Client, buyer: Client, operator: Client) -> None:
    row = world.ask()
    desk = reverse("desk:talk", args=[world.seller.slug, row.key])
    assert not broken_queries(shop, desk, "reply")
    assert not broken_queries(shop, reverse("desk:inbox", args=[world.seller.slug]), "show", "page")
    assert not broken_queries(buyer, reverse("talk:answers", args=[world.offer.product_slug]), "page")
    assert not broken_queries(buyer, reverse("talk:ask", args=[world.seller.slug]), "product")
    assert not broken_forms(buyer, ask_page(world))
    assert not broken_forms(Client(), ask_page(world))
    assert not broken_forms(buyer, reverse("talk:talk", args=[token(row)]))
    assert not broken_forms(shop, desk)
    assert not broken_forms(shop, reverse("desk:replies", args=[world.seller.slug]))
    assert not broken_forms(operator, reverse("talk:hub_talk", args=[row.key]))
    assert letters.send(row.pk, 1) >= 0
