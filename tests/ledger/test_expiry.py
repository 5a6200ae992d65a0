"""Holds whose time has come are let go, once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from karum.ledger.domain import AccountKey, Entry, Kind, Purpose
from karum.ledger.models import Expiry, Transfer
from karum.ledger.queries import balance, wrong_balances
from karum.ledger.services import expire_holds, post, post_each
from karum.ledger.tasks import expire
from karum.money import Money

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def hold(minor: int = 100, expires_at: datetime | None = NOW) -> Entry:
    money = Money(minor, "EUR")
    return Entry(uuid4(), 1, Purpose.CLEARING, Purpose.ESCROW, money, "hold", Kind.PENDING, None, uuid4(), expires_at)


def pending() -> int:
    return balance(AccountKey(1, Purpose.ESCROW, "EUR")).credits_pending


def test_a_hold_is_let_go_when_its_time_has_come_and_not_before() -> None:
    first = hold()
    post_each([[first], [hold(20, NOW + HOUR)], [hold(3, None)]], now=NOW - HOUR)
    assert expire_holds(now=NOW - timedelta(seconds=1)) == (0, 0)
    assert expire_holds(now=NOW) == (1, 1)
    assert pending() == 23
    void = Transfer.objects.get(kind="void")
    assert (void.reference, void.pending_id, void.order_key) == ("expired", first.id, first.order_key)
    assert expire_holds(now=NOW) == (0, 0)
    assert expire_holds(now=NOW + HOUR) == (1, 1)
    assert (pending(), wrong_balances()) == (3, [])


def test_a_hold_that_was_resolved_in_time_is_only_struck_off_the_list() -> None:
    held = hold()
    end = replace(held, id=uuid4(), kind=Kind.POST, pending_id=held.id, expires_at=None)
    post([held, end], now=NOW - HOUR)
    assert expire_holds(now=NOW) == (1, 0)
    assert (Expiry.objects.count(), Transfer.objects.count()) == (0, 2)


def test_a_hold_that_was_voided_but_stayed_on_the_list_is_let_go_once() -> None:
    held = hold()
    post([held], now=NOW - HOUR)
    assert expire_holds(now=NOW) == (1, 1)
    Expiry.objects.create(seller_id=1, hold_id=held.id, expires_at=NOW)  # as after a restored list
    assert expire_holds(now=NOW) == (1, 0)
    assert (pending(), Transfer.objects.count()) == (0, 2)


def test_a_hold_sent_again_is_on_the_list_once() -> None:
    held = hold()
    post_each([[held], [held]], now=NOW - HOUR)
    post([held], now=NOW - HOUR)
    assert Expiry.objects.count() == 1


def test_the_task_goes_on_until_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karum.ledger.tasks.EXPIRY_BATCH", 2)
    post([hold() for _ in range(5)], now=NOW - HOUR)
    expire(0)
    assert (pending(), Expiry.objects.count()) == (0, 0)
