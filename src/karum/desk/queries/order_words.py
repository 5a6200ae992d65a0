"""What an order asks of its seller, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from karum.orders.domain.escrow import Escrow
from karum.orders.domain.states import Action, Role, State
from karum.orders.queries import EventView, OrderView
from karum.orders.words import action_text

TODO = (State.PAID, State.PROMISED, State.ACCEPTED, State.READY, State.RETURNING)
SENT = (State.SHIPPED, State.DELIVERED)
DONE = (State.COMPLETED, State.REFUNDED, State.CANCELLED, State.REFUSED, State.FORFEITED)


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next and by when. ``tone``: todo, due (the buyer has to), wait, good or bad."""

    label: str
    by: datetime | None
    tone: str


def next_of(order: OrderView) -> Next:
    """The one line that stands on top of an order."""
    label, tone = _unpaid_next(order) or {
        State.PAID: (_("Accept or refuse"), "todo"),
        State.PROMISED: (_("Accept or refuse"), "todo"),
        State.ACCEPTED: (_("Pack and ship"), "todo"),
        State.READY: (_("The buyer has to pay the balance"), "due"),
        State.SHIPPED: (_("On its way to the buyer"), "wait"),
        State.DELIVERED: (_("It arrived; the buyer looks at it"), "wait"),
        State.RETURNING: (_("Not paid at the door: it comes back to you"), "todo"),
        State.COMPLETED: (_("Done: the money is yours"), "good"),
        State.REFUNDED: (_("Refunded"), "bad"),
        State.REFUSED: (_("You refused it"), "bad"),
        State.FORFEITED: (_("The balance was not paid: a part of the deposit is yours"), "bad"),
    }.get(order.state, (_("Cancelled"), "bad"))
    return Next(label, order.due_at if tone in ("todo", "due", "wait") else None, tone)


def clock_words(order: OrderView) -> str:
    """What happens by itself when the term runs out, and what stops it."""
    return _unpaid_clock(order) or {
        State.PAID: _("Without an answer by then the order is cancelled and the buyer gets all the money back."),
        State.PROMISED: _("It is paid in cash at the door. Without an answer by then the order is cancelled."),
        State.ACCEPTED: _("If it is not shipped by then the order is cancelled and the buyer gets all the money back."),
        State.READY: _("If it does not come in time, the order ends and you keep what the terms say of the deposit."),
        State.SHIPPED: _("The money is released then, or earlier when the buyer confirms that it arrived."),
        State.DELIVERED: _(
            "The buyer looks at the goods until then. She can release the money earlier, or report a problem."
        ),
        State.RETURNING: _("Say when the goods are back: then they are for sale again."),
    }.get(order.state, "")


def _unpaid_next(order: OrderView) -> tuple[str, str] | None:
    """Label and tone where money is still to come."""
    if order.escrow is Escrow.DEPOSITED and order.state is State.ACCEPTED:
        return _("Get it ready, then ask for the balance"), "todo"
    if order.escrow is Escrow.AUTHORISED and order.state in SENT:
        return _("On its way: the buyer pays at the door"), "wait"
    return None


def _unpaid_clock(order: OrderView) -> str:
    if order.escrow is Escrow.DEPOSITED and order.state is State.ACCEPTED:
        return _("You can ship when the balance is paid. If it is not ready by then, the deposit goes back.")
    if order.escrow is Escrow.AUTHORISED and order.state is State.ACCEPTED:
        return _("It is paid in cash at the door. If it is not shipped by then, the order is cancelled.")
    if order.escrow is Escrow.AUTHORISED and order.state in SENT:
        return _("The hub's courier takes the cash. From then on the buyer has some days to look at the goods.")
    return ""


def event_words(event: EventView) -> str:
    """One row of the audit trail."""
    by_clock = event.role is Role.CLOCK
    words = {
        "place": _("Ordered"),
        Action.PAY: _("Paid: the money is held"),
        Action.EXPIRE: _("Not paid in time"),
        Action.CANCEL: _("Cancelled by the buyer") if event.role is Role.BUYER else _("Cancelled by the hub"),
        Action.ACCEPT: _("Accepted"),
        Action.REFUSE: _("Refused"),
        Action.LAPSE: _("Cancelled: the time ran out"),
        Action.SHIP: _("Handed over to the carrier"),
        Action.DELIVER: _("Delivered"),
        Action.CONFIRM: _("The buyer confirmed that it arrived"),
        Action.RELEASE: _("Money released: the time ran out") if by_clock else _("Money released"),
        Action.REFUND: _("Partly refunded"),
        Action.REFUND_REST: _("Refunded in full"),
    }
    return words.get(event.action) or action_text(event.action)
