"""Product feeds, held against the attribute rules that Google publishes (Merchant Center Help, answer 7052112)."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from karum.catalogue import services as catalogue
from karum.catalogue.queries import outward
from karum.money import Money
from karum.runtime.settings import settings
from karum.shop import limits
from karum.shop.domain import merchant
from tests.shop.conftest import TODAY, Hub, holiday
from tests.shop.test_finding import facts

G = "{http://base.google.com/ns/1.0}"
BASE = settings().base_url
PRICE = re.compile(r"\d+(\.\d{2,3})? [A-Z]{3}")
REQUIRED = ("title", "description", "link", f"{G}id", f"{G}image_link", f"{G}availability", f"{G}price")


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return etree.fromstring(b"".join(answer))


def items(client: Client, address: str = "/feeds/google/GB/en.xml") -> list[Any]:
    return list(read(client, address).iter("item"))


def held(item: Any) -> None:
    """One item against the published rules. Raises AssertionError for the first that it breaks."""
    for name in REQUIRED:
        assert (item.findtext(name) or "").strip(), f"{name} is required"
    assert len(item.findtext(f"{G}id")) <= 50
    assert len(item.findtext("title")) <= 150
    assert len(item.findtext("description")) <= 5000
    assert len(item.findtext("link")) <= 2000
    assert item.findtext("link").startswith(("http://", "https://"))
    assert len(item.findall(f"{G}additional_image_link")) <= 10
    assert item.findtext(f"{G}availability") in {"in_stock", "out_of_stock", "preorder", "backorder"}
    sent_from = item.findtext(f"{G}availability_date")
    assert (sent_from is not None) == (item.findtext(f"{G}availability") in {"preorder", "backorder"})
    assert sent_from is None or re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z", sent_from)
    assert item.findtext(f"{G}condition") in {"new", "refurbished", "used"}
    assert PRICE.fullmatch(item.findtext(f"{G}price"))
    assert Decimal(item.findtext(f"{G}price").split()[0]) > 0
    gtin = item.findtext(f"{G}gtin")
    assert (gtin is None) == (item.findtext(f"{G}identifier_exists") == "no"), "either a number, or none exists"
    assert gtin is None or (gtin.isdigit() and len(gtin) in (8, 12, 13, 14))
    assert re.fullmatch(r"\d+ (g|kg|lb|oz)", item.findtext(f"{G}shipping_weight"))
    [shipping] = item.findall(f"{G}shipping")
    assert re.fullmatch("[A-Z]{2}", shipping.findtext(f"{G}country"))
    assert PRICE.fullmatch(shipping.findtext(f"{G}price"))
    assert shipping.findtext(f"{G}price").split()[1] == item.findtext(f"{G}price").split()[1]
    for least, most in (("min_handling_time", "max_handling_time"), ("min_transit_time", "max_transit_time")):
        assert 0 <= int(shipping.findtext(G + least)) <= int(shipping.findtext(G + most))
    known = {"id", "image_link", "additional_image_link", "availability", "availability_date", "price", "condition",
             "gtin", "identifier_exists", "item_group_id", "product_type", "shipping_weight", "ships_from_country",
             "external_seller_id", "shipping"}  # fmt: skip
    assert {child.tag.removeprefix(G) for child in item if child.tag.startswith(G)} <= known


def test_every_item_keeps_the_published_rules(pictured: Hub, client: Client) -> None:
    feed = read(client, "/feeds/google/GB/en.xml")
    assert (feed.tag, feed.get("version")) == ("rss", "2.0")
    assert all(feed.findtext(f"channel/{name}") for name in ("title", "link", "description"))
    found = list(feed.iter("item"))
    assert len(found) == 3, "the mugs are sold by the dozen and have no picture"
    for item in found:
        held(item)
    assert len({item.findtext(f"{G}id") for item in found}) == 3


def test_the_rules_of_this_test_can_be_broken(pictured: Hub, client: Client) -> None:
    item = items(client)[0]
    item.find(f"{G}price").text = "£10"
    with pytest.raises(AssertionError):
        held(item)


@pytest.mark.parametrize("country", ["GB", "US", "DE", "KE"])
def test_price_and_shipping_are_those_of_the_page_behind_the_link(pictured: Hub, client: Client, country: str) -> None:
    for item in items(client, f"/feeds/google/{country}/en.xml"):
        shipping = item.find(f"{G}shipping")
        amount, currency = item.findtext(f"{G}price").split()
        page = client.get(item.findtext("link").removeprefix(BASE)).content.decode()
        offer = facts(page)[0]["offers"]
        assert (offer["price"], offer["priceCurrency"]) == (amount, currency)
        assert offer["shippingDetails"]["shippingRate"]["value"] == shipping.findtext(f"{G}price").split()[0]
        assert shipping.findtext(f"{G}country") == country


def test_what_cannot_be_promised_is_left_out(pictured: Hub, client: Client) -> None:
    assert items(client, "/feeds/google/AU/en.xml") == [], "nobody sends there"


def test_a_seller_on_holiday_has_nothing_to_sell_or_sends_later_with_a_day(pictured: Hub, client: Client) -> None:
    def said(*, sells: bool) -> tuple[str, str | None]:
        holiday(pictured.coffee_seller, sells=sells)
        (item,) = (one for one in items(client) if one.findtext(f"{G}id") == str(pictured.offer_id))
        held(item)
        return item.findtext(f"{G}availability"), item.findtext(f"{G}availability_date")

    assert said(sells=False) == ("out_of_stock", None)
    assert said(sells=True) == ("backorder", f"{TODAY + timedelta(days=10)}T00:00Z")


def test_a_feed_has_only_words_that_a_person_wrote_in_its_language(pictured: Hub, client: Client) -> None:
    titles = {item.findtext("title") for item in items(client, "/feeds/google/GB/fr.xml")}
    assert titles == {"Bourbon lavé de Huye, 250 g", "Bourbon lavé de Huye, 1 kg"}
    assert items(client, "/feeds/google/GB/sw.xml") == []


def test_variants_of_a_product_are_one_group_and_say_so_in_their_titles(pictured: Hub, client: Client) -> None:
    found = items(client)
    assert len({item.findtext(f"{G}item_group_id") for item in found}) == 1
    assert {item.findtext("title") for item in found} == {"Huye washed bourbon, 250 g", "Huye washed bourbon, 1 kg"}


def test_a_seller_has_a_feed_of_her_own(pictured: Hub, client: Client) -> None:
    found = items(client, "/s/huye-hills-coffee/google/GB/en.xml")
    assert {item.findtext(f"{G}external_seller_id") for item in found} == {"huye-hills-coffee"}
    assert len(found) == 2
    assert client.get("/s/nobody/google/GB/en.xml").status_code == 404


def test_parts_follow_each_other(pictured: Hub, client: Client, monkeypatch: Any) -> None:
    offers = (pictured.offer_id, pictured.large_offer_id, pictured.other_offer_id)
    monkeypatch.setattr(outward, "FEED_SIZE", max(offers))  # the last one begins the second part
    monkeypatch.setattr(limits, "FEEDS_PER_MINUTE", 1_000)
    ids: list[str] = []
    address: str | None = "/feeds/google/GB/en.xml"
    seen = 0
    while address:
        feed = read(client, address)
        ids += [item.findtext(f"{G}id") for item in feed.iter("item")]
        following = feed.find("channel/{http://www.w3.org/2005/Atom}link")
        address = following.get("href").removeprefix(BASE) if following is not None else None
        seen += 1
    assert seen == 2
    assert sorted(ids) == sorted(map(str, offers))


@pytest.mark.parametrize(
    "address", ["/feeds/google/XX/en.xml", "/feeds/google/GB/tlh.xml", "/feeds/google/GB/en.xml?part=-1",
                "/feeds/google/GB/en.xml?part=999", "/feeds/google/GB/en.xml?part=1e9"],
)  # fmt: skip
def test_a_feed_that_is_not_there_is_not_there(pictured: Hub, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_feeds_are_not_asked_for_without_rest(hub: Hub, client: Client) -> None:
    answers = [client.get("/feeds/google/GB/en.xml").status_code for _ in range(8)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_words_that_xml_cannot_hold_do_no_harm(pictured: Hub, client: Client) -> None:
    catalogue.save_text(pictured.product_id, "en", title="]]></title><b>\x0b&", description="&\U0001f375 <x>" * 1_500)
    for item in items(client):
        held(item)


def test_amounts_are_written_as_their_currency_wants() -> None:
    assert merchant.price(Money(1500, "JPY")) == "1500 JPY"
    assert merchant.price(Money(1500, "USD")) == "15.00 USD"
