"""A buyer is reminded once of what waits for her, and not of what she did."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from karum.notices.services import Kind
from karum.notices.services.switches import switch_letters
from karum.orders import letters, tasks
from karum.orders.domain.states import Action, Role
from karum.orders.queries import OrderView
from karum.orders.services import Actor, Done, Handover, act, ship
from karum.parties.models import Letter
from karum.seeds.factories import make_business, make_offer, make_orders

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SELLER, BUYER = Actor(Role.SELLER, None), Actor(Role.BUYER, None)


@pytest.fixture(autouse=True)
def _letters_are_kept(settings: object) -> None:
    settings.EMAIL_BACKEND = "karum.parties.mailbox.Backend"  # type: ignore[attr-defined]


@pytest.fixture
def delivered(db: None) -> OrderView:
    (order,) = make_orders(make_offer(make_business()), now=NOW, email="grace@people.example")
    act(order.seller_id, order.key, Action.ACCEPT, SELLER, now=NOW)
    assert isinstance(ship(order.seller_id, order.key, [Handover("Van", "", 300)], SELLER, now=NOW), Done)
    act(order.seller_id, order.key, Action.DELIVER, SELLER, now=NOW)
    return order


def test_three_days_after_delivery_she_is_asked_whether_all_is_well(delivered: OrderView) -> None:
    assert letters.remind(delivered.seller_id, delivered.key, now=NOW + 3 * DAY) == 1
    letter = Letter.objects.get()
    assert letter.subject == f"Did order {delivered.number} arrive well?"
    assert "6 Nov" in letter.body
    assert "List-Unsubscribe" in letter.headers


def test_the_reminder_is_planned_with_the_letter_of_the_delivery(delivered: OrderView) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name="orders.remind")
    tasks.write_letters(delivered.seller_id, str(delivered.key), 4, "ship")
    assert not jobs.exists()
    tasks.write_letters(delivered.seller_id, str(delivered.key), 5, "deliver")
    job = jobs.get()
    assert job.scheduled_at
    assert timedelta(days=2.9) < job.scheduled_at - datetime.now(UTC) < timedelta(days=3.1)


def test_who_confirmed_or_switched_it_off_or_is_too_late_hears_nothing(delivered: OrderView) -> None:
    assert letters.remind(delivered.seller_id, delivered.key, now=NOW + 6 * DAY) == 0
    switch_letters("grace@people.example", {Kind.REMINDERS}, on=False, now=NOW)
    assert letters.remind(delivered.seller_id, delivered.key, now=NOW + 3 * DAY) == 0
    switch_letters("grace@people.example", {Kind.REMINDERS}, on=True, now=NOW)
    act(delivered.seller_id, delivered.key, Action.CONFIRM, BUYER, now=NOW)
    assert letters.remind(delivered.seller_id, delivered.key, now=NOW + 3 * DAY) == 0
