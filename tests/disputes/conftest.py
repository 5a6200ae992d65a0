"""An order that was sent, its buyer, its seller's owner and two people of the hub."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from karum.disputes import services
from karum.disputes.domain.states import Problem, Side, Wanted
from karum.disputes.models import Case
from karum.disputes.services import Doer
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.domain.states import Action, Role
from karum.orders.queries import OrderView
from karum.orders.services import Actor, Done, Handover, act, ship
from karum.parties.queries import BusinessCard, Person
from karum.seeds.factories import make_business, make_offer, make_orders, make_person

NOW = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)


@dataclass
class World:
    """One sale and everybody around it."""

    order: OrderView
    seller: BusinessCard
    owner: Person
    operator: Person
    other: Person

    @property
    def buyer_does(self) -> Doer:
        return Doer(Side.BUYER)

    @property
    def seller_does(self) -> Doer:
        return Doer(Side.SELLER, self.owner.pk)

    @property
    def hub_does(self) -> Doer:
        return Doer(Side.HUB, self.operator.pk, str(self.operator))

    @property
    def other_does(self) -> Doer:
        return Doer(Side.HUB, self.other.pk, str(self.other))

    def again(self) -> OrderView:
        """The order as it stands now."""
        return orders.access_order_as_operator(self.order.seller_id, self.order.key)

    def money(self, minor: int) -> Money:
        return Money(minor, self.order.charge.currency)


Made = Callable[..., World]


def make_world(*, currency: str = "GBP", country: str = "GB", state: str = "delivered") -> World:
    """An order from Leeds that is paid, and then as far as ``state``: paid, shipped, delivered or completed."""
    number = Person.objects.count()  # this file may be loaded twice: a counter of its own would begin twice
    owner = make_person(f"claudine{number}@example.org", "Claudine Uwimana")
    seller = make_business(f"mugs-{number}", name="Kiln Lane", country=country, currency=currency, owner=owner)
    offer = make_offer(seller, title="Blue mug", price=2_000, hs_code="691200", variants=("blue", "red"))
    (order,) = make_orders(offer, now=NOW)
    world = World(
        order,
        seller,
        owner,
        make_person(f"odile{number}@example.org", "Odile", operator=True),
        make_person(f"omar{number}@example.org", "Omar", operator=True),
    )
    sells, buys = Actor(Role.SELLER, owner.pk), Actor(Role.BUYER)
    if state != "paid":
        act(order.seller_id, order.key, Action.ACCEPT, sells, now=NOW)
        assert isinstance(ship(order.seller_id, order.key, [Handover("Van", "", 300)], sells, now=NOW), Done)
    if state in ("delivered", "completed"):
        act(order.seller_id, order.key, Action.DELIVER, sells, now=NOW)
    if state == "completed":
        act(order.seller_id, order.key, Action.CONFIRM, buys, now=NOW)
    world.order = world.again()
    assert world.order.state == state
    return world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def claim(
    world: World,
    *,
    problem: Problem = Problem.DAMAGED,
    wanted: Wanted = Wanted.FULL_REFUND,
    amount: Money | None = None,
    at: datetime = NOW,
) -> Case:
    """An open claim about the world's order."""
    case = services.open_claim(
        world.again(), uuid4(), problem, wanted, amount, "It came in two pieces.", person_id=None, now=at
    )
    assert isinstance(case, Case), case
    return case
