"""What search engines and shared links are told: addresses, languages, facts, pictures, sitemaps."""

import io
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from lxml import etree
from PIL import Image

from karum.catalogue import services as catalogue
from karum.catalogue.queries import outward
from karum.reviews.models import ProductRating, SellerRating
from karum.runtime.settings import settings
from karum.site.templatetags.sharing import json_ld
from tests.shop.conftest import COFFEE, TODAY, Hub, holiday, words_of

BASE = settings().base_url
PAGE = f"/p/{COFFEE}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def canonical(page: str) -> str:
    [found] = re.findall(r'<link rel="canonical" href="([^"]+)">', page)
    return found.replace("&amp;", "&")


def facts(page: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)">', page))


# addresses and languages


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        (PAGE, PAGE),
        (f"{PAGE}?offer=1&quantity=3&utm_source=x", PAGE),
        (f"{PAGE}?lang=fr", f"{PAGE}?lang=fr"),
        (f"{PAGE}?lang=fr&ship_to=US", f"{PAGE}?lang=fr"),
        (f"{PAGE}?lang=tlh", PAGE),
        ("/", "/"),
        ("/search?q=mug&origin=RW", "/search"),
        ("/c/food?page=3&sort=newest", "/c/food?page=3"),
        ("/c/food?page=1", "/c/food"),
        ("/c/food?page=-2", "/c/food"),
        ("/s/huye-hills-coffee?page=2&lang=ar", "/s/huye-hills-coffee?page=2&lang=ar"),
        ("/markets/KE", "/markets/KE"),
    ],
)
def test_a_page_has_one_address_whatever_else_stands_in_it(hub: Hub, client: Client, asked: str, address: str) -> None:
    assert canonical(client.get(asked).content.decode()) == BASE + address


def test_every_language_has_an_address_that_speaks_it_to_everybody(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "KE.sw.KES"
    page = client.get(PAGE).content.decode()
    named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    assert named.pop("x-default") == BASE + PAGE
    assert len(named) == len(django_settings.LANGUAGES)
    for language, address in named.items():
        shown = client.get(address.removeprefix(BASE))
        assert f'<html lang="{language}"' in shown.content.decode()
        assert canonical(shown.content.decode()) == address, "each version names itself"
        assert "locale" not in shown.cookies, "nothing is kept of it"
    assert '<html lang="sw"' in client.get(PAGE).content.decode(), "her own choice holds"


def test_an_address_may_show_the_price_in_another_country(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "KE.en.KES"
    assert "(United Kingdom)" in words_of(client.get(f"{PAGE}?ship_to=GB"))
    assert "(Kenya)" in words_of(client.get(f"{PAGE}?ship_to=XX"))
    assert "(Kenya)" in words_of(client.get(PAGE))


def test_who_chooses_a_language_on_such_a_page_gets_it(hub: Hub, client: Client) -> None:
    page = client.get(f"{PAGE}?lang=fr&offer=7").content.decode()
    [link] = re.findall(r'href="(/locale\?language=sw[^"]*)"', page)
    chosen = client.get(link.replace("&amp;", "&"), follow=True)
    assert '<html lang="sw"' in chosen.content.decode()


@pytest.mark.parametrize("address", ["/cart", "/locale", "/account/login/", "/nothing/here"])
def test_what_is_no_page_for_everybody_names_no_address(hub: Hub, client: Client, address: str) -> None:
    assert "canonical" not in client.get(address).content.decode()


# facts


def test_a_product_says_its_price_and_shipping_as_the_page_shows_them(hub: Hub, client: Client) -> None:
    client.cookies["locale"] = "US.en.USD"
    product, path = facts(client.get(PAGE).content.decode())
    offer = product["offers"]
    assert product["@type"] == "Product"
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["seller"]["name"] == "Huye Hills Coffee"
    rate = offer["shippingDetails"]["shippingRate"]
    assert offer["shippingDetails"]["shippingDestination"]["addressCountry"] == "US"
    page = words_of(client.get(PAGE))
    total = f"{float(offer['price']) + float(rate['value']):.2f}"
    assert f"${total}" in page
    parts = offer["priceSpecification"]["priceComponent"]
    assert sum(round(float(part["price"]) * 100) for part in parts) == round(float(offer["price"]) * 100)
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 30
    assert [step["name"] for step in path["itemListElement"]] == ["Karum", "Food & drink", "Coffee", product["name"]]


@pytest.mark.parametrize("place", ["US.en.USD", ""])
def test_a_seller_on_holiday_sells_nothing_or_later(hub: Hub, client: Client, place: str) -> None:
    client.cookies["locale"] = place

    def said(*, sells: bool) -> tuple[str, str | None]:
        holiday(hub.coffee_seller, sells=sells)
        offer = facts(client.get(f"{PAGE}?offer={hub.offer_id}").text)[0]["offers"]
        return offer["availability"].removeprefix("https://schema.org/"), offer.get("availabilityStarts")

    assert said(sells=False) == ("OutOfStock", None)
    assert said(sells=True) == ("BackOrder", str(TODAY + timedelta(days=10)))


def test_without_a_country_only_the_sellers_price_is_said(hub: Hub, client: Client) -> None:
    offer = facts(client.get(PAGE).content.decode())[0]["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("12.50", "USD")
    assert "shippingDetails" not in offer
    assert "priceSpecification" not in offer


def test_where_the_goods_are_not_sent_no_shipping_is_promised(hub: Hub, client: Client) -> None:
    offer = facts(client.get(f"{PAGE}?ship_to=AU").content.decode())[0]["offers"]
    assert "shippingDetails" not in offer


def test_facts_cannot_end_their_element_or_begin_another(hub: Hub, client: Client) -> None:
    evil = "</script><script>alert(1)</script><!-- \u2028 & \"'"
    catalogue.save_text(hub.product_id, "en", title=evil, description=evil)
    page = client.get(PAGE).content.decode()
    assert facts(page)[0]["name"] == evil
    assert "<script>alert" not in page
    block = str(json_ld({"a": evil}))
    assert re.findall(r"[<>]", block) == list("<><>"), "its own tags only"


def test_a_shop_and_the_hub_say_who_they_are(hub: Hub, client: Client) -> None:
    [firm] = facts(client.get("/s/huye-hills-coffee").content.decode())
    assert (firm["@type"], firm["address"]["addressCountry"], firm["foundingDate"]) == ("Organization", "RW", "2009")
    [site] = facts(client.get("/").content.decode())
    assert site["@type"] == "WebSite"


# links that people share


def test_a_shared_link_has_title_price_and_a_picture_of_its_own(pictured: Hub, client: Client) -> None:
    said = meta(client.get(PAGE).content.decode())
    assert said["og:title"] == "Huye washed bourbon"
    assert (said["product:price:amount"], said["product:price:currency"]) == ("12.50", "USD")
    answer = client.get(said["og:image"].removeprefix(BASE))
    assert "immutable" in answer["Cache-Control"]
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))
    assert len(answer.content) < 300_000
    assert client.get(said["og:image"].removeprefix(BASE)).content == answer.content, "made once"


def test_a_page_without_a_picture_has_the_hubs(hub: Hub, client: Client) -> None:
    assert meta(client.get("/how").content.decode())["og:image"].endswith(".jpg")


@pytest.mark.parametrize("name", ["0" * 32, "..%2f..%2fsecret-key", "x", "A" * 32])
def test_no_picture_is_made_of_what_no_product_shows(hub: Hub, client: Client, name: str) -> None:
    assert client.get(f"/share/{name}.jpg").status_code == 404


def test_the_picture_for_links_goes_with_the_picture(
    pictured: Hub, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    from karum.catalogue.queries import pictures

    first = pictures(pictured.product_id)[0]
    assert client.get(first.share).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.remove_picture(pictured.product_id, first.id)
    assert client.get(first.share).status_code == 404


# sitemaps


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer) if answer.streaming else answer.content
    return etree.fromstring(content)


def test_robots_find_the_sitemaps_and_leave_private_pages_alone(hub: Hub, client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert {"Disallow: /desk", "Disallow: /account/"} <= set(lines)
    assert not any(PAGE.startswith(line.removeprefix("Disallow: ")) for line in lines if line.startswith("Dis"))


def test_the_sitemaps_name_every_page_once_and_each_is_there(pictured: Hub, client: Client) -> None:
    files = [one.text.removeprefix(BASE) for one in read(client, "/sitemap.xml").iter(f"{SITEMAP}loc")]
    found = [one for file in files for one in read(client, file).iterfind(f"{SITEMAP}url/{SITEMAP}loc")]
    pages = [one.text.removeprefix(BASE) for one in found]
    assert len(pages) == len(set(pages))
    assert {"/", PAGE, "/p/blue-slip-mug", "/c/coffee", "/s/huye-hills-coffee", "/markets/KE"} <= set(pages)
    for page in [one for one in pages if not one.startswith("/markets/")] + ["/markets/KE"]:
        assert canonical(client.get(page).content.decode()) == BASE + page


def test_pages_of_many_reviews_are_found_and_those_that_say_nothing_new_are_not(hub: Hub, client: Client) -> None:
    def voices() -> list[str]:
        rows = read(client, "/sitemaps/voices.xml").iterfind(f"{SITEMAP}url/{SITEMAP}loc")
        return [one.text.removeprefix(BASE) for one in rows]

    assert voices() == []
    ProductRating.objects.create(product_id=hub.product_id, n5=2)
    SellerRating.objects.create(seller_id=hub.coffee_seller.id, n5=2)
    assert voices() == [], "the product's own page shows two reviews"
    ProductRating.objects.update(n1=1)
    SellerRating.objects.update(n4=1)
    found = voices()
    assert found == [f"{PAGE}/reviews", "/s/huye-hills-coffee/reviews"]
    for page in found:
        html = client.get(page).text
        assert canonical(html) == BASE + page
        assert "noindex" not in html
    catalogue.change_product(hub.product_id, state="draft")
    assert voices() == ["/s/huye-hills-coffee/reviews"]


def test_what_is_not_for_sale_is_in_no_sitemap(hub: Hub, client: Client) -> None:
    catalogue.change_product(hub.product_id, state="draft")
    [file] = [one.text for one in read(client, "/sitemap.xml").iter(f"{SITEMAP}loc") if "products" in one.text]
    assert PAGE not in etree.tostring(read(client, file.removeprefix(BASE))).decode()


def test_a_part_of_which_nothing_is_for_sale_now_is_empty_and_there(hub: Hub, client: Client) -> None:
    from karum.catalogue.models import Listing

    Listing.objects.all().delete()
    [file] = [one.text for one in read(client, "/sitemap.xml").iter(f"{SITEMAP}loc") if "products" in one.text]
    assert len(read(client, file.removeprefix(BASE))) == 0


def test_products_are_split_into_parts_by_their_ids(hub: Hub, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(outward, "SITEMAP_SIZE", 1)
    files = [one.text for one in read(client, "/sitemap.xml").iter(f"{SITEMAP}loc") if "products" in one.text]
    assert len(files) == 2
    found = [read(client, file.removeprefix(BASE)).findtext(f"{SITEMAP}url/{SITEMAP}loc") for file in files]
    assert found == [f"{BASE}{PAGE}", f"{BASE}/p/blue-slip-mug"]


@pytest.mark.parametrize("address", ["/sitemaps/secrets.xml", "/sitemaps/products-99999999999.xml"])
def test_a_sitemap_that_is_not_there_is_not_there(hub: Hub, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_lastmod_is_the_day_of_the_last_change(hub: Hub, client: Client) -> None:
    from karum.catalogue.models import Product

    Product.objects.update(updated_at="2026-03-04T05:06:07Z")
    [file] = [one for one in read(client, "/sitemap.xml") if "products" in one.findtext(f"{SITEMAP}loc")]
    assert date.fromisoformat(file.findtext(f"{SITEMAP}lastmod")[:10]) == date(2026, 3, 4)
