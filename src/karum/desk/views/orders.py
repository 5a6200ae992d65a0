"""The queue of orders, and one order."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from karum.desk.forms.orders import ParcelForm, RefundForm, RefuseForm
from karum.desk.forms.origin import OriginForm
from karum.desk.queries.order_words import DONE, SENT, TODO, clock_words, event_words, next_of
from karum.desk.queries.stock import short_of
from karum.desk.queries.tasks import Task, tasks
from karum.desk.views.door import Desk, door, show
from karum.desk.views.order_papers import paper_context
from karum.disputes.queries import cases_of_order, chargebacks_of_order
from karum.orders import queries as orders
from karum.orders.domain.states import Action, Role, State
from karum.orders.queries import OrderView
from karum.parties import queries as parties
from karum.parties.domain import address_lines

SHOWS: dict[str, tuple[State, ...] | None] = {"todo": TODO, "sent": SENT, "done": DONE, "all": None}
MARKS = {"accept": (State.PAID, State.PROMISED), "ship": (State.ACCEPTED,)}
PAGE = 50


@require_GET
@door("orders")
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is due first stands on top."""
    chosen = request.GET.get("show", "todo")
    chosen = chosen if chosen in SHOWS else "todo"
    before = _moment(request.GET.get("before", ""))
    found = orders.orders_of_seller(
        desk.seller_id, SHOWS[chosen], before=before, limit=200 if chosen == "todo" else PAGE
    )
    if chosen == "todo":
        found.sort(key=lambda order: order.due_at or order.placed_at)
    counts = orders.counts_of_seller(desk.seller_id)
    names = {"todo": _("To do"), "sent": _("On the way"), "done": _("Done"), "all": _("All")}
    shown = [state for state in State if state not in (State.PLACED, State.EXPIRED)]
    filters = [
        (name, label, sum(counts.get(state, 0) for state in SHOWS[name] or shown)) for name, label in names.items()
    ]
    steps = tasks(desk.business) if desk.is_manager else []
    now = timezone.now()
    rows = [(order, next_of(order), bool(order.due_at and order.due_at < now)) for order in orders.with_lines(found)]
    marked, ticked = MARKS.get(request.GET.get("mark", ""), ()), set(request.GET.getlist("order"))
    context = {
        "rows": rows,
        "chosen": chosen,
        "filters": filters,
        "older": found[-1].placed_at.isoformat() if chosen != "todo" and len(found) == PAGE else "",
        "tasks": [] if all(step.done for step in steps) else with_urls(desk, steps),
        "short_of": short_of(desk.seller_id, get_language() or "en", now=now) if desk.is_manager else 0,
        "tasks_done": sum(step.done for step in steps),
        "late": sum(late for _order, following, late in rows if following.tone == "todo"),
        "marked": {order.key for order in found if order.state in marked or str(order.key) in ticked},
        "marks": _marks(found),
        "sendable": sum(order.state is State.ACCEPTED for order in found) > 1,
        "now": now,
    }
    return show(request, desk, "orders.html", context)


def _marks(found: list[OrderView]) -> list[tuple[str, str, int]]:
    """(name, words, how many): choose all orders of a kind at once."""
    names = {"accept": _("All to accept"), "ship": _("All to pack")}
    counts = {name: sum(order.state in MARKS[name] for order in found) for name in names}
    return [(name, label, counts[name]) for name, label in names.items() if counts[name] > 1]


@require_GET
@door("orders")
def one(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    order = orders.access_order_as_seller(desk.seller_id, key)
    return order_page(request, desk, order)


def order_page(
    request: HttpRequest,
    desk: Desk,
    order: OrderView,
    *,
    refuse: RefuseForm | None = None,
    parcel: ParcelForm | None = None,
    refund: RefundForm | None = None,
    origin: OriginForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one order, with the forms as they were typed."""
    can = order.actions(Role.SELLER)
    names: dict[int | None, str] = {m.person_id: m.full_name for m in parties.members(desk.seller_id)}
    context = {
        "order": order,
        "next": next_of(order),
        "clock": clock_words(order),
        "money_clock": orders.release_clock(order),
        "late": bool(order.due_at and order.due_at < timezone.now()),
        "events": [(event, event_words(event), names.get(event.person_id, "")) for event in order.events],
        "address": address_lines(order.ship_to),
        "can_accept": Action.ACCEPT in can,
        "can_refuse": Action.REFUSE in can and desk.is_manager,
        "can_pack": order.state is State.ACCEPTED,
        "can_ship": Action.SHIP in can and bool(order.new_parcels),
        "ship_at_once": Action.SHIP in can,
        "can_ready": Action.READY in can,
        "can_unmet": Action.UNMET in can,
        "can_take_back": Action.TAKE_BACK in can,
        "can_deliver": Action.DELIVER in can,
        "can_refund": Action.REFUND in can and desk.is_manager,
        "refuse": refuse or RefuseForm(),
        "parcel": parcel or ParcelForm(order=order),
        "refund": refund or RefundForm(order=order),
        "refund_open": refund is not None,
        "refuse_open": refuse is not None,
        "cases": [(case, desk.url("case", case.key)) for case in cases_of_order(desk.seller_id, order.key)],
        "chargebacks": chargebacks_of_order(desk.seller_id, order.key),
        **paper_context(desk, order),
        "origin": origin or OriginForm(order=order),
        "origin_open": origin is not None,
    }
    return show(request, desk, "order.html", context, status=status)


def with_urls(desk: Desk, steps: Iterable[Task]) -> list[dict[str, object]]:
    """The tasks for the page, each with its address; the first that this person can do comes next."""
    rows: list[dict[str, object]] = []
    for step in steps:
        is_others = step.page == "bank" and not desk.is_owner
        why, url = (_("The owner of the shop names it."), "#tasks") if is_others else (step.why, desk.url(step.page))
        is_next = not step.done and not is_others and not any(row["is_next"] for row in rows)
        rows.append({**asdict(step), "why": why, "url": url, "is_next": is_next})
    return rows


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
