"""Returns, exchanges and disputes of a person's orders."""

from typing import Any

from karum.disputes.models import Case
from karum.disputes.queries.cases import CaseView
from karum.orders.queries import order_keys_of_buyer
from karum.parties.queries import Person
from karum.parties.services.known import known


@known("disputes")
def disputes(person: Person) -> list[dict[str, Any]]:
    """Every case about what she bought, the oldest first, with all that was said and decided in it."""
    hers = order_keys_of_buyer(person.pk)
    rows = Case.objects.filter(order_key__in=[key for _seller, key in hers]).order_by("opened_at", "id")
    return [_case(CaseView(row)) for row in rows if (row.seller_id, row.order_key) in hers]


def _case(case: CaseView) -> dict[str, Any]:
    currency = case.row.currency
    return {
        "number": case.number,
        "order": case.order.number,
        "kind": case.kind.value,
        "stage": case.stage.value,
        "outcome": case.outcome.value if case.outcome else None,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.row.closed_at.isoformat() if case.row.closed_at else None,
        "asked_minor": case.asked.minor,
        "paid_back_minor": case.paid.minor,
        "currency": currency,
        "words": case.words,
        "log": [
            {"at": one.at.isoformat(), "by": one.side.value, "action": one.action, "words": one.words}
            for one in case.events
        ],
        "files": [
            {"name": one.name, "by": one.side, "kind": one.kind, "size_bytes": one.size_bytes, "at": one.at.isoformat()}
            for one in case.files
        ],
        "decisions": [
            {
                "at": row.at.isoformat(),
                "amount_minor": amount.minor,
                "goods_back": row.goods_back,
                "reasons": row.reasons,
            }
            for row, amount in case.decisions
        ],
    }
