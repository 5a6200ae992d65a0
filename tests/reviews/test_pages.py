"""The pages of readers, buyers, sellers and the hub, without script; and nobody does what is not hers."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karum.reviews.models import Report, Review
from karum.reviews.views import buyer as buyer_view
from tests.hostile import broken_forms, broken_queries
from tests.reviews.conftest import World, jpeg, upload

pytestmark = pytest.mark.django_db


def said(**more: object) -> dict[str, object]:
    return {
        "key": "0a0a0a0a-0000-4000-8000-000000000001",
        "stars": "5",
        "words": "Keeps the tea warm.",
        "language": "en",
        "sign": "first",
    } | more


def listing(world: World) -> str:
    return reverse("reviews:product", args=[world.offer.product_slug])


def test_a_guest_writes_from_her_order_with_photos_and_changes_it(world: World, client: Client) -> None:
    order = world.buy()
    page = client.get(reverse("orders:order", args=[order.token])).text
    assert reverse("reviews:order", args=[order.token]) in page
    form = client.get(reverse("reviews:order", args=[order.token]))
    assert form.status_code == 302, "one thing was bought: straight to its form"
    address = reverse("reviews:write", args=[order.token, 0])
    assert "Publish my review" in client.get(address).text
    answer = client.post(address, said(photos=[upload(jpeg()), upload(jpeg("teal"))]))
    assert answer.status_code == 302, answer.text
    shown = client.get(listing(world)).text
    assert "Keeps the tea warm." in shown
    assert "Grace" in shown
    assert "United Kingdom" in shown
    assert "Thornton" not in shown
    assert shown.count("<picture>") == 2
    assert client.post(address, said(words="Now it leaks.", stars="2", without="0")).status_code == 302
    review = Review.objects.get()
    assert (review.stars, review.words, review.photo_count) == (2, "Now it leaks.", 1)


def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(world: World, client: Client) -> None:
    order = world.buy()
    address = reverse("reviews:write", args=[order.token, 0])
    answer = client.post(address, said(stars=""))
    assert answer.status_code == 422
    assert "Choose how many stars." in answer.text
    assert "Keeps the tea warm." in answer.text
    answer = client.post(address, said(photos=[upload(b"GIF89a no picture")]))
    assert answer.status_code == 422
    assert "not a whole picture" in answer.text
    answer = client.post(address, said(photos=[upload(jpeg(c)) for c in ("red", "blue", "green", "pink", "gray")]))
    assert answer.status_code == 422
    assert not Review.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_goods_that_are_on_their_way_have_no_form(world: World, client: Client) -> None:
    order = world.buy(state="shipped")
    address = reverse("reviews:write", args=[order.token, 0])
    assert "when it has arrived" in client.get(address).text
    assert client.post(address, said()).status_code == 422
    assert client.get(reverse("reviews:write", args=[order.token, 7])).status_code == 404
    assert client.get(reverse("reviews:write", args=[order.token[:-1] + "x", 0])).status_code == 404


def test_a_visitor_cannot_write_without_end(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buyer_view, "WRITTEN_MAX", 1)
    address = reverse("reviews:write", args=[world.buy().token, 0])
    assert client.post(address, said()).status_code == 302
    assert client.post(address, said(words="Again.")).status_code == 422


def test_the_list_is_honest_about_few_reviews_and_filters(world: World, client: Client) -> None:
    assert "Nobody has written about it yet" in client.get(listing(world)).text
    world.review(5, "One.")
    world.review(1, "Two.")
    page = client.get(listing(world)).text
    assert "2 reviews so far: we show an average from 3 on." in page
    world.review(3, "Three.")
    page = client.get(listing(world)).text
    assert "3 reviews" in page
    assert ">3</span>" in page or ">3.0</span>" in page
    only = client.get(listing(world), {"stars": "1"}).text
    assert "Two." in only
    assert "One." not in only
    shop = client.get(reverse("reviews:seller", args=[world.seller.slug])).text
    assert "Blue mug" in shop


def test_product_and_shop_page_show_a_little_and_nothing_without_reviews(world: World, client: Client) -> None:
    product, shop = f"/p/{world.offer.product_slug}", f"/s/{world.seller.slug}"
    assert listing(world) not in client.get(product).text
    for stars in (5, 4):
        world.review(stars, f"I give it {stars}.")
    assert "aggregateRating" not in client.get(product).text, "too few for an average"
    world.review(4, "I give it 4.")
    page = client.get(product).text
    assert '"aggregateRating"' in page
    assert listing(world) in page
    assert "4.3" in page
    assert page.count('<blockquote class="quoted') == 2
    assert "4.3" in client.get(shop).text


def test_another_language_is_named_and_a_translation_keeps_its_original(world: World, client: Client) -> None:
    world.review(5, "كوب جميل <b>جدا</b>", language="ar")
    page = client.get(listing(world)).text
    assert 'lang="ar" dir="rtl"' in page
    assert "&lt;b&gt;" in page
    assert "In Arabic" in page


def test_the_seller_replies_translates_and_reports_but_cannot_remove(world: World, seller: Client) -> None:
    review = world.review(2, "Très lourd.", language="fr")

    def at(what: str) -> str:
        return reverse("desk:review-act", args=[world.seller.slug, review.key, what])

    assert "Très lourd." in seller.get(reverse("desk:reviews", args=[world.seller.slug])).text
    assert seller.post(at("reply"), {"words": "Merci !", "language": "fr"}).status_code == 302
    assert seller.post(at("reply"), {"words": " ", "language": "fr"}).status_code == 422
    assert seller.post(at("translate"), {"to": "en", "text": "Very heavy."}).status_code == 302
    assert seller.post(at("translate"), {"to": "fr", "text": "Very heavy."}).status_code == 422
    assert seller.post(at("report"), {"reason": "insult", "words": ""}).status_code == 302
    assert seller.post(at("hide"), {"reason": "insult", "words": "x"}).status_code == 404
    assert Report.objects.get().side == "seller"
    page = Client().get(listing(world)).text
    assert "Very heavy." in page
    assert "Très lourd." in page
    assert f"by {world.seller.name}" in page
    assert "Merci !" in page


def test_strangers_reach_neither_desk_nor_console(world: World) -> None:
    review, stranger = world.review(), Client()
    for name, args in (
        ("desk:reviews", [world.seller.slug]),
        ("desk:review", [world.seller.slug, review.key]),
        ("reviews:queue", []),
        ("reviews:hub_review", [review.key]),
    ):
        assert stranger.get(reverse(name, args=args)).status_code == 302, name
    stranger.force_login(world.owner)
    assert stranger.get(reverse("reviews:queue")).status_code == 403
    assert stranger.post(reverse("reviews:hub_act", args=[review.key, "hide"])).status_code == 403


def test_the_hub_looks_hides_and_shows_again(world: World, operator: Client, client: Client) -> None:
    review = world.review(1, "Call me at 555 0100.")
    report = reverse("reviews:report", args=[review.key])
    assert client.post(report, {"reason": "private", "words": "A number."}).status_code == 302
    assert client.post(report, {"reason": "because"}).status_code == 422
    assert "555 0100" in operator.get(reverse("reviews:queue")).text

    def at(what: str) -> str:
        return reverse("reviews:hub_act", args=[review.key, what])

    assert operator.post(at("hide"), {"reason": "private"}).status_code == 422
    assert operator.post(at("hide"), {"reason": "private", "words": "A number."}).status_code == 302
    assert "555 0100" not in client.get(listing(world)).text
    assert client.get(report).status_code == 404
    assert operator.post(at("show"), {"note": "The number is invented."}).status_code == 302
    assert operator.post(at("translate"), {"to": "fr", "text": "Appelez-moi."}).status_code == 302
    assert operator.post(at("erase")).status_code == 404
    page = operator.get(reverse("reviews:hub_review", args=[review.key])).text
    assert "The number is invented." in page


def test_the_rules_show_the_figures_of_the_program(client: Client) -> None:
    page = client.get(reverse("reviews:rules")).text
    assert "from 3 reviews on" in page
    assert "for 30 days" in page


def test_nothing_typed_breaks_a_page(world: World, seller: Client, operator: Client, client: Client) -> None:
    order, review = world.buy(), world.review()
    assert not broken_queries(client, listing(world), "stars", "country", "photos", "page")
    assert not broken_forms(client, reverse("reviews:write", args=[order.token, 0]))
    assert not broken_forms(client, reverse("reviews:report", args=[review.key]))
    assert not broken_forms(seller, reverse("desk:review", args=[world.seller.slug, review.key]))
    assert not broken_forms(operator, reverse("reviews:hub_review", args=[review.key]))
