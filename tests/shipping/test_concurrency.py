"""Two packers at once: the parcels of an order are counted, and the same form sent twice is one parcel."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection

from karum.shipping import queries, services
from karum.shipping.domain import s10
from karum.shipping.domain.parcels import ParcelCard, Refused

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def add(order_key: UUID, tracking_number: str) -> ParcelCard | Refused:
    try:
        return services.add_parcel(
            seller_id=7, order_key=order_key, carrier="post", tracking_number=tracking_number, now=NOW
        )
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_parcels_added_at_once_have_numbers_of_their_own() -> None:
    order_key = uuid4()
    numbers = [s10.make("CP", 40_000_000 + place // 2, "GB") for place in range(8)]  # each twice
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: add(order_key, number), numbers))
    assert all(isinstance(parcel, ParcelCard) for parcel in made)
    kept = queries.parcels_of(order_key)
    assert [parcel.number for parcel in kept] == [1, 2, 3, 4]
    assert {parcel.tracking_number for parcel in kept} == set(numbers)
    assert [len(parcel.events) for parcel in kept] == [1, 1, 1, 1]
