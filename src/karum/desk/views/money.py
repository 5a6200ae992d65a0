"""The money page, for a tired person: held, due when, paid; every order's clock; the statement."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from karum.desk.queries import money as desk_money
from karum.desk.views.door import Desk, door, show
from karum.money import Money
from karum.orders import queries as orders
from karum.orders.domain.states import State
from karum.parties.domain import Role
from karum.payments import queries as payments


@require_GET
@door("money", need=Role.MANAGER)
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    zero = Money.zero(desk.business.currency)
    purse = desk_money.purse(desk.seller_id)
    context = {
        "held": purse.held or [zero],
        "due": purse.due or [zero],
        "paid": purse.paid or [zero],
        "clocks": purse.clocks,
        "released": orders.orders_of_seller(desk.seller_id, [State.COMPLETED], limit=20),
        "payouts": payments.payouts_of(desk.seller_id, limit=20),
        "account": payments.bank_account(desk.seller_id, desk.business.currency),
        "today": timezone.localdate(),
    }
    return show(request, desk, "money.html", context)


@require_GET
@door("money", need=Role.MANAGER)
def statement(request: HttpRequest, desk: Desk) -> HttpResponse:
    """``?from=2026-11-01&to=2026-11-30``; a day that cannot be read is left out."""
    text = desk_money.statement(desk.seller_id, _day(request.GET.get("from", "")), _day(request.GET.get("to", "")))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"statement-{desk.business.slug}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
