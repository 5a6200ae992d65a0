"""What becomes of one order of the demo's past: each step by the real services, at the hour at which it happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from karum.money import Money
from karum.orders.domain.states import Action, Role
from karum.orders.queries import OrderView
from karum.orders.services import Actor, Handover, NotDone, act, settle_group, ship
from karum.parties import queries as parties_read
from karum.seeds.services.matters import CHARGED_BACK, OPENED_AGO, argue, charge_back, send_half
from karum.shipping import services as shipping
from karum.shipping.domain import check_tracking
from karum.shipping.domain.parcels import Refused, Step
from karum.shipping.domain.s10 import make
from karum.shipping.queries import parcels_of

NOT_ACCEPTED = {"unpaid", "expired", "declined", "paid", "lapsed", "cancelled", "refused"}
NOT_SENT = {"accepted", "half", "balance", "forfeited"}
STILL_ON_THE_WAY = {"shipped", "customs", "door_part"}


@dataclass
class _Life:
    """An order on its way, with the hour that its clock shows."""

    order: OrderView
    at: datetime
    now: datetime
    seller: Actor
    buyer: Actor

    def later(self, **time: int) -> datetime:
        self.at = min(self.at + timedelta(**time), self.now)
        return self.at

    def do(self, action: Action, actor: Actor, note: str = "", amount: Money | None = None) -> None:
        order = self.order
        answer = act(order.seller_id, order.key, action, actor, now=self.at, note=note, amount=amount)
        assert not isinstance(answer, NotDone), f"{action} of {order.number}: {answer}"


def live(order: OrderView, end: str, *, placed: datetime, now: datetime, courier: bool) -> None:
    """Take an order that was placed to its ``end`` (data/history.toml says which there are)."""
    owner = parties_read.members(order.seller_id)[0]
    life = _Life(order, placed, now, Actor(Role.SELLER, owner.person_id), Actor(Role.BUYER, order.buyer_id))
    if end == "unpaid":
        return
    if end in ("expired", "declined"):
        life.later(minutes=31)
        life.do(Action.EXPIRE, Actor(Role.CLOCK))
        return
    settle_group(order.group_key, now=life.later(minutes=2))
    if end in NOT_ACCEPTED:
        _given_up(life, end)
        return
    life.later(hours=3)
    life.do(Action.ACCEPT, life.seller)
    if end in NOT_SENT:
        _packing(life, end, courier)
        return
    _send(life, courier)
    if end in STILL_ON_THE_WAY:
        _travel(life, courier, held=end == "customs", arrives=False)
        if end == "door_part":
            life.later(hours=20)
            life.do(Action.REFUND, life.seller, "Posted a day late: the postage is on us.", _share(order, 8))
        return
    if end == "delivered":
        life.now = now - timedelta(days=2)
    _travel(life, courier, held=False, arrives=True)
    life.do(Action.DELIVER, Actor(Role.HUB))
    life.now = now
    _arrived(life, end)


def _packing(life: _Life, end: str, courier: bool) -> None:
    """Accepted, and the seller still has some or all of the goods."""
    if end == "half":
        carrier = str(life.order.facts["option"]["carrier"]) if courier else "post"
        number = _number(life.order, carrier)
        send_half(life.order, life.seller, carrier=carrier, number=number, at=life.later(hours=20))
    elif end in ("balance", "forfeited"):
        life.later(hours=20)
        life.do(Action.READY, life.seller)
    if end == "forfeited":
        life.later(days=7, minutes=1)
        life.do(Action.FORFEIT, Actor(Role.CLOCK))


def _given_up(life: _Life, end: str) -> None:
    if end == "lapsed":
        life.later(days=3, minutes=1)
        life.do(Action.LAPSE, Actor(Role.CLOCK))
    elif end == "cancelled":
        life.later(hours=3)
        life.do(Action.CANCEL, life.buyer, "I ordered the wrong size.")
    elif end == "refused":
        life.later(hours=10)
        life.do(Action.REFUSE, life.seller, "The loom broke: this piece will not be ready before spring. We are sorry.")


def _arrived(life: _Life, end: str) -> None:
    if end == "completed":
        life.later(hours=26)
        life.do(Action.CONFIRM, life.buyer)
    elif end in OPENED_AGO:
        argue(life.order, end, now=life.now)
    elif end == CHARGED_BACK:
        life.later(hours=26)
        life.do(Action.CONFIRM, life.buyer)
        charge_back(life.order, now=life.now)
    elif end == "released":
        life.later(days=5, minutes=1)
        life.do(Action.RELEASE, Actor(Role.CLOCK))
    elif end == "refunded":
        life.later(hours=20)
        life.do(Action.REFUND_REST, life.seller, "Both arrived broken. Keep the pieces; the money is on its way back.")
    elif end == "part":
        life.later(hours=20)
        life.do(
            Action.REFUND,
            life.seller,
            "One thread was pulled: a fifth of the price comes back.",
            _share(life.order, 20),
        )
        life.later(hours=18)
        life.do(Action.CONFIRM, life.buyer)


def _share(order: OrderView, per_cent: int) -> Money:
    return Money(order.total.minor * per_cent // 100, order.total.currency)


# -- on the way ---------------------------------------------------------------------------------------------------


def _send(life: _Life, courier: bool) -> None:
    order = life.order
    life.later(hours=24)
    weight = sum(line.weight_g * line.quantity for line in order.lines) + 120
    carrier = str(order.facts["option"]["carrier"]) if courier else "post"
    number = _number(order, carrier)
    answer = ship(order.seller_id, order.key, [Handover(carrier, number, weight_g=weight)], life.seller, now=life.at)
    assert not isinstance(answer, NotDone | Refused), f"{order.number}: {answer}"


def _travel(life: _Life, courier: bool, *, held: bool, arrives: bool) -> None:
    """Let the carrier report; the parcel of an older order arrives after a week or so, a courier's in three days."""
    home = parties_read.business(life.order.seller_id)
    there, city = life.order.destination, life.order.ship_to.city
    abroad = there != home.country
    steps: list[tuple[Step, str, str, int]] = [(Step.IN_TRANSIT, home.city, home.country, 10)]
    if abroad:
        steps.append((Step.CUSTOMS, "", there, 30 if courier else 70))
        if not held:
            steps.append((Step.CUSTOMS_RELEASED, "", there, 7 if courier else 22))
        else:
            steps.append((Step.CUSTOMS_HELD, "", there, 12))
    if arrives:
        steps.append((Step.OUT_FOR_DELIVERY, city, there, 12 if courier else 40))
        steps.append((Step.DELIVERED, city, there, 5))
    for parcel in parcels_of(life.order.key):
        for step, place, country, hours in steps:
            at = life.later(hours=hours)
            if at >= life.now and not arrives:
                return
            shipping.add_event(parcel.id, step, at=at, source="carrier", now=at, place=place, country=country)


def _number(order: OrderView, carrier: str) -> str:
    """A tracking number with right check digits, which no parcel has."""
    serial = order.key.int % 80_000_000 + 10_000_000
    if carrier == "post":
        return make("CP", serial, parties_read.business(order.seller_id).country)
    for n in range(serial, serial + 2000):
        for shape in ("{:010d}", "{:012d}", "1Z999AA101{:08d}"):
            number = shape.format(n)
            if check_tracking(number, carrier).ok:
                return number
    raise AssertionError(f"no number for {carrier}")
