"""Whatever the two sides, the hub and the clocks do: what goes back and what is released is what was charged."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karum.disputes.domain.states import ON_TERM, Action, Problem, Side, Stage, Wanted, actions
from karum.disputes.models import Case
from karum.disputes.services import Doer, Saying, act, run_clocks, take
from karum.ledger.domain import AccountKey, Purpose
from karum.ledger.queries import balance, unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders.services import run_clocks as run_order_clocks
from karum.payments import queries as payments
from tests.disputes.conftest import NOW, World, claim, make_world

STEPS_MAX = 14


def net(world: World, purpose: Purpose, currency: str) -> int:
    return balance(AccountKey(world.order.seller_id, purpose, currency)).net.minor


def law(world: World) -> None:
    """Charge = what went back + what was released, in the order and in the books."""
    order, currency = world.again(), world.order.charge.currency
    kept = order.total - order.refunded
    assert net(world, Purpose.ESCROW, currency) == 0, "something is stuck in escrow"
    assert net(world, Purpose.CLEARING, currency) == kept.minor
    payment = order.payment
    assert payment is not None
    promised = sum(refund.amount.minor for refund in payments.refunds_of(payment.id))
    assert promised == order.refunded.minor, "the provider was asked for something else"
    if order.settlement.currency == currency:
        hers = sum(net(world, one, currency) for one in (Purpose.PAYABLE, Purpose.RESERVE, Purpose.FEE))
        others = net(world, Purpose.DUTY, currency) + net(world, Purpose.TAX, currency)
        assert hers + others - net(world, Purpose.RECEIVABLE, currency) == kept.minor
    assert (wrong_balances(), unbalanced_currencies()) == ([], [])


def step(draw: Any, world: World, case: Case, now: datetime) -> datetime:
    """One thing that somebody does, or silence until the clock runs out; return the time after it."""
    stage = Stage(case.stage)
    sides = (Side.BUYER, Side.SELLER, Side.HUB)
    can = [(side, action) for side in sides for action in actions(stage, side)]
    chosen = draw(st.sampled_from([None, *can]))
    if chosen is None and ON_TERM[stage][1] is not None:
        assert case.due_at is not None
        now = max(now, case.due_at)
        run_clocks(now=now)
        return now
    side, action = chosen or (Side.HUB, Action.DECIDE)
    doer = {
        Side.BUYER: Doer(Side.BUYER),
        Side.SELLER: Doer(Side.SELLER, world.owner.pk),
        Side.HUB: world.hub_does,
    }[side]
    if side is Side.HUB:
        take(case.pk, world.operator, declared=True, now=now)
        if stage is Stage.APPEAL:
            take(case.pk, world.other, declared=True, now=now)
            doer = world.other_does
    left = world.again().left.minor
    minor = draw(st.one_of(st.sampled_from([0, 1, left]), st.integers(0, left + 1)))
    saying = Saying(
        words="Because.",
        amount=Money(minor, case.currency),
        goods_back=draw(st.booleans()),
        carrier="Van",
        tracking_number="1",
    )
    act(case.pk, action, doer, now=now, saying=saying)
    return now + timedelta(hours=1)


def walk(draw: Any, world: World, wanted: Wanted) -> str:
    amount = world.money(draw(st.integers(1, world.order.left.minor))) if wanted is Wanted.PART_REFUND else None
    case, now = claim(world, problem=Problem.DAMAGED, wanted=wanted, amount=amount), NOW
    for _ in range(STEPS_MAX):
        case.refresh_from_db()
        if case.closed_at is not None:
            break
        now = step(draw, world, case, now)
    for _ in range(12):  # from here on everybody is silent, and the hub decides
        case.refresh_from_db()
        if case.closed_at is not None:
            break
        if ON_TERM[Stage(case.stage)][1] is None:
            person = world.other if case.stage == Stage.APPEAL else world.operator
            take(case.pk, person, declared=True, now=now)
            doer = Doer(Side.HUB, person.pk, str(person))
            act(case.pk, Action.DECIDE, doer, now=now, saying=Saying(words="So.", amount=Money(1, case.currency)))
        else:
            assert case.due_at is not None
            now = max(now, case.due_at)
            run_clocks(now=now)
    case.refresh_from_db()
    assert case.closed_at is not None, f"it never ends: {case.stage}"
    run_order_clocks(now=now + timedelta(days=400))
    return case.outcome


@pytest.mark.parametrize(
    ("country", "currency", "state"),
    [("GB", "GBP", "delivered"), ("GB", "GBP", "completed"), ("RW", "RWF", "delivered"), ("RW", "RWF", "completed")],
)
def test_whatever_is_decided_the_parts_are_the_whole(db: None, country: str, currency: str, state: str) -> None:
    world = make_world(country=country, currency=currency, state=state)
    outcomes = set()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data(), st.sampled_from(list(Wanted)))
    def run(data: Any, wanted: Wanted) -> None:
        with transaction.atomic():
            outcomes.add(walk(data.draw, world, wanted))
            law(world)
            transaction.set_rollback(True)

    run()
    assert len(outcomes) > 1, outcomes


def test_the_law_finds_a_cent_that_is_missing(world: World) -> None:
    """A control: the check above is not blind."""
    from karum.orders.models import Order

    run_order_clocks(now=NOW + timedelta(days=400))
    law(world)
    Order.objects.filter(key=world.order.key).update(goods_refunded_minor=1)
    with pytest.raises(AssertionError):
        law(world)
