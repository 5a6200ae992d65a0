"""Where much is found: the ladder of good samples, and orders that stay exact."""

import time
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from karum.catalogue import services
from karum.catalogue.domain.reference import Worth, reference_minor, units_between
from karum.catalogue.domain.standing import LIKING_MAX, RUNGS, Effort, liking, merit, rung, rung_lexemes
from karum.catalogue.models import Listing
from karum.catalogue.queries import SearchQuery, Sort, matching, search
from karum.money import Money
from tests.catalogue.conftest import make_offer, make_product

ids = st.integers(1, 2**40)


@given(ids, ids, st.integers(0, 9))
def test_merit_never_lowers_a_listing(product: int, seller: int, points: int) -> None:
    assert 0 <= rung(product, seller, points) <= rung(product, seller, points + 1) <= RUNGS


@given(st.integers(0, RUNGS))
def test_who_stands_on_a_rung_stands_on_those_below(height: int) -> None:
    assert rung_lexemes(height)[: height - 1 if height else 0] == rung_lexemes(max(height - 1, 0))


def test_from_each_rung_half_climb_on_and_two_points_double_the_chance() -> None:
    heights = Counter(rung(product, 1, 5) for product in range(20_000))
    above = [sum(count for height, count in heights.items() if height >= step) for step in range(5)]
    assert all(abs(above[step] / 20_000 - 0.5**step) < 0.02 for step in range(5))
    better = sum(rung(product, 1, 7) >= 4 for product in range(20_000))
    assert 1.7 < better / above[4] < 2.3


@given(st.builds(Effort, *[st.integers(0, 3_000)] * 4, st.booleans()))
def test_merit_is_between_nothing_and_ten(effort: Effort) -> None:
    assert 0 <= merit(effort) <= 10


@given(st.lists(st.integers(0, 1_000), min_size=5, max_size=5))
def test_one_more_review_of_five_stars_never_takes_points_and_one_of_one_never_adds(
    counts: list[int],
) -> None:
    said = liking(counts)
    assert -LIKING_MAX <= said <= LIKING_MAX
    assert liking([*counts[:4], counts[4] + 1]) >= said
    assert liking([counts[0] + 1, *counts[1:]]) <= said


def test_one_delighted_buyer_says_less_than_two_hundred_content_ones() -> None:
    assert liking([0, 0, 0, 0, 0]) == liking([0, 0, 0, 0, 1]) == 0
    assert liking([0, 0, 0, 40, 160]) == 3
    assert liking([0, 0, 0, 0, 4]) == 1
    assert liking([1, 0, 0, 0, 0]) == -1
    assert liking([200, 0, 0, 0, 0]) == -3


def test_among_equals_what_buyers_like_comes_first(coffee_shelf: int) -> None:
    products = [make_product(seller, description="Washed and dried. " * 20) for seller in range(1, 9)]
    offers = [make_offer(seller, product, "S") for seller, product in enumerate(products, 1)]
    services.set_liking(products[4], [0, 0, 0, 40, 160])
    services.set_liking(products[2], [9, 0, 0, 0, 0])
    hits = [hit.offer_id for hit in search(SearchQuery(words="bourbon")).hits]
    assert (hits[0], hits[-1]) == (offers[4], offers[2])
    services.set_liking(products[2], [0, 0, 0, 0, 0])
    assert Listing.objects.filter(product_id=products[2]).values_list("merit").get() == (
        Listing.objects.filter(product_id=products[3]).values_list("merit").get()
    )


@pytest.fixture
def much(coffee_shelf: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Thirty coffees and a tea; everything from five matches on counts as much."""
    made = [make_offer(seller, make_product(seller), "S", Money(5000 - 100 * seller, "USD")) for seller in range(1, 31)]
    make_offer(99, make_product(99, "Tea", summary="Green leaves"), "TEA", "0.10")
    on_rung = Listing.objects.extra(where=["words @@ '''g:1'''::tsquery"]).count()
    size = matching._Size(listings=31, rung=1, on_rung=on_rung, read_at=time.monotonic())
    monkeypatch.setattr(matching, "_size", lambda: size)
    for name, value in {"_SMALL_HUB": 0, "CANDIDATES": 5, "_SORTED_MAX": 5, "_FEW": 1, "TOTAL_MAX": 4}.items():
        monkeypatch.setattr(matching, name, value)
    return made


def found(**more: object) -> list[int]:
    return [hit.offer_id for hit in search(SearchQuery(words="bourbon", **more)).hits]  # type: ignore[arg-type]


def test_orders_are_exact_although_only_a_sample_is_ranked(much: list[int]) -> None:
    assert found(sort=Sort.PRICE, page_size=4) == much[:-5:-1]
    assert found(sort=Sort.PRICE, page_size=4, page=2) == much[-5:-9:-1]
    assert found(sort=Sort.PRICE_DOWN, page_size=4) == much[:4]
    assert found(sort=Sort.NEWEST, page_size=4) == much[:-5:-1]


def test_a_price_range_is_exact_although_only_a_sample_is_ranked(much: list[int]) -> None:
    cheap = found(sort=Sort.PRICE, page_size=4, price_max_minor=2_200)
    assert cheap == [much[29], much[28], much[27]]


@pytest.mark.parametrize("dense", [0.0, 1.0], ids=["walked", "up to an edge"])
def test_orders_are_exact_with_prices_of_several_currencies(
    much: list[int], dense: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.set_reference_rates({"KES": Decimal("0.008"), "JPY": Decimal("0.0064")})
    monkeypatch.setattr("karum.catalogue.queries.ordering._DENSE", dense)
    shillings = make_offer(41, make_product(41), "K", Money(2_000_00, "KES"))  # 16.00 USD
    yen = make_offer(42, make_product(42), "J", Money(3_000, "JPY"))  # 19.20 USD
    unknown = make_offer(43, make_product(43), "X", Money(1_00, "CHF"))
    assert found(sort=Sort.PRICE, page_size=3) == [shillings, yen, much[29]]
    assert found(sort=Sort.PRICE, page_size=3, price_min_minor=1_601) == [yen, much[29], much[28]]
    assert found(sort=Sort.PRICE_DOWN, page_size=2, price_max_minor=1_920) == [yen, shillings]
    assert found(sort=Sort.NEWEST, page_size=3, price_max_minor=2_000) == [yen, shillings, much[29]]
    assert found(sort=Sort.NEWEST, page_size=2) == [unknown, yen]
    assert found(sort=Sort.NEWEST, page_size=2, category="coffee", origin="RW") == [unknown, yen]
    services.set_reference_rates({"KES": Decimal("0.010")})  # now 20.00 USD
    assert found(sort=Sort.PRICE, page_size=3) == [yen, much[29], shillings]


def test_where_too_much_would_have_to_be_read_the_sample_is_shown_in_its_order(
    much: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("karum.catalogue.queries.ordering._may_pass", lambda query: 0)
    monkeypatch.setattr("karum.catalogue.queries.ordering._READ_MAX", 0)
    shown = found(sort=Sort.PRICE, page_size=4)  # which are in the sample is drawn by their ids
    assert shown == sorted(shown, reverse=True), "the later ones are the cheaper ones"
    assert set(shown) <= set(much)


def test_new_rates_write_no_listing(much: list[int]) -> None:
    versions = "SELECT id, xmin::text, ctid::text FROM catalogue_listing ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(versions)
        before = cursor.fetchall()
        services.set_reference_rates({"USD": Decimal(2), "EUR": Decimal("1.1")})
        cursor.execute(versions)
        assert cursor.fetchall() == before


prices = st.integers(0, 10**9)


@given(st.decimals("0.00001", "9999", places=10).filter(lambda rate: rate > 0), prices, prices, prices)
def test_a_range_holds_the_prices_whose_reference_price_is_in_it(
    factor: Decimal, unit: int, low: int, high: int
) -> None:
    worth = Worth("KES", factor)
    lowest, highest = units_between(worth, low, high)
    assert (lowest <= unit <= highest) == (low <= reference_minor(worth, unit) <= high)
    assert units_between(worth, None, None)[0] == 0


def test_a_sample_holds_only_what_matches_and_says_more_than(much: list[int]) -> None:
    page = search(SearchQuery(words="bourbon", page_size=10))
    assert page.hits
    assert {hit.offer_id for hit in page.hits} <= set(much)
    assert not page.total.exact
    assert not page.facets.exact


def test_sold_out_goods_come_last(coffee_shelf: int) -> None:
    gone = make_offer(1, make_product(1), "GONE", available=0)
    there = make_offer(2, make_product(2, "Coffee of the bourbon kind"), "THERE")
    assert [hit.offer_id for hit in search(SearchQuery(words="bourbon coffee")).hits] == [there, gone]


def test_equals_take_turns(coffee_shelf: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for seller in range(1, 9):
        make_offer(seller, make_product(seller), "S")
    firsts = set()
    for day in range(20_000, 20_030):
        monkeypatch.setattr(matching.time, "time", lambda day=day: day * 86_400.0)
        firsts.add(search(SearchQuery(words="bourbon")).hits[0].offer_id)
    assert len(firsts) > 4


def test_verified_materials_and_small_countries(coffee_shelf: int) -> None:
    wool = make_offer(1, make_product(1, "Scarf", materials=["Wool"], origin="PE"), "W")
    silk = make_offer(2, make_product(2, "Other scarf", materials=["Silk", "wool"], origin="RW"), "S")
    page = search(SearchQuery(words="scarf"))
    assert [(value.value, value.count) for value in page.facets.materials] == [("wool", 2), ("silk", 1)]
    assert (page.facets.verified, page.facets.small_countries) == (0, 1)

    def ids(**more: object) -> set[int]:
        return {hit.offer_id for hit in search(SearchQuery(words="scarf", **more)).hits}  # type: ignore[arg-type]

    assert ids(material="wool") == {wool, silk}
    assert ids(material="silk") == {silk} == ids(small_countries=True)
    assert ids(verified=True) == set()
    assert ids(material="'--") == {wool, silk}  # what cannot be read narrows nothing


def test_similar_goods_share_the_words_of_the_title(coffee_shelf: int) -> None:
    product = make_product(1, "Striped wool scarf")
    make_offer(1, product, "A")
    near = make_offer(2, make_product(2, "Plain wool scarf"), "B")
    far = make_offer(3, make_product(3, "Mocha"), "C")
    assert [card.offer_id for card in services_similar(product)] == [near, far]
    assert services_similar(0) == ()


def services_similar(product: int) -> tuple[object, ...]:
    from karum.catalogue.queries import similar

    return similar(product, None, "en")


def test_listings_of_an_older_version_are_written_anew(coffee_shelf: int) -> None:
    make_offer(1)
    Listing.objects.update(version=0, words="")
    assert search(SearchQuery(words="bourbon")).hits == ()
    assert services.renew_listings(10) == 1
    assert services.renew_listings(10) == 0
    assert len(search(SearchQuery(words="bourbon")).hits) == 1
