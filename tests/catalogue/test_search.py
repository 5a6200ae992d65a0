"""Search: words in many languages, filters, sorting, help."""

import functools
import operator
import threading
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from karum.catalogue import services
from karum.catalogue.domain.asking import asked_words
from karum.catalogue.models import Listing
from karum.catalogue.queries import SearchQuery, Sort, Terms, search, suggestions
from karum.money import Money
from tests.catalogue.conftest import make_offer, make_product


@pytest.fixture
def shelf(coffee_shelf: int, django_capture_on_commit_callbacks: Any) -> dict[str, int]:
    with django_capture_on_commit_callbacks(execute=True):  # words are learnt after the commit
        return fill()


def fill() -> dict[str, int]:
    services.save_category("craft", {"en": "Craft"})
    services.save_category("pottery", {"en": "Pottery", "fr": "Poterie"}, parent="craft")
    coffee = make_product(1, "Bourbon coffee from Huye")
    services.save_text(coffee, "fr", title="Café bourbon de Huye", summary="Lavé, torréfaction légère")
    services.save_text(coffee, "zh-hans", title="卢旺达波旁咖啡豆", summary="水洗处理")
    services.save_text(coffee, "ar", title="قهوة بوربون من هويي")
    mugs = make_product(
        2, "Stoneware mugs for tea", category="pottery", origin="GB", hs_code="691200", materials=["stoneware"],
        summary="Thrown by hand in Stoke-on-Trent",
    )  # fmt: skip
    return {
        "coffee": make_offer(1, coffee, "A", "12.50"),
        "mugs": make_offer(2, mugs, "B", "18.00", quantity_min=6, pack_multiple=6, available=0),
    }


def ids(words: str = "", **more: object) -> list[int]:
    return [hit.offer_id for hit in search(SearchQuery(words=words, **more)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    ["coffee", "COFFEE", "coffees", "cof", "bourbon coffee", "coffee from rwanda", "cafe", "Café", "cafés",
     "torréfaction", "咖啡", "卢旺达", "波旁咖啡", "قهوة", "القهوة", "huye", "Chakula"],
)  # fmt: skip
def test_a_listing_is_found_by_words_of_all_its_languages(shelf: dict[str, int], words: str) -> None:
    assert ids(words) == [shelf["coffee"]]


def test_filters_narrow_what_is_found(shelf: dict[str, int]) -> None:
    coffee, mugs = shelf["coffee"], shelf["mugs"]
    assert sorted(ids()) == sorted([coffee, mugs])
    assert ids(category="craft") == ids(category="pottery") == [mugs]
    assert ids(category="nowhere") == []
    assert ids(seller_id=1) == ids(origin="RW") == ids(in_stock=True) == ids(terms=Terms.RETAIL) == [coffee]
    assert ids(terms=Terms.WHOLESALE) == [mugs]
    assert ids(price_min_minor=1500) == [mugs]
    assert ids(price_max_minor=1500) == [coffee]
    assert ids("tea", category="coffee") == []


def test_sorting(shelf: dict[str, int]) -> None:
    coffee, mugs = shelf["coffee"], shelf["mugs"]
    assert ids(sort=Sort.PRICE) == [coffee, mugs]
    assert ids(sort=Sort.PRICE_DOWN) == [mugs, coffee]
    assert ids(sort=Sort.NEWEST)[0] in {coffee, mugs}


def test_the_title_counts_more_than_the_description(coffee_shelf: int) -> None:
    other = make_offer(1, make_product(1, "Grinder", description="Grinds coffee of all kinds"), "G")
    titled = make_offer(1, make_product(1, "Coffee"), "C")
    assert ids("coffee") == [titled, other]


def test_goods_of_the_kind_come_before_goods_for_it(coffee_shelf: int) -> None:
    services.save_category("craft", {"en": "Craft"})
    cups = make_offer(1, make_product(1, "Six coffee cups", category="craft"), "CUPS")
    beans = make_offer(1, make_product(1, "Forest coffee"), "BEANS")
    later = make_offer(1, make_product(1, "More coffee cups", category="craft"), "MORE")
    assert ids("coffee")[0] == beans
    assert set(ids("coffee")) == {cups, beans, later}


def test_goods_are_found_by_customs_code_and_article_number(shelf: dict[str, int]) -> None:
    assert ids("0901") == ids("090121") == [shelf["coffee"]]
    assert ids("6912") == [shelf["mugs"]]


def test_facets_and_totals(shelf: dict[str, int]) -> None:
    page = search(SearchQuery())
    assert (page.total.count, page.total.exact, page.pages) == (2, True, 1)
    assert {(value.value, value.count) for value in page.facets.categories} == {("food", 1), ("craft", 1)}
    assert {(value.value, value.count) for value in page.facets.origins} == {("RW", 1), ("GB", 1)}
    assert {(value.value, value.count) for value in page.facets.terms} == {("retail", 1), ("wholesale", 1)}
    assert [value.value for value in search(SearchQuery(category="food")).facets.categories] == ["coffee"]


def test_a_misspelt_word_is_corrected_and_said(shelf: dict[str, int]) -> None:
    page = search(SearchQuery(words="cofee"))
    assert [hit.offer_id for hit in page.hits] == [shelf["coffee"]]
    assert page.help.corrected == "coffee"
    assert search(SearchQuery(words="stonewear mugs")).help.corrected == "stoneware mugs"


def test_words_that_never_meet_match_in_part(shelf: dict[str, int]) -> None:
    page = search(SearchQuery(words="coffee telescope"))
    assert [hit.offer_id for hit in page.hits] == [shelf["coffee"]]
    assert page.help.partly


def test_nothing_is_found_without_a_fuss(shelf: dict[str, int]) -> None:
    for words in [
        "telescope",
        "'; DROP TABLE catalogue_offer; --",
        "& | ! ( :*",
        "\\",
        "%s %(x)s",
        "\x00",
        "ab:*",
        "📦",
    ]:
        search(SearchQuery(words=words))
    assert ids("telescope") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.sampled_from(["en", "ar", "zh-hans", "xx"]))
def test_whatever_is_typed_is_answered(db: None, words: str, language: str) -> None:
    assert search(SearchQuery(words=words, language=language)).hits == ()
    assert suggestions(words) == []


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_product_is_found_by_its_own_title(coffee_shelf: int, title: str) -> None:
    assume(asked_words(title))
    with transaction.atomic():
        offer = make_offer(1, make_product(1, f"x{title}", slug="own"), "OWN")
        assert offer in ids(f"x{title}")
        transaction.set_rollback(True)


def test_a_card_shows_the_page_language_and_the_smallest_order(shelf: dict[str, int]) -> None:
    [card] = search(SearchQuery(words="coffee", language="fr")).hits
    assert (card.title, card.title_language, card.price_minor, card.origin) == (
        "Café bourbon de Huye",
        "fr",
        1250,
        "RW",
    )
    [card] = search(SearchQuery(words="mugs", language="fr")).hits
    assert (card.title_language, card.quantity_min, card.in_stock) == ("en", 6, False)


def test_prices_of_other_currencies_are_compared_by_the_rates_that_were_given(shelf: dict[str, int]) -> None:
    francs = make_offer(3, None, "F", Money(10_000, "RWF"))
    assert ids(sort=Sort.PRICE)[-1] == francs  # unknown comes last
    services.set_reference_rates({"RWF": Decimal("0.0007")})
    assert ids(sort=Sort.PRICE)[0] == francs
    assert ids(price_max_minor=700) == [francs]


def test_a_paused_offer_and_a_draft_are_not_listed(shelf: dict[str, int]) -> None:
    services.set_offer_state(1, shelf["coffee"], "paused")
    assert ids("coffee") == []
    services.set_offer_state(1, shelf["coffee"], "active")
    assert ids("coffee") == [shelf["coffee"]]


def test_words_are_suggested_while_typing(shelf: dict[str, int]) -> None:
    assert suggestions("bourbon coff") == ["bourbon coffee"]
    assert suggestions("c") == []


def test_when_too_many_match_the_order_is_still_right_and_the_total_says_more_than(
    coffee_shelf: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karum.catalogue.queries.matching.CANDIDATES", 2)
    monkeypatch.setattr("karum.catalogue.queries.matching.TOTAL_MAX", 3)
    product = make_product()
    made = [make_offer(seller, product, "S", Money(1000 - seller, "USD")) for seller in range(1, 9)]
    page = search(SearchQuery(words="coffee", sort=Sort.PRICE, page_size=3))
    assert [hit.offer_id for hit in page.hits] == made[:-4:-1]
    assert (page.total.count, page.total.exact, page.facets.exact) == (3, False, False)
    assert ids("coffee", sort=Sort.PRICE, page_size=3, page=3) == [made[1], made[0]]
    assert ids(sort=Sort.NEWEST, page_size=2) == [made[-1], made[-2]]
    assert len(ids("coffee", page_size=3)) == 3


def test_pages_do_not_overlap_and_end(coffee_shelf: int) -> None:
    product = make_product()
    made = [make_offer(seller, product, "S") for seller in range(1, 8)]
    pages = [ids("coffee", page_size=3, page=number) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert sorted(functools.reduce(operator.iadd, pages, [])) == sorted(made)
    assert ids("coffee", page=-5) == ids("coffee", page=1)


def test_the_cheapest_offer_in_stock_leads(coffee_shelf: int) -> None:
    product = make_product()
    dear = make_offer(1, product, "DEAR", "20.00")
    cheap = make_offer(1, product, "CHEAP", "10.00", available=1)
    [card] = search(SearchQuery(words="coffee")).hits
    assert (card.offer_id, card.price_from, card.in_stock) == (cheap, True, True)
    services.set_stock(1, cheap, 0)
    [card] = search(SearchQuery(words="coffee")).hits
    assert (card.offer_id, card.in_stock) == (dear, True)
    services.take_stock({(1, dear): 10})
    [card] = search(SearchQuery(words="coffee")).hits
    assert not card.in_stock


def test_two_variants_sold_out_at_once_leave_no_listing_in_stock(committed: None) -> None:
    services.save_category("coffee", {"en": "Coffee"})
    product = make_product()
    offers = [make_offer(1, product, sku, available=1) for sku in ("A", "B")]
    both_taken = threading.Barrier(2)

    def buy(offer: int) -> None:
        with transaction.atomic():
            services.lock_offers([(1, offer)])
            with suppress(threading.BrokenBarrierError):
                both_taken.wait(1)
            services.take_stock({(1, offer): 1})
        connection.close()

    threads = [threading.Thread(target=buy, args=(offer,)) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Listing.objects.get().in_stock is False
