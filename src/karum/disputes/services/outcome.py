"""What a case does to the world: its clock, the money, the stock. Money moves only through ``orders.services``."""

from datetime import datetime

from karum.catalogue.services import lock_offers, ship_stock, take_stock
from karum.disputes.domain.states import Kind, Outcome, Stage, due_at
from karum.disputes.domain.terms import Terms
from karum.disputes.models import Case, Exchange, Return
from karum.money import Money
from karum.orders import queries as orders
from karum.orders import services as orders_writes
from karum.orders.domain.states import Role


class CannotPay(RuntimeError):
    """The order does not let money go back that is left of it: case and order differ, nothing was written."""


class AtTheBank(Exception):
    """The buyer's bank took the money back and the order has not heard of it yet: nothing stays of what was begun."""


def move(case: Case, stage: Stage, now: datetime) -> None:
    """Enter ``stage``: its clock begins. The caller saves."""
    case.stage = stage
    case.due_at = due_at(stage, Terms(**case.terms), now)


def close(case: Case, how: Outcome, now: datetime) -> None:
    """The case is over; the release clock of its order goes on, unless something else holds it."""
    case.stage, case.outcome, case.due_at, case.closed_at = Stage.CLOSED, how, None, now
    orders_writes.start_clock(case.seller_id, case.order_key, now=now, why=why_of(case))


def why_of(case: Case) -> str:
    """The name under which this case holds the release clock of its order."""
    return f"case {case.key}"


def pay(case: Case, amount: Money, person_id: int | None, now: datetime) -> Money:
    """Give back ``amount``, or what is left of the order when that is less; return what went back."""
    order = orders.access_order_as_operator(case.seller_id, case.order_key)
    back = min(amount, order.left)
    if back:
        # By the hub: what the buyer is owed she gets, also when the seller's balance does not cover it now.
        answer = orders_writes.give_back(
            case.seller_id,
            case.order_key,
            back,
            f"case {case.key} {case.steps}",
            orders_writes.Actor(Role.HUB if person_id else Role.CLOCK, person_id),
            now=now,
            note=f"{case.kind} {case.key}",
        )
        if answer == orders_writes.NotDone(orders_writes.CannotAct.AT_THE_BANK):
            raise AtTheBank
        if not isinstance(answer, orders_writes.Done):
            raise CannotPay(f"{answer.reason}: {back} of order {case.order_key}")
        case.paid_minor += back.minor
    return back


def outcome_of(paid: Money) -> Outcome:
    """How a case ended that paid so much."""
    return Outcome.REFUNDED if paid else Outcome.DISMISSED


def amount_due(case: Case) -> Money:
    """What goes back when the goods are back, or when the other thing cannot be sent."""
    record = case.goods_back if case.stage.startswith("return") else case.exchange
    return Money(record.amount_minor, case.currency)


def carry_out(
    case: Case, amount: Money, goods_back: bool, replacement: bool, person_id: int | None, now: datetime
) -> None:
    """Do what was agreed or decided: pay at once, pay when the goods are back, or have the seller send again."""
    if replacement:
        _send_again(case, goods_back, now)
    elif amount and goods_back:
        Return.objects.update_or_create(
            case=case,
            defaults={"amount_minor": amount.minor, "sent_at": None, "received_at": None, "tracking_number": ""},
            create_defaults={"amount_minor": amount.minor, "reason": ""},
        )
        move(case, Stage.RETURN_ACCEPTED, now)
    else:
        close(case, outcome_of(pay(case, amount, person_id, now)), now)


def _send_again(case: Case, goods_back: bool, now: datetime) -> None:
    order = orders.access_order_as_operator(case.seller_id, case.order_key)
    claim = case.claim if case.kind == Kind.CLAIM else None
    chosen = [line for line in order.lines if claim is None or claim.position in (None, line.position)]
    one = chosen[0] if len(chosen) == 1 else None
    Exchange.objects.update_or_create(
        case=case,
        defaults={"back": goods_back, "sent_at": None, "received_at": None},
        create_defaults={
            "offer_id": one.offer_id if one else None,
            "title": ", ".join(line.title for line in chosen)[:300],
            "quantity": one.quantity if one else 1,
            "reason": claim.words if claim else "",
            "back": goods_back,
            "amount_minor": order.left.minor,
        },
    )
    move(case, Stage.EXCHANGE_ACCEPTED if goods_back else Stage.EXCHANGE_DUE, now)


def take_from_stock(seller_id: int, offer_id: int, quantity: int) -> None:
    """The replacement leaves the shelf. Raises IntegrityError when fewer are there."""
    moves = {(seller_id, offer_id): quantity}
    lock_offers(moves)
    take_stock(moves)
    ship_stock(moves)
