"""A limit of a year holds for two payments at the same moment, really committed."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from karum.money import Money
from karum.payments import services
from karum.payments.domain import Instrument
from karum.payments.domain.corridors import Payer, corridor_file
from karum.payments.queries.payers import digest

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM payments_payment")
                cursor.execute("DELETE FROM payments_sandboxmove")
                cursor.execute("DELETE FROM procrastinate_jobs")


def test_two_at_once_do_not_both_stay_within(committed: None) -> None:
    limit = next(one for one in corridor_file()[0] if one.from_ == "CN" and one.identified == "identified")
    ready, states = threading.Barrier(4), []

    def begin() -> None:
        try:
            ready.wait(10)
            made: Any = services.start(
                key=uuid4(),
                group_key=uuid4(),
                amount=Money(6_000_000, "CNY"),
                instrument=Instrument("mobile_money", phone="+8613800138000"),
                now=NOW,
                payer=Payer(digest("li"), "identified"),
                limits=[limit],
            )
            states.append(made.state)
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(states) == ["declined", "declined", "declined", "pending"]
