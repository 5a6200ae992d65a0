"""Money goes back to the buyer because somebody decided so: a return, a claim, a dispute, a chargeback."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from karum.money import Money
from karum.orders.domain.escrow import Event
from karum.orders.domain.states import Action, State, transition
from karum.orders.models import MoneyStep
from karum.orders.services import money
from karum.orders.services.act import act, locked, write
from karum.orders.services.answers import PROVIDER, Actor, CannotAct, Done, NotDone, Undo
from karum.orders.services.moves import add_refunded, release_again


def give_back(
    seller_id: int,
    key: UUID,
    amount: Money,
    reference: str,
    actor: Actor,
    *,
    now: datetime,
    note: str = "",
    through_provider: bool = True,
) -> Done | NotDone:
    """Give ``amount`` (the order's currency) back to the buyer, before or after release, while the clock stands or not.

    ``reference`` (100 characters) names this giving back within the order for ever: asked for again, nothing moves and
    the answer is Done. All that is left ends the order. What was released comes from the seller's balance, then her
    reserve; what is missing she owes, unless ``actor`` is a seller: then NOT_COVERED. ``through_provider`` false: the
    provider took the money already (a chargeback), so it is not told.
    """
    if not reference:
        raise ValueError("a reference names what is given back")
    try:
        with transaction.atomic():
            row = locked(seller_id, key)
            if MoneyStep.objects.filter(seller_id=seller_id, order_key=key, reference=reference).exists():
                return Done(State(row.state), row.steps)
            return act(
                seller_id,
                key,
                Action.REFUND,
                actor,
                now=now,
                note=note,
                amount=amount,
                reference=reference,
                through_provider=through_provider,
            )
    except Undo as undo:
        return NotDone(undo.reason)


def regain(seller_id: int, key: UUID, reference: str, *, now: datetime, note: str = "") -> Done | NotDone:
    """A chargeback was won: what ``give_back`` with this ``reference`` took is where it was. Safe to repeat.

    An order that it ended is complete. One whose goods went back on the shelf stays cancelled: NOT_NOW.
    """
    try:
        with transaction.atomic():
            row = locked(seller_id, key)
            steps = MoneyStep.objects.filter(seller_id=seller_id, order_key=key, reference=reference)
            if steps.filter(event=Event.REGAIN).exists():
                return Done(State(row.state), row.steps)
            step = transition(State(row.state), Action.REGAIN, PROVIDER.role)
            if step is None or not steps.exists():
                return NotDone(CannotAct.NOT_NOW)
            back = money.regain(row, reference, row.steps + 1, now)
            add_refunded(row, back, -1)
            target = step.target
            if State.COMPLETED in (target, row.state):
                release_again(row, now)
            if target is not None:
                target = State.FORFEITED if row.unpaid_minor else target
            return write(row, Action.REGAIN, target, PROVIDER, now, note, Money(sum(back), row.currency))
    except Undo as undo:
        return NotDone(undo.reason)
