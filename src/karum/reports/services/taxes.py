"""Declaring what was collected, and marking it as handed over."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from karum.ledger import services as ledger
from karum.ledger.domain import Entry, Purpose
from karum.money import Money
from karum.orders.services.locks import lock_orders
from karum.payments.services.own_transfers import own_transfer
from karum.reports.domain.months import Period, read_period
from karum.reports.domain.taxes import RETURNS, totals
from karum.reports.models import Remittance, TaxReturn
from karum.reports.queries.taxes import Filing, Name, collected, draft, filing, where

BATCH = 1000


class NotFiled(ValueError):
    """Why a return cannot be declared: ``code`` is open, no_rate or unfit; the message says what is missing."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code


@transaction.atomic
def file_return(scheme: str, period: Period, *, now: datetime, person_id: int | None = None) -> Filing:
    """Freeze what is declared for a scheme and period; doing it again returns what was declared. Raises NotFiled."""
    before = filing(scheme, period.name)
    if before is not None:
        return before
    if not period.is_closed(now):
        raise NotFiled("open", f"{period} is not over")
    found = [share for share in collected(period) if share.scheme == scheme]
    sums = [
        [one.country, one.kind, None if one.rate is None else str(one.rate), one.amount.currency, one.amount.minor]
        for one in totals(found)
    ]
    row = TaxReturn(scheme=scheme, period=period.name, filed_at=now, filed_by_id=person_id, totals=sums)
    if scheme in RETURNS:
        made = draft(scheme, period)
        if made.missing:
            raise NotFiled("no_rate", ", ".join(made.missing))
        if made.unfit:
            raise NotFiled("unfit", made.unfit)
        row.lines = [[line.country, str(line.rate), line.taxable.minor, line.vat.minor] for line in made.lines]
        row.corrections = [[one.period, one.country, one.vat.minor] for one in made.corrections]
        row.rates = {currency: str(rate.rate) for currency, rate in made.rates.items()}
    row.save()
    filed = filing(scheme, period.name)
    assert filed is not None
    return filed


@transaction.atomic
def remit(
    scheme: str, period: Period, key: UUID, *, now: datetime, person_id: int | None = None, reference: str = ""
) -> list[Money]:
    """Mark as handed over what stands in the accounts for the orders of a declared return; return the sums.

    For each order DUTY or TAX is debited and BANK credited in the seller's books. Money in escrow is not there yet:
    once it is released, a further call with another ``key`` hands over the rest. The same key moves nothing twice.
    """
    row = TaxReturn.objects.select_for_update().get(scheme=scheme, period=period.name)
    done = Remittance.objects.filter(key=key).first()
    if done is not None:
        return [Money(minor, currency) for _purpose, currency, minor in done.amounts]
    due = _due(scheme, period)
    lock_orders({name for name, _purpose in due})
    places = where({name for name, _purpose in due})
    entries = []
    sums: dict[tuple[Purpose, str], int] = {}
    for (name, purpose), amount in sorted(due.items(), key=lambda one: (one[0][0][0], str(one[0][0][1]), one[0][1])):
        held, gone, _in_escrow = places[name, purpose]
        minor = min(held, amount.minor - gone)
        if minor <= 0:
            continue
        entries.append(_entry(name, purpose, Money(minor, amount.currency), key, scheme))
        sums[purpose, amount.currency] = sums.get((purpose, amount.currency), 0) + minor
    for start in range(0, len(entries), BATCH):
        ledger.post(entries[start : start + BATCH], now=now)
    if not entries:
        return []
    Remittance.objects.create(
        key=key, tax_return=row, paid_at=now, paid_by_id=person_id, reference=reference[:100],
        amounts=[[purpose.value, currency, minor] for (purpose, currency), minor in sorted(sums.items())],
    )  # fmt: skip
    for currency in sorted({currency for _purpose, currency in sums}):
        paid = sum(minor for (_purpose, its), minor in sums.items() if its == currency)
        own_transfer(f"{key} {currency}", "tax", -Money(paid, currency), reference=reference, at=now)
    return [Money(minor, currency) for (_purpose, currency), minor in sorted(sums.items())]


def waiting(scheme: str, period: str) -> Mapping[str, Money]:
    """Currency -> what stands in the accounts for the orders of a return and was not handed over."""
    due = _due(scheme, read_period(period))
    places = where({name for name, _purpose in due})
    sums: dict[str, Money] = {}
    for (name, purpose), amount in due.items():
        held, gone, _in_escrow = places[name, purpose]
        minor = min(held, amount.minor - gone)
        if minor > 0:
            sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + Money(
                minor, amount.currency
            )
    return sums


def _due(scheme: str, period: Period) -> dict[tuple[Name, Purpose], Money]:
    due: dict[tuple[Name, Purpose], Money] = {}
    for share in collected(period):
        if share.scheme == scheme and share.amount:
            key = ((share.seller_id, share.order_key), share.purpose)
            due[key] = due.get(key, Money.zero(share.amount.currency)) + share.amount
    return due


def _entry(name: Name, purpose: Purpose, amount: Money, key: UUID, scheme: str) -> Entry:
    seller_id, order_key = name
    return Entry(
        uuid5(key, f"remitted {seller_id} {order_key} {purpose}"),
        seller_id,
        purpose,
        Purpose.BANK,
        amount,
        f"remitted {scheme}",
        order_key=order_key,
    )
