"""Stock: taken under a lock, never oversold, given back whole."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from karum.catalogue import services
from karum.catalogue.models import Listing, Offer
from tests.catalogue.conftest import make_offer


@pytest.fixture
def offer(coffee_shelf: int) -> int:
    return make_offer(breaks=[(10, 1100), (50, 950)])


def stock(offer_id: int) -> tuple[int, int]:
    row = Offer.objects.get(id=offer_id)
    return row.available, row.reserved


def test_a_locked_offer_tells_what_a_decision_needs(offer: int) -> None:
    locked = services.lock_offers([(1, offer), (1, 999_999), (2, offer)])
    assert list(locked) == [offer]
    assert locked[offer] == services.LockedOffer(offer, 1, "active", "USD", 1250, ((10, 1100), (50, 950)), 1, 1, 10)


def test_taken_stock_is_reserved_and_comes_back_or_leaves(offer: int) -> None:
    services.take_stock({(1, offer): 4})
    assert stock(offer) == (6, 4)
    services.return_stock({(1, offer): 1})
    assert stock(offer) == (7, 3)
    services.ship_stock({(1, offer): 3})
    assert stock(offer) == (7, 0)


def test_more_than_there_is_is_refused_by_the_database(offer: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.take_stock({(1, offer): 11})
    with pytest.raises(IntegrityError), transaction.atomic():
        services.return_stock({(1, offer): 1})
    assert stock(offer) == (10, 0)


def test_stock_of_another_seller_is_not_found(offer: int) -> None:
    with pytest.raises(services.StockMissing), transaction.atomic():
        services.take_stock({(2, offer): 1})
    with pytest.raises(ValueError, match="1 or more"):
        services.take_stock({(1, offer): 0})


def test_a_listing_knows_when_it_is_sold_out_and_back(offer: int) -> None:
    services.take_stock({(1, offer): 10})
    assert Listing.objects.get().in_stock is False
    services.return_stock({(1, offer): 10})
    assert Listing.objects.get().in_stock is True


def test_a_lock_needs_a_transaction(committed: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        services.lock_offers([(1, 1)])


def sell_to_many(offer_id: int, *, locked: bool, buyers: int = 12) -> int:
    """Let threads buy one unit each of what they saw; return how many were told that they got one."""
    sold: list[int] = []
    start = threading.Barrier(buyers)
    seen = threading.Barrier(buyers)

    def buy() -> None:
        try:
            start.wait(20)
            with transaction.atomic():
                if locked:
                    available = services.lock_offers([(1, offer_id)])[offer_id].available
                else:
                    available = Offer.objects.get(id=offer_id).available
                    seen.wait(20)  # everybody has looked before anybody takes
                if available >= 1:
                    Offer.objects.filter(id=offer_id).update(available=available - 1)
                    sold.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=buy) for _ in range(buyers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return len(sold)


def test_the_last_units_are_sold_once_with_the_lock_and_oversold_without(committed: None) -> None:
    services.save_category("food", {"en": "Food"})
    services.save_category("coffee", {"en": "Coffee"}, parent="food")
    free = make_offer(sku="FREE", available=5)
    held = make_offer(sku="HELD", available=5)
    assert sell_to_many(free, locked=False) == 12
    assert sell_to_many(held, locked=True) == 5
    assert stock(held)[0] == 0
