"""What an order asks of its seller, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from karum.orders.domain.states import Action, Role, State
from karum.orders.queries import EventView, OrderView

TODO = (State.PAID, State.ACCEPTED)
SENT = (State.SHIPPED, State.DELIVERED)
DONE = (State.COMPLETED, State.REFUNDED, State.CANCELLED, State.REFUSED)


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next and by when. ``tone``: todo, wait, good or bad."""

    label: str
    by: datetime | None
    tone: str


def next_of(order: OrderView) -> Next:
    """The one line that stands on top of an order."""
    match order.state:
        case State.PAID:
            return Next(_("Accept or refuse"), order.due_at, "todo")
        case State.ACCEPTED:
            return Next(_("Pack and ship"), order.due_at, "todo")
        case State.SHIPPED:
            return Next(_("On its way to the buyer"), order.due_at, "wait")
        case State.DELIVERED:
            return Next(_("It arrived; the buyer looks at it"), order.due_at, "wait")
        case State.COMPLETED:
            return Next(_("Done: the money is yours"), None, "good")
        case State.REFUNDED:
            return Next(_("Refunded"), None, "bad")
        case State.REFUSED:
            return Next(_("You refused it"), None, "bad")
        case _:
            return Next(_("Cancelled"), None, "bad")


def clock_words(order: OrderView) -> str:
    """What happens by itself when the term runs out, and what stops it."""
    match order.state:
        case State.PAID:
            return _("Without an answer by then the order is cancelled and the buyer gets all the money back.")
        case State.ACCEPTED:
            return _("If it is not shipped by then the order is cancelled and the buyer gets all the money back.")
        case State.SHIPPED:
            return _("The money is released then, or earlier when the buyer confirms that it arrived.")
        case State.DELIVERED:
            return _("The buyer looks at the goods until then. She can release the money earlier, or report a problem.")
        case _:
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
    return words.get(event.action, event.action)
