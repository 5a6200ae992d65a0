"""Search by the price at the door: what orders reckons is what search filters, sorts and counts by."""

import time
from datetime import UTC, date, datetime

import pytest

from karum.catalogue.models import Destination, Door
from karum.catalogue.queries import SearchQuery, Sort, doors_known, matching, search
from karum.catalogue.queries.doors import listings_to_price
from karum.catalogue.queries.offers import offers
from karum.catalogue.services import note_destination
from karum.catalogue.services.doors import forget_noted, prune_doors
from karum.money import Money
from karum.orders.domain.doors import DoorLine
from karum.orders.queries.doors import door_prices
from karum.orders.services.doors import fill_doors, fill_new_doors, refresh_doors, wrong_doors
from karum.runtime.settings import settings
from karum.seeds.factories import make_business, make_offer, make_shelf

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
GOODS = (("090121", 285), ("610910", 180), ("691110", 900), ("040900", 400), ("621490", 90_000))

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db: None) -> None:
    forget_noted()
    make_shelf()
    for country, currency in (("RW", "RWF"), ("DE", "EUR")):
        seller = make_business(country=country, currency=currency, day=NOW)
        for hs_code, weight_g in GOODS:
            make_offer(seller, hs_code=hs_code, weight_g=weight_g, price=4_900, quantity_min=2)
    note_destination("GB", today=TODAY)


def test_search_knows_the_prices_and_days_of_the_product_pages(catalogue: None) -> None:
    assert not doors_known("GB")
    assert fill_new_doors(now=NOW) == ["GB"]
    assert doors_known("GB")
    assert not doors_known("FR")
    currency = settings().hub_currency
    listings = listings_to_price()
    snapshots = offers([listing.offer.id for listing in listings], "en")
    lines = [
        DoorLine(snapshots[one.offer.id], one.offer.quantity_min, Money(one.offer.price_minor, one.offer.currency))
        for one in listings
    ]
    kept = {door.listing_id: door for door in Door.objects.all()}
    assert len(kept) == len(listings) == 2 * len(GOODS)
    known = 0
    for listing, door in zip(listings, door_prices(lines, "GB", currency, now=NOW), strict=True):
        row = kept[listing.listing_id]
        sold = door.total if door.status != "forbidden" else None
        assert row.minor == (sold.minor if sold else None)
        if row.minor is not None and door.latest:
            known += 1
            assert row.days == (door.latest - TODAY).days
    assert known > len(GOODS)


def test_the_door_price_filters_sorts_and_is_counted(catalogue: None) -> None:
    fill_doors("GB", now=NOW)
    prices = {door.listing_id: door.minor for door in Door.objects.filter(minor__isnull=False)}
    ordered = sorted(prices.values())
    middle = ordered[len(ordered) // 2]
    everything = search(SearchQuery(deliver_to="GB", sort=Sort.DOOR))
    assert everything.total.count == 2 * len(GOODS)
    assert everything.facets.doors_unknown == 2 * len(GOODS) - len(prices)
    assert sum(band.count for band in everything.facets.doors) == len(prices)
    cheap = search(SearchQuery(deliver_to="GB", door_max_minor=middle))
    assert cheap.total.count == sum(price <= middle for price in prices.values())
    assert (
        search(SearchQuery(deliver_to="GB", door_min_minor=middle + 1)).total.count == len(prices) - cheap.total.count
    )
    asked = SearchQuery(deliver_to="GB", door_edges=(middle, middle + 1))
    edges = search(asked).facets.doors
    assert [(band.low_minor, band.high_minor) for band in edges] == [
        (0, middle - 1), (middle, middle), (middle + 1, None),
    ]  # fmt: skip
    assert [band.count for band in edges] == [
        sum(price < middle for price in ordered), ordered.count(middle), sum(price > middle for price in ordered),
    ]  # fmt: skip
    soon = search(SearchQuery(deliver_to="GB", arrives_within_days=1))
    assert soon.total.count == Door.objects.filter(days__lte=1, minor__isnull=False).count()
    by_offer = {listing.offer.id: prices.get(listing.listing_id) for listing in listings_to_price()}
    shown = [by_offer[hit.offer_id] for hit in everything.hits]
    assert [price for price in shown if price is not None] == ordered
    assert None not in shown[: len(prices)]


def test_the_orders_by_price_and_day_at_the_door_are_exact_where_only_a_sample_is_ranked(
    catalogue: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_doors("GB", now=NOW)
    exact = [
        [hit.offer_id for hit in search(SearchQuery(deliver_to="GB", sort=sort, page_size=3)).hits]
        for sort in (Sort.DOOR, Sort.ARRIVAL)
    ]
    size = matching._Size(listings=2 * len(GOODS), rung=1, on_rung=len(GOODS), read_at=time.monotonic())
    monkeypatch.setattr(matching, "_size", lambda: size)
    for name, value in {"_SMALL_HUB": 0, "CANDIDATES": 2, "_SORTED_MAX": 2, "_FEW": 1}.items():
        monkeypatch.setattr(matching, name, value)
    for sort, expected in zip((Sort.DOOR, Sort.ARRIVAL), exact, strict=True):
        found = search(SearchQuery(deliver_to="GB", sort=sort, page_size=3, door_min_minor=0))
        assert not found.total.exact
        assert [hit.offer_id for hit in found.hits] == expected


def test_unknown_is_not_nothing(catalogue: None) -> None:
    """Before the prices are reckoned, no range holds anything, and the facets say that all are unknown."""
    found = search(SearchQuery(deliver_to="GB"))
    assert (found.facets.doors, found.facets.doors_unknown) == ((), 2 * len(GOODS))
    assert search(SearchQuery(deliver_to="GB", door_min_minor=0)).total.count == 0
    assert search(SearchQuery(deliver_to="GB", sort=Sort.DOOR)).total.count == 2 * len(GOODS)


def test_a_changed_offer_gets_its_new_price(catalogue: None) -> None:
    fill_doors("GB", now=NOW)
    listing = listings_to_price(limit=1)[0]
    Door.objects.filter(listing_id=listing.listing_id).update(minor=1)
    from karum.catalogue.models import Listing

    refresh_doors([Listing.objects.get(id=listing.listing_id).product_id], now=NOW)
    assert not Door.objects.filter(minor=1).exists()


def test_the_doctor_compares_with_the_product_pages(catalogue: None) -> None:
    assert wrong_doors(now=NOW) == {}
    fill_new_doors(now=NOW)
    assert wrong_doors(now=NOW) == {"GB": (0, 0)}
    first, second = Door.objects.order_by("listing_id").values_list("listing_id", flat=True)[:2]
    Door.objects.filter(listing_id=first).delete()
    Door.objects.filter(listing_id=second).update(minor=7)
    assert wrong_doors(now=NOW) == {"GB": (1, 1)}


def test_countries_that_nobody_comes_from_are_forgotten(catalogue: None) -> None:
    fill_doors("GB", now=NOW)
    prune_doors(today=date(2027, 3, 1))
    assert not Door.objects.exists()
    assert not doors_known("GB")


def test_a_country_is_noted_once_a_day(catalogue: None) -> None:
    for _ in range(3):
        note_destination("GB", today=TODAY)
    forget_noted()
    note_destination("GB", today=date(2026, 11, 22))
    note_destination("nowhere", today=TODAY)
    assert list(Destination.objects.values_list("country", "days_asked")) == [("GB", 2)]
