"""Zones, rates and parcels on PostgreSQL."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from karum.money import Money
from karum.shipping import queries, services
from karum.shipping.domain.parcels import ParcelCard, Refused, Step

pytestmark = pytest.mark.django_db

SELLER = 7
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
GOODS = Money(2000, "GBP")


def a_rate(zone_id: int, code: str = "post", price: int = 500, **more: object) -> str | Refused:
    facts: dict[str, object] = {
        "code": code, "name": "Tracked post", "carrier": "post", "mode": "post", "currency": "GBP",
        "weight_bands": [(2000, price)], "days_min": 3, "days_max": 6,
    }  # fmt: skip
    return services.set_rate(SELLER, zone_id, **(facts | more))  # type: ignore[arg-type]


def a_zone(*countries: str, name: str = "Zone") -> int:
    made = services.set_zone(SELLER, name, countries)
    assert isinstance(made, int)
    return made


def test_a_seller_without_zones_does_not_ship() -> None:
    assert queries.options(SELLER, "KE", 100, GOODS) == []


def test_options_come_from_the_sellers_own_most_specific_zone() -> None:
    a_rate(a_zone(name="World"), price=900)
    a_rate(a_zone("FR", "DE", name="Europe"), price=500)
    assert [o.price.minor for o in queries.options(SELLER, "FR", 100, GOODS)] == [500]
    assert [o.price.minor for o in queries.options(SELLER, "KE", 100, GOODS)] == [900]
    assert queries.options(SELLER + 1, "KE", 100, GOODS) == []


def test_the_way_of_sending_comes_with_the_option() -> None:
    a_rate(a_zone())
    services.set_dispatch(
        SELLER, country="RW", cut_off=time(15), time_zone="Africa/Kigali", closed_on=[date(2026, 12, 25)]
    )
    option = queries.options(SELLER, "KE", 100, GOODS)[0]
    assert (option.dispatch.country, option.dispatch.cut_off, option.destination) == ("RW", time(15), "KE")


def test_a_list_of_parcels_takes_one_query() -> None:
    a_rate(a_zone())
    asked = [queries.DoorRequest(SELLER + i % 3, "KE", 100 + i, GOODS) for i in range(50)]
    with CaptureQueriesContext(connection) as seen:
        answers = queries.options_for(asked)
    assert len(seen) == 1
    assert [len(answer) for answer in answers[:3]] == [1, 0, 0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"mode": "pigeon"}, "mode"),
        ({"currency": "XXZ"}, "currency"),
        ({"weight_bands": []}, "weight_bands"),
        ({"weight_bands": [(500, 1), (500, 2)]}, "weight_bands"),
        ({"weight_bands": [(500, -1)]}, "weight_bands"),
        ({"days_min": 9, "days_max": 3}, "days_max"),
        ({"code": "Grüße"}, "code"),
    ],
)
def test_a_wrong_rate_is_refused_at_its_field(change: dict[str, object], field: str) -> None:
    refused = a_rate(a_zone(), **change)  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert refused.field == field
    assert queries.options(SELLER, "KE", 100, GOODS) == []


def test_a_zone_has_one_name_and_the_world_is_one() -> None:
    world = a_zone(name="World")
    again = services.set_zone(SELLER, "Elsewhere", [])
    assert isinstance(again, Refused)
    assert again.field == "countries"
    unknown = services.set_zone(SELLER, "Nowhere", ["ZZ"])
    assert isinstance(unknown, Refused)
    assert unknown.message == "ZZ is not a country."
    assert services.set_zone(SELLER, "World", []) == world
    assert services.remove_zone(SELLER + 1, world) is False
    assert services.remove_zone(SELLER, world) is True


def add(**more: object) -> ParcelCard | Refused:
    facts: dict[str, object] = {
        "seller_id": SELLER, "order_key": uuid4(), "carrier": "post", "tracking_number": "RR123456785GB", "now": NOW,
    }  # fmt: skip
    return services.add_parcel(**(facts | more))  # type: ignore[arg-type]


@pytest.fixture
def parcel() -> ParcelCard:
    made = add()
    assert isinstance(made, ParcelCard)
    return made


def test_a_parcel_is_handed_over_and_can_be_followed(parcel: ParcelCard) -> None:
    assert queries.parcels_of(parcel.order_key) == [parcel]
    assert (parcel.number, parcel.step, parcel.carrier_name) == (1, Step.HANDED_OVER, "Post")
    assert parcel.tracking_url.endswith("RR123456785GB")


def test_the_same_parcel_twice_is_one_and_another_is_the_second(parcel: ParcelCard) -> None:
    assert add(order_key=parcel.order_key) == parcel
    key = uuid4()
    second = add(order_key=parcel.order_key, tracking_number="", key=key)
    assert isinstance(second, ParcelCard)
    assert second.number == 2
    assert add(order_key=parcel.order_key, tracking_number="", key=key) == second


def test_a_wrong_number_is_refused() -> None:
    refused = add(tracking_number="RR123456786GB")
    assert isinstance(refused, Refused)
    assert refused.field == "tracking_number"


def test_news_of_a_parcel_are_told_once(parcel: ParcelCard) -> None:
    def tell(step: Step, hours: int, **more: str) -> bool | Refused:
        at = NOW + timedelta(hours=hours)
        return services.add_event(parcel.id, step, at=at, now=NOW + timedelta(days=9), source="carrier", **more)

    assert tell(Step.CUSTOMS, 20, place="Paris", country="FR") is True
    assert tell(Step.CUSTOMS, 20, place="Paris") is False
    assert tell(Step.DELIVERED, 50) is True
    assert tell(Step.IN_TRANSIT, 10) is True  # late news of an earlier hour
    assert isinstance(tell(Step.CUSTOMS, 60), Refused)
    found = queries.parcels_of(parcel.order_key)[0]
    assert [e.step for e in found.events] == [Step.HANDED_OVER, Step.IN_TRANSIT, Step.CUSTOMS, Step.DELIVERED]
    assert (found.step, found.delivered_at) == (Step.DELIVERED, NOW + timedelta(hours=50))


def test_the_future_has_not_happened(parcel: ParcelCard) -> None:
    refused = services.add_event(parcel.id, Step.DELIVERED, at=NOW + timedelta(hours=1), now=NOW, source="seller")
    assert isinstance(refused, Refused)
    assert queries.undelivered(SELLER) == {parcel.order_key: 1}


def test_a_carriers_message_finds_its_parcel(parcel: ParcelCard) -> None:
    assert [p.id for p in queries.parcels_by_tracking("post", "RR123456785GB")] == [parcel.id]


def test_a_packed_parcel_is_not_on_its_way_until_it_is_handed_over() -> None:
    key = uuid4()
    packed = add(order_key=key, handed_over=False)
    assert isinstance(packed, ParcelCard)
    assert (packed.step, packed.text, packed.events) == (Step.PACKED, "Packed", ())
    later = NOW + timedelta(hours=3)
    assert services.hand_over(SELLER + 1, key, now=later) == 0
    assert services.hand_over(SELLER, key, now=later, place="Huye", country="RW") == 1
    assert services.hand_over(SELLER, key, now=later) == 0
    sent = queries.parcels_of(key)[0]
    assert (sent.step, sent.events[0].at, sent.events[0].place) == (Step.HANDED_OVER, later, "Huye")
    assert services.remove_parcel(SELLER, key, packed.id) is False


def test_a_packed_parcel_can_be_unpacked() -> None:
    key = uuid4()
    packed = add(order_key=key, handed_over=False)
    assert isinstance(packed, ParcelCard)
    assert services.remove_parcel(SELLER + 1, key, packed.id) is False
    assert services.remove_parcel(SELLER, key, packed.id) is True
    assert queries.parcels_of(key) == []
