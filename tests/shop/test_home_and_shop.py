"""The front page, a seller's page, and how buying works."""

from uuid import uuid4

from django.test import Client
from django.utils import timezone

from karum.catalogue import services as catalogue
from karum.catalogue.models import Picture
from karum.catalogue.queries.pictures import file_name
from karum.money import Money
from karum.parties import services as parties
from karum.talk.domain.terms import terms
from karum.talk.models import Conversation
from tests.shop.conftest import Hub, picture, words_of


def test_the_front_page_shows_goods_shelves_and_makers(hub: Hub, buyer: Client) -> None:
    page = buyer.get("/").content.decode()
    for part in ("Huye washed bourbon", "Blue slip mug", "/c/food", "Huye Hills Coffee", "/s/etruria-street-pottery"):
        assert part in page


def test_an_empty_hub_still_has_a_front_page(db: None, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "The shelves are still empty" in page


def test_a_sellers_page_has_story_statements_terms_and_goods(hub: Hub, buyer: Client) -> None:
    page = buyer.get("/s/huye-hills-coffee").content.decode()
    for part in ("Families grow coffee", "14 March 2026", "Huye washed bourbon", "If it never comes"):
        assert part in page
    assert "Blue slip mug" not in page


def test_pictures_of_the_first_three_goods_go_with_the_story(pictured: Hub, buyer: Client) -> None:
    files = [_file(pictured.product_id)]
    for number in range(1, 4):
        product = catalogue.create_product(
            seller_id=pictured.coffee_seller.id, category="coffee", language="en", title=f"Lot {number}",
            hs_code="090121", origin="RW",
        )  # fmt: skip
        variant = catalogue.add_variant(product, weight_g=285)
        catalogue.set_offer(
            seller_id=pictured.coffee_seller.id, variant_id=variant, sku=f"L{number}", price=Money(900, "USD")
        )
        if number == 2:
            assert 'class="mosaic"' not in buyer.get("/s/huye-hills-coffee").text  # two pictures are no strip
        catalogue.add_picture(product, picture((60 * number, 120, 90)), alt=f"Lot {number}")
        files.append(_file(product))
    page = buyer.get("/s/huye-hills-coffee").text
    strip = page.split('class="mosaic"')[1].split("</ul>")[0]
    assert [name for name in files if name in strip] == files[:3]
    assert strip.count('alt=""') == 3  # the goods below say what they show


def _file(product_id: int) -> str:
    """The small file of a product's first picture."""
    return file_name(Picture.objects.filter(product_id=product_id).order_by("position")[0].digest, 320, "webp")


def test_a_shop_says_how_fast_it_answers_once_it_answered_often_enough(hub: Hub, buyer: Client) -> None:
    def answered(count: int) -> None:
        now = timezone.now()
        Conversation.objects.bulk_create(
            Conversation(
                key=uuid4(), seller_id=hub.coffee_seller.id, email="x@people.example", asker="x", language="en",
                opened_at=now, confirmed_at=now, last_at=now, last_side="seller", answered_after_s=4 * 3600 + 1,
            )
            for _ in range(count)
        )  # fmt: skip

    answered(terms().speed_min - 1)
    assert "answer" not in words_of(buyer.get("/s/huye-hills-coffee")).split("</header>")[1].split("What we sell")[0]
    answered(1)
    assert "Usually answers within 5 hours." in buyer.get("/s/huye-hills-coffee").text


def test_nobody_checked_is_said_plainly(hub: Hub, buyer: Client) -> None:
    assert "Nobody has checked this firm yet" in buyer.get("/s/etruria-street-pottery").content.decode()


def test_a_closed_or_unknown_shop_is_not_found(hub: Hub, buyer: Client) -> None:
    parties.set_active(hub.pottery.id, False)
    assert buyer.get("/s/etruria-street-pottery").status_code == 404
    assert buyer.get("/s/nobody").status_code == 404


def test_a_page_number_that_cannot_be_read_is_the_first(hub: Hub, buyer: Client) -> None:
    for number in ("0", "abc", "99999", "-1"):
        assert buyer.get("/s/huye-hills-coffee", {"page": number}).status_code == 200


def test_how_it_works_names_the_terms_in_force(client: Client) -> None:
    page = client.get("/how").content.decode()
    assert "30 minutes" in page
    assert "within 5 days" in page
