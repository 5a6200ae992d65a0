"""What went wrong on the demo hub, so that every step can be seen: cases, a chargeback, an order shipped in part."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from karum.disputes import services as disputes
from karum.disputes.domain.opening import NotOpened
from karum.disputes.domain.states import Action as Step
from karum.disputes.domain.states import Problem, Side, Wanted
from karum.disputes.services import Doer, Saying
from karum.money import Money
from karum.orders.domain.states import Action
from karum.orders.queries import OrderView, access_order_as_operator
from karum.orders.services import Actor, NotDone, act, wait_for_money
from karum.parties import queries as parties_read
from karum.parties import services as parties
from karum.parties.queries import Person
from karum.payments import queries as payments_read
from karum.payments import services as payments
from karum.payments.domain import Happening, Instrument
from karum.payments.domain.receipts import GRACE
from karum.payments.providers import sandbox
from karum.seeds import content
from karum.shipping import services as shipping
from karum.shipping.domain.parcels import Refused

OPENED_AGO = {
    "claim": timedelta(hours=30),
    "mediated": timedelta(days=5),
    "decided": timedelta(days=12),
    "appealed": timedelta(days=13),
}
"""How a case stands -> how long ago the buyer opened it."""

CHARGED_BACK = "charged_back"


def argue(order: OrderView, end: str, *, now: datetime) -> None:
    """A buyer complains about an order that arrived, and the case goes as far as ``end``: a key of OPENED_AGO."""
    at = now - OPENED_AGO[end]
    seller = Doer(Side.SELLER, parties_read.members(order.seller_id)[0].person_id)
    buyer, clock, neutral = Doer(Side.BUYER, order.buyer_id), Doer(Side.CLOCK), _neutral()
    hub = Doer(Side.HUB, neutral.pk, str(neutral))
    problem, words = _SAID[end]
    whole = access_order_as_operator(order.seller_id, order.key)
    half = Money(whole.left.minor // 2, whole.left.currency)
    wanted, amount = (Wanted.PART_REFUND, half) if end == "claim" else (Wanted.FULL_REFUND, None)
    case = disputes.open_claim(
        whole, _key(order, "case"), problem, wanted, amount, words, person_id=order.buyer_id, now=at
    )
    assert not isinstance(case, NotOpened), f"{order.number}: {case}"
    number = case.pk

    def do(step: Step, doer: Doer, said: str = "", share: int | None = None, **later: int) -> None:
        nonlocal at
        at += timedelta(**later)
        terms = None if share is None else Money(whole.left.minor * share // 100, whole.left.currency)
        answer = disputes.act(number, step, doer, now=at, saying=Saying(words=said, amount=terms))
        assert not isinstance(answer, disputes.NotDone), f"{step} of {order.number}: {answer}"

    if end == "claim":
        return
    do(Step.ESCALATE, clock, days=3)
    taken = disputes.take(number, neutral, declared=True, now=at + timedelta(hours=3))
    assert not isinstance(taken, disputes.NotDone), f"{order.number}: {taken}"
    do(Step.PROPOSE, hub, "It can be mended and worn. I propose that a third of the money goes back.", 33, hours=6)
    if end == "mediated":
        return
    do(Step.ESCALATE, buyer, days=1)
    said = "The photo shows that it left the shop like this. It can still be used: 40 per cent go back."
    do(Step.DECIDE, hub, said, 40, days=2)
    if end == "appealed":
        do(Step.APPEAL, seller, "Our table of sizes stands beside the picture: please look at it again.", days=5)


_SAID = {
    "claim": (
        Problem.NOT_AS_DESCRIBED,
        "The bag says natural, the beans in it are washed. I would keep them for half the price.",
    ),
    "mediated": (Problem.DAMAGED, "A thread is pulled along the whole edge."),
    "decided": (Problem.DAMAGED, "One mug has a crack from rim to foot."),
    "appealed": (Problem.NOT_AS_DESCRIBED, "I ordered M. What came is marked M and fits like XS."),
}


def _neutral() -> Person:
    """The operator who hears cases: she has no hand in payouts."""
    return parties.create_person([row.email for row in content.people() if row.role == "operator"][-1])


def charge_back(order: OrderView, *, now: datetime) -> None:
    """The buyer's bank took the money of a finished order back yesterday; the hub has to answer."""
    at = now - timedelta(days=1)
    payment = payments_read.payment_of(order.group_key)
    assert payment is not None
    body, headers = sandbox.webhook(payment.key, Happening.CHARGEBACK_OPENED, payment.amount, now=at)
    assert payments.receive_webhook(sandbox.Sandbox.code, body, headers, now=at) == "applied"
    (record,) = payments_read.chargebacks(payment_id=payment.id)
    assert disputes.note_chargeback(record, now=at) == 1


def send_half(order: OrderView, seller: Actor, *, carrier: str, number: str, at: datetime) -> None:
    """A part of the first line leaves in a parcel; the rest is still to be packed."""
    line = order.lines[0]
    count = max(1, line.quantity // 2)
    made = shipping.add_parcel(
        seller_id=order.seller_id,
        order_key=order.key,
        carrier=carrier,
        tracking_number=number,
        now=at,
        weight_g=line.weight_g * count + 120,
        contents=[(line.position + 1, count)],  # papers count lines from 1
        handed_over=False,
    )
    assert not isinstance(made, Refused), f"{order.number}: {made}"
    answer = act(order.seller_id, order.key, Action.SHIP, seller, now=at)
    assert not isinstance(answer, NotDone), f"{order.number}: {answer}"


def promise_transfer(group_key: UUID, amount: Money, *, at: datetime) -> None:
    """The buyer chose to pay by bank transfer; nothing has come yet."""
    payment = payments.start(
        key=uuid5(group_key, "transfer"),
        group_key=group_key,
        amount=amount,
        instrument=Instrument("bank_transfer"),
        now=at,
        provider_code="bank_transfer",
    )
    assert payment.pay_by is not None
    wait_for_money(group_key, payment.pay_by + GRACE)


def _key(order: OrderView, what: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"karum demo {what} {order.key}")
