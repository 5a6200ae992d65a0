"""The front page, a seller's page, and how buying works."""

from django.test import Client

from karum.parties import services as parties
from tests.shop.conftest import Hub


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
