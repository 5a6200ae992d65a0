"""The product's page says what it costs at the door, and where it does not know, it says that."""

import pytest
from django.test import Client

from karum.catalogue import services as catalogue
from karum.parties import services as parties
from karum.shop.views.product import QUANTITY_MAX
from tests.shop.conftest import COFFEE, Hub, words_of

PAGE = f"/p/{COFFEE}"


def words(client: Client, address: str = PAGE) -> str:
    return words_of(client.get(address))


def test_without_a_country_the_page_asks_for_one_and_shows_the_sellers_price(hub: Hub, client: Client) -> None:
    page = words(client)
    assert "US$12.50" in page
    assert "See the price at your door" in page
    assert "At your door" not in page


def test_with_a_country_every_part_of_the_price_stands_with_its_reason(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "GB.en.GBP"
    page = words(client)
    for part in ("Goods", "Shipping", "Import duty", "Tax at import", "At your door", "Registered post"):
        assert part in page
    assert "goods up to £135.00 are relieved of it" in page
    assert "https://www.gov.uk/" in page
    assert "if you order today" in page


def test_what_is_not_known_is_called_unknown_and_never_zero(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "US.en.USD"
    page = words(client, "/p/blue-slip-mug")
    assert "unknown" in page
    assert "What is not known" in page
    total = page.split("receipt__row--total")[1].split("</div>")[0]
    assert "unknown" in total
    assert "0.00" not in total


def test_a_country_that_the_seller_does_not_ship_to_is_said_and_nothing_can_be_bought(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "JP.en.USD"
    page = words(client)
    assert "does not ship this to Japan" in page
    assert "disabled>" in page


def test_a_country_or_currency_that_does_not_exist_counts_as_none(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "XX.en.ZZZ"
    assert "See the price at your door" in words(client)


def test_a_currency_without_a_rate_is_said(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "KE.en.YER"
    page = words(client)
    assert "We have no exchange rate" in page
    assert "12.50" in page


def test_a_variant_has_its_own_price_and_stock(hub: Hub, buyer: Client) -> None:
    page = words(buyer, f"{PAGE}?offer={hub.large_offer_id}")
    assert "Only 3 left." in page
    assert f'name="offer_id" value="{hub.large_offer_id}"' in page


def test_offers_of_other_sellers_stand_below_with_their_door_price(hub: Hub, buyer: Client) -> None:
    page = words(buyer)
    assert "Other sellers of this product" in page
    assert f"?offer={hub.other_offer_id}" in page or f"?offer={hub.offer_id}" in page


def test_a_quantity_break_changes_the_price_of_one(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "KE.en.USD"
    page = words(client, f"{PAGE}?offer={hub.offer_id}&quantity=12")
    assert "for 12, at US$11.00 each" in page
    assert 'value="12"' in page


@pytest.mark.parametrize("quantity", ["abc", "-3", "0", "1.5", "٣", "9" * 30, ""])
def test_a_quantity_that_cannot_be_read_counts_as_the_smallest_order(hub: Hub, buyer: Client, quantity: str) -> None:
    page = words_of(buyer.get(PAGE, {"quantity": quantity, "offer": "x", "variant": "-1"}))
    assert 'name="quantity" inputmode="numeric" dir="ltr" value="1"' in page


def test_more_than_there_is_is_told_at_once(hub: Hub, buyer: Client) -> None:
    assert "Only 320 are left." in words(buyer, f"{PAGE}?offer={hub.offer_id}&quantity=321")
    assert buyer.get(PAGE, {"offer": hub.offer_id, "quantity": QUANTITY_MAX * 10}).status_code == 200


def test_a_pack_and_a_smallest_order_are_said_and_kept_by_the_input(hub: Hub, buyer: Client) -> None:
    page = words(buyer, "/p/blue-slip-mug")
    assert "Smallest order: 6." in page
    assert 'min="6" step="6"' in page


def test_sold_out_shows_no_form(hub: Hub, buyer: Client) -> None:
    catalogue.set_stock(hub.pottery.id, hub.mug_offer_id, 0)
    page = words(buyer, "/p/blue-slip-mug")
    assert "Sold out." in page
    assert "Add to cart" not in page


def test_a_product_that_nobody_offers_now_leads_to_a_search(hub: Hub, buyer: Client) -> None:
    catalogue.set_offer_state(hub.pottery.id, hub.mug_offer_id, "paused")
    assert "Nobody offers this at the moment." in words(buyer, "/p/blue-slip-mug")


def test_an_unknown_product_is_a_page_that_helps(hub: Hub, buyer: Client) -> None:
    answer = buyer.get("/p/nothing-of-this-name")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_script_in_what_sellers_write_stays_text(hub: Hub, buyer: Client) -> None:
    bad = "<script>alert(1)</script>"
    catalogue.save_text(hub.product_id, "en", title=bad, summary=bad, description=bad, state="original")
    for address in (PAGE, "/search", "/", f"/s/{hub.coffee_seller.slug}"):
        page = buyer.get(address).content.decode()
        assert bad not in page
        assert "&lt;script&gt;" in page


def test_words_in_another_language_than_the_pages_are_labelled(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "KE.sw.KES"
    page = words(client)
    assert '<bdi lang="en">Huye washed bourbon</bdi>' in page
    assert 'lang="en" dir="ltr"' in page


def test_words_in_the_pages_language_are_shown(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "DE.fr.EUR"
    assert "Bourbon lavé de Huye" in words(client)


def test_the_statement_about_the_seller_has_its_day_and_who_checked(hub: Hub, buyer: Client) -> None:
    page = words(buyer, f"{PAGE}?offer={hub.offer_id}")
    assert "Entry in the company register read" in page
    assert "14 March 2026" in page
    assert "Aline Mukamana" in page


def test_a_closed_shop_offers_nothing_on_the_page_that_others_share(hub: Hub, buyer: Client) -> None:
    parties.set_active(hub.coffee_seller.id, False)
    page = buyer.get(f"/p/{COFFEE}", {"offer": hub.offer_id}).text
    assert "Etruria Street Pottery" in page
    assert "Huye Hills Coffee" not in page
    parties.set_active(hub.pottery.id, False)
    assert 'action="/cart/add"' not in buyer.get(f"/p/{COFFEE}").text
