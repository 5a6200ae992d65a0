"""Prices by quantity and the rules of an offer."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from karum.catalogue import services
from karum.catalogue.domain import breaks_are_sound, lowest_quantity, unit_price, unit_price_minor
from karum.catalogue.domain.offers import LockedOffer
from karum.catalogue.models import Offer, Product
from karum.catalogue.queries import offers, product_page, products_of_seller, quantity_error
from karum.money import Money
from tests.catalogue.conftest import make_offer, make_product


def priced(price: int, breaks: list[tuple[int, int]], **facts: int) -> LockedOffer:
    given = {"quantity_min": 1, "pack_multiple": 1, "available": 100} | facts
    return LockedOffer(1, 1, "active", "USD", price, tuple(breaks), **given)


sound_breaks = st.lists(
    st.tuples(st.integers(2, 500), st.integers(1, 999)), max_size=5, unique_by=(lambda b: b[0], lambda b: b[1])
).map(
    lambda entries: list(zip(sorted(q for q, _ in entries), sorted((p for _, p in entries), reverse=True), strict=True))
)


@given(sound_breaks, st.integers(1, 600), st.integers(0, 100))
def test_more_units_never_cost_more_each(breaks: list[tuple[int, int]], quantity: int, more: int) -> None:
    assert breaks_are_sound(1000, breaks)
    offer = priced(1000, breaks)
    assert unit_price_minor(offer, quantity + more) <= unit_price_minor(offer, quantity) <= 1000


@given(sound_breaks)
def test_a_break_holds_from_its_quantity_on(breaks: list[tuple[int, int]]) -> None:
    for quantity, price in breaks:
        assert unit_price(priced(1000, breaks), quantity) == Money(price, "USD")


@pytest.mark.parametrize(
    "breaks", [[(1, 900)], [(10, 1000)], [(10, 0)], [(10, 900), (10, 800)], [(10, 900), (20, 950)], [(10,)]]
)
def test_breaks_that_make_no_sense_are_refused(coffee_shelf: int, breaks: list[tuple[int, int]]) -> None:
    assert not breaks_are_sound(1000, breaks)
    with pytest.raises(services.NotAccepted) as refused:
        make_offer(price="10.00", breaks=breaks)
    assert list(refused.value.problems) == ["breaks"]


@given(st.integers(1, 200), st.integers(1, 50))
def test_the_lowest_quantity_keeps_minimum_and_packs(quantity_min: int, pack: int) -> None:
    lowest = lowest_quantity(priced(1, [], quantity_min=quantity_min, pack_multiple=pack))
    assert lowest >= quantity_min
    assert lowest % pack == 0
    assert lowest - pack < quantity_min


def test_a_quantity_that_cannot_be_ordered_is_explained(coffee_shelf: int) -> None:
    offer = priced(1000, [], quantity_min=6, pack_multiple=6, available=20)
    assert quantity_error(offer, 6) is None
    assert quantity_error(offer, 3) == "The smallest order is 6."
    assert quantity_error(offer, 8) == "This is sold in packs of 6. Choose 6, or more by whole packs."
    assert quantity_error(offer, 24) == "Only 20 are left."
    assert quantity_error(priced(1, [], quantity_min=6, available=5), 6) == "This is sold out."
    assert quantity_error(priced(1, [], available=1), 2) == "Only 1 is left."


@pytest.mark.parametrize(
    "broken",
    ["price_minor = 0", "currency = 'usd'", "available = -1", "reserved = -1", "quantity_min = 0",
     "breaks = '[[1, 5]]'", "breaks = '{}'", "incoterm = 'XXX'", "state = 'gone'", "sku = ''", "handling_days = 91"],
)  # fmt: skip
def test_the_database_itself_refuses_an_impossible_offer(coffee_shelf: int, broken: str) -> None:
    make_offer()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE catalogue_offer SET {broken}")


def test_every_problem_is_told_at_its_field(coffee_shelf: int) -> None:
    with pytest.raises(services.NotAccepted) as refused:
        services.create_product(
            seller_id=1, category="nowhere", language="en", title=" ", hs_code="12", origin="XX", summary="x" * 301
        )
    assert set(refused.value.problems) == {"category", "title", "hs_code", "origin", "summary"}
    product = make_product()
    with pytest.raises(services.NotAccepted) as refused:
        services.add_variant(product, weight_g=0, size_mm=(0, 1, 1), gtin="4006381333932")
    assert set(refused.value.problems) == {"weight_g", "size_mm", "gtin"}
    variant = services.add_variant(product, weight_g=1)
    with pytest.raises(services.NotAccepted) as refused:
        services.set_offer(
            seller_id=1,
            variant_id=variant,
            sku=" ",
            price=Money(0, "XXZ"),
            available=-1,
            incoterm="?",
            handling_days=91,
        )
    assert set(refused.value.problems) == {"sku", "price", "currency", "available", "incoterm", "handling_days"}


def test_several_sellers_offer_one_product(coffee_shelf: int) -> None:
    product = make_product(1)
    dear = make_offer(1, product, "A", "15.00")
    cheap = make_offer(2, product, "B", "12.00")
    gone = make_offer(3, product, "C", "9.00", available=0)
    make_offer(4, product, "D", "1.00", state="paused")
    page = product_page("bourbon-coffee-from-huye", "fr")
    assert page is not None
    assert [offer.id for offer in page.offers] == [cheap, dear, gone]
    assert [step.slug for step in page.breadcrumbs] == ["food", "coffee"]
    assert [row.id for row in products_of_seller(2, "en")] == [product]


def test_the_nearest_language_is_shown_and_named(coffee_shelf: int) -> None:
    product = make_product(1, "Kahawa ya Huye", language="sw", slug="kahawa")
    offer = make_offer(1, product)
    services.save_text(product, "fr", title="Café de Huye")
    services.save_text(product, "ar", title="قهوة", state="machine")

    def shown(language: str) -> tuple[str, str]:
        page = product_page("kahawa", language)
        assert page is not None
        snapshot = offers([offer], language)[offer]
        assert (snapshot.title, snapshot.title_language) == (page.text.title, page.text.language)
        return page.text.language, page.text.title

    assert shown("fr") == ("fr", "Café de Huye")
    assert shown("sw") == shown("en") == shown("ar") == ("sw", "Kahawa ya Huye")
    services.save_text(product, "en", title="Coffee of Huye")
    assert shown("en") == ("en", "Coffee of Huye")
    assert shown("zh-hans") == ("sw", "Kahawa ya Huye")


def test_a_draft_is_seen_by_its_seller_only(coffee_shelf: int) -> None:
    make_product(1, "Secret", state="draft")
    assert product_page("secret", "en") is None
    assert product_page("secret", "en", seller_id=2) is None
    assert product_page("secret", "en", seller_id=1) is not None


def test_an_offer_is_changed_not_doubled(coffee_shelf: int) -> None:
    product = make_product()
    variant = services.add_variant(product, weight_g=250)
    first = services.set_offer(seller_id=1, variant_id=variant, sku="A", price=Money(100, "EUR"), available=5)
    again = services.set_offer(seller_id=1, variant_id=variant, sku="A", price=Money(90, "EUR"))
    assert first == again
    assert Offer.objects.values_list("price_minor", "available").get() == (90, 5)
    services.set_stock(1, first, 9)
    assert Offer.objects.get().available == 9
    with pytest.raises(Offer.DoesNotExist):
        services.set_stock(2, first, 1)


def test_a_title_that_is_taken_gets_an_address_of_its_own_and_a_handle_is_unique(coffee_shelf: int) -> None:
    slugs = {Product.objects.get(id=make_product(seller, "Café!", handle="cafe")).slug for seller in (1, 2, 3)}
    assert slugs == {"cafe", "cafe-2", "cafe-3"}
    with pytest.raises(services.NotAccepted, match="handle"):
        make_product(1, "Other", handle="cafe")
    assert Product.objects.get(id=make_product(4, "咖啡")).slug.startswith("product-")


def test_options_stay_in_the_order_of_the_seller(coffee_shelf: int) -> None:
    product = make_product(slug="tea")
    services.add_variant(product, weight_g=5, options={"Roasting": "dark", "Size": "S", "Bag": "jute"})
    page = product_page("tea", "en")
    assert page is not None
    assert list(page.variants[0].options) == ["Roasting", "Size", "Bag"]
    assert page.variants[0].name == "dark / S / jute"
