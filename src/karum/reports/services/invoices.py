"""Issuing fee invoices: once for each seller, month and currency; numbers without a gap; frozen for ever."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from karum.ledger import history
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.parties.queries import BusinessCard, business
from karum.reports.domain.months import Month
from karum.reports.domain.statement import Row
from karum.reports.models import FeeInvoice, InvoiceSeries
from karum.reports.queries.statements import Sheet, statement_of
from karum.runtime.settings import settings


class MonthOpen(ValueError):
    """The month is not over, or what began in it may still be written."""


def issue_month(month: Month, now: datetime) -> list[str]:
    """Issue what is missing of a month, for all sellers; return the new numbers. Safe to repeat.

    Raises MonthOpen. Each invoice is a commit of its own: a failure keeps what was issued, and nothing of the rest.
    """
    if not month.is_closed(now):
        raise MonthOpen(f"{month} is not closed yet")
    taken: dict[tuple[int, str], Money] = {}
    for balance in history.balances_before(month.until):
        if balance.key.purpose is Purpose.FEE and balance.key.seller_id:
            taken[balance.key.seller_id, balance.key.currency] = balance.net
    made = []
    for (seller_id, _currency), net in sorted(taken.items()):
        number = _issue(seller_id, month, net, now)
        if number:
            made.append(number)
    return made


@transaction.atomic
def _issue(seller_id: int, month: Month, taken: Money, now: datetime) -> str | None:
    """One invoice: all fees ``taken`` until the month's end, less those that are on earlier invoices.

    So a fee that was written late stands on the next invoice, and the invoices of a seller sum to the account.
    """
    series, _made = InvoiceSeries.objects.get_or_create(year=now.year)
    series = InvoiceSeries.objects.select_for_update().get(year=now.year)
    its = FeeInvoice.objects.filter(seller_id=seller_id, currency=taken.currency)
    if its.filter(month__gte=str(month)).exists():
        return None
    before = its.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    amount = taken - Money(before, taken.currency)
    if not amount:
        return None
    series.last += 1
    series.save(update_fields=["last"])
    number = f"FI-{now.year}-{series.last:06}"
    FeeInvoice.objects.create(
        number=number,
        year=now.year,
        serial=series.last,
        seller_id=seller_id,
        month=str(month),
        currency=amount.currency,
        amount_minor=amount.minor,
        issued_at=now,
        body=_body(business(seller_id), month, amount),
    )
    return number


def _body(seller: BusinessCard, month: Month, amount: Money) -> dict[str, Any]:
    sheet = next((one for one in statement_of(seller.id, month) if one.currency == amount.currency), None)
    lines = _lines(sheet)
    rest = amount.minor - sum(line["amount_minor"] for line in lines)
    if rest:
        lines.append({"order": "", "day": "", "kind": "earlier", "amount_minor": rest})
    knobs = settings()
    address = seller.address
    return {
        "hub": {
            "name": knobs.hub_name,
            "country": knobs.hub_country,
            "url": knobs.base_url,
            "tax_number": knobs.hub_tax_number,
        },
        "seller": {
            "name": seller.legal_name,
            "country": seller.country,
            "lines": [line for line in (address.street, f"{address.postal_code} {address.city}".strip()) if line],
            "identifiers": [[card.scheme, card.value] for card in seller.identifiers if card.scheme != "iban"],
        },
        "lines": lines,
        "tax": _tax(seller, amount),
    }


def _lines(sheet: Sheet | None) -> list[dict[str, Any]]:
    if sheet is None:
        return []
    return [
        {
            "order": line.number,
            "day": line.movement.at.date().isoformat(),
            "kind": "fee" if line.movement.row is Row.FEE else "back",
            "amount_minor": -line.movement.amount.minor,
        }
        for line in sheet.lines
        if line.movement.row in (Row.FEE, Row.FEE_BACK)
    ]


def _tax(seller: BusinessCard, amount: Money) -> dict[str, Any] | None:
    """The tax that is in the amount; None where it cannot be stated.

    The settings tell of the hub's own country only. Whether and where a service to a firm abroad is taxed depends on
    both countries' laws: nothing is stated then.
    """
    percent: Decimal | None = settings().hub_tax_percent
    if percent is None or seller.country != settings().hub_country:
        return None
    exact = Decimal(amount.minor) * percent / (100 + percent)
    minor = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return {"percent": f"{percent.normalize():f}", "amount_minor": minor}
