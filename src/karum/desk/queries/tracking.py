"""What a list of tracking numbers means for a seller's orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from karum.desk.domain.tracking_lists import Line
from karum.desk.queries.order_words import SENT, TODO
from karum.orders import queries as orders
from karum.orders.domain.states import Action, Role, State
from karum.orders.queries import OrderView
from karum.parties.speech import translated
from karum.shipping.domain import TrackingCheck, carrier_name, check_tracking

_READ_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Matched:
    """A line beside its order. ``problem`` is empty when the parcel can go; ``carrier`` is then a code or a name."""

    line: Line
    order: OrderView | None
    number: str
    carrier: str
    problem: str

    @property
    def carrier_name(self) -> str:
        return carrier_name(self.carrier)


def matched(seller_id: int, lines: Sequence[Line]) -> list[Matched]:
    """Each line beside the seller's own order; only orders that wait to be sent are read, and those that went."""
    found: dict[str, OrderView] = {}
    for states in (SENT, TODO):
        found |= {order.number: order for order in orders.orders_of_seller(seller_id, states, limit=_READ_MAX)}
    named = [found[line.order] for line in lines if line.order in found]
    orders.with_lines(list({order.key: order for order in named}.values()))
    seen: set[UUID] = set()
    rows = []
    for line in lines:
        order = found.get(line.order)
        rows.append(_one(line, order, again=order is not None and order.key in seen))
        if order is not None:
            seen.add(order.key)
    return rows


def _one(line: Line, order: OrderView | None, *, again: bool) -> Matched:
    def no(problem: str) -> Matched:
        return Matched(line, order, " ".join(line.others), "", problem)

    if order is None:
        return no(_("None of your open orders has this number."))
    if order.state in SENT:
        return no(_("This order is on its way already."))
    if Action.SHIP not in order.actions(Role.SELLER) or order.state is not State.ACCEPTED:
        return no(_("This order does not wait to be sent. Open it to see what comes next."))
    if order.new_parcels:
        return no(_("This order is packed already. Open it to hand it over."))
    if again:
        return no(_("This order stands in the list twice. Add a second parcel on the order's page."))
    check, problem = _number(line.others, str(order.option.get("carrier", "")))
    return no(problem) if check is None else Matched(line, order, check.number, check.carrier, "")


def _number(cells: Iterable[str], planned: str) -> tuple[TrackingCheck | None, str]:
    """The first cell that the planned carrier could have given out, else one that any known carrier could have."""
    candidates = [cell for cell in cells if any(sign.isdigit() for sign in cell)]
    if not candidates:
        return None, _("There is no tracking number on this line.")
    for carrier in (planned, ""):
        for cell in candidates:
            check = check_tracking(cell, carrier)
            if check.ok:
                return check, ""
    return None, translated(check_tracking(candidates[0], planned).message)
