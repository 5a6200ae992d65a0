"""When a parcel will be there: pure."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.money import Money
from karum.shipping.domain import Dispatch, ShippingOption, promise, promise_at, seller_day, weekend

MONDAY = date(2026, 11, 23)


def option(destination: str = "GB", days: tuple[int, int] = (2, 4), dispatch: Dispatch | None = None) -> ShippingOption:
    return ShippingOption(
        "post", "Post", "post", "post", True, Money(500, "GBP"), *days,
        destination=destination, dispatch=dispatch or Dispatch("GB"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("country", "days"),
    [
        ("GB", {5, 6}),
        ("AE", {5, 6}),
        ("SA", {4, 5}),
        ("EG", {4, 5}),
        ("IR", {4}),
        ("IN", {6}),
        ("XX", {5, 6}),
        ("", {5, 6}),
    ],
)
def test_each_country_has_its_weekend(country: str, days: set[int]) -> None:
    assert weekend(country) == days


def test_handling_and_transit_count_business_days() -> None:
    assert promise(option(), handling_days=1, today=MONDAY) == (date(2026, 11, 26), date(2026, 11, 30))


def test_an_order_of_the_weekend_leaves_on_monday() -> None:
    saturday = date(2026, 11, 21)
    assert promise(option(days=(1, 1)), handling_days=0, today=saturday) == (date(2026, 11, 24),) * 2


def test_the_destination_rests_on_its_own_weekend() -> None:
    thursday = date(2026, 11, 26)
    assert promise(option("SA", (1, 2)), handling_days=0, today=thursday) == (date(2026, 11, 29), date(2026, 11, 30))


def test_after_the_cut_off_a_day_is_lost() -> None:
    assert promise(option(days=(1, 1)), handling_days=0, today=MONDAY, after_cut_off=True)[0] == date(2026, 11, 25)


def test_the_cut_off_is_in_the_sellers_own_time() -> None:
    kigali = Dispatch("RW", time(16), "Africa/Kigali")
    assert seller_day(kigali, datetime(2026, 11, 23, 13, 59, tzinfo=UTC)) == (MONDAY, False)
    assert seller_day(kigali, datetime(2026, 11, 23, 14, 1, tzinfo=UTC)) == (MONDAY, True)
    assert seller_day(kigali, datetime(2026, 11, 23, 22, 30, tzinfo=UTC)) == (MONDAY + timedelta(days=1), False)
    late = promise_at(option(days=(1, 1), dispatch=kigali), handling_days=0, now=datetime(2026, 11, 23, 15, tzinfo=UTC))
    assert late[0] == date(2026, 11, 25)


def test_nothing_leaves_on_a_day_on_which_the_seller_is_closed() -> None:
    closed = Dispatch("GB", closed_on=frozenset({MONDAY, MONDAY + timedelta(days=1)}))
    assert promise(option(days=(1, 1), dispatch=closed), handling_days=0, today=MONDAY)[0] == date(2026, 11, 26)


@given(
    today=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    handling=st.integers(0, 20),
    days=st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted),
    seller=st.sampled_from(["GB", "SA", "IN", "IR", "RW", "VN"]),
    destination=st.sampled_from(["GB", "SA", "IN", "IR", "AE", "JP"]),
    late=st.booleans(),
)
def test_a_promise_is_never_past_never_on_a_weekend_and_in_order(
    today: date, handling: int, days: list[int], seller: str, destination: str, late: bool
) -> None:
    way = option(destination, (days[0], days[1]), Dispatch(seller))
    first, last = promise(way, handling_days=handling, today=today, after_cut_off=late)
    assert today + timedelta(days=handling + days[0]) <= first <= last
    assert not {first.weekday(), last.weekday()} & weekend(destination)
