"""What was collected of duties and taxes, for whom; and how that agrees with the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

from karum.ledger import history
from karum.ledger.domain import Purpose
from karum.money import Money
from karum.orders.domain.shares import plus
from karum.orders.queries.several import orders_by_key
from karum.orders.queries.view import OrderView
from karum.payments.domain.rates import CENTRAL_BANK, PEG, FxRate
from karum.payments.queries import fx
from karum.reports.domain.months import Period, read_period
from karum.reports.domain.taxes import (
    RETURNS,
    Correction,
    ReturnLine,
    Sale,
    Share,
    Total,
    corrections,
    return_lines,
    shares,
    totals,
    vat_by_country,
)
from karum.reports.models import Remittance, TaxReturn
from karum.rules.files import codes, groups, load

NEXT_DAYS_MAX = 7
"""So long after the last day of a period the ECB's next rate is waited for: no pause of its is longer."""

Name = tuple[int, UUID]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One currency of a period: what was collected less refunds, and where the ledger has it.

    ``escrow``: of orders that are not released. ``held``: set aside for the authority. ``remitted``: handed over.
    ``difference``: what is none of these; zero, or something is to be looked at (``orders``: their numbers).
    """

    purpose: Purpose
    currency: str
    collected: Money
    escrow: Money
    held: Money
    remitted: Money
    orders: tuple[str, ...]

    @property
    def difference(self) -> Money:
        return self.collected - self.escrow - self.held - self.remitted


@dataclass(frozen=True, slots=True)
class Filing:
    """A return as it was declared."""

    id: int
    scheme: str
    period: str
    filed_at: datetime
    lines: tuple[ReturnLine, ...]
    corrections: tuple[Correction, ...]
    rates: Mapping[str, str]
    remitted: tuple[tuple[datetime, str, tuple[Money, ...]], ...]

    @property
    def vat(self) -> Money:
        """What is to be paid: the period's VAT and all corrections, in EUR."""
        parts = [*(line.vat for line in self.lines), *(one.vat for one in self.corrections)]
        return sum(parts, Money.zero("EUR"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A return as it would be declared now. ``missing``: currencies without a rate; ``unfit``: why it cannot be."""

    lines: tuple[ReturnLine, ...]
    corrections: tuple[Correction, ...]
    rates: Mapping[str, FxRate]
    missing: tuple[str, ...]
    unfit: str

    @property
    def vat(self) -> Money:
        parts = [*(line.vat for line in self.lines), *(one.vat for one in self.corrections)]
        return sum(parts, Money.zero("EUR"))


def collected(period: Period) -> list[Share]:
    """Every charge line of the orders that were paid in a period, without what was refunded since."""
    paid = history.first_paid(period.since, period.until)
    orders = orders_by_key(paid.keys()) if paid else {}
    return [share for name, order in orders.items() for share in shares(sale_of(order, paid[name]))]


def sale_of(order: OrderView, paid_at: datetime) -> Sale:
    """What the tax report needs to know of an order."""
    charge, refunded = order.charge, plus(order.refunded_parts, order.unpaid_parts)  # a balance counts when it is paid
    return Sale(
        order.seller_id,
        order.key,
        order.number,
        paid_at,
        order.destination,
        charge.currency,
        {"duty": charge.duty, "tax": charge.tax, "fee": charge.fees},
        {"duty": refunded[2], "tax": refunded[3], "fee": refunded[4]},
        charge.goods + charge.shipping,
        refunded[0] + refunded[1],
        order.landed,
        registrations(),
        order.destination in groups()["EU"],
    )


@cache
def registrations() -> dict[str, str]:
    """Regime -> the registration that it takes, from all country files."""
    markets = [market for code in codes() if (market := load(code)) is not None]
    return {regime.code: regime.registration for market in markets for regime in market.regimes if regime.registration}


def report(period: Period) -> list[Total]:
    """What was collected in a period, by scheme, country, kind, rate and currency; sales at 0 % are among it."""
    return [total for total in totals(collected(period)) if total.amount or total.base]


def schemes(period: Period) -> list[str]:
    """The schemes under which something was collected in a period."""
    return sorted({total.scheme for total in report(period)})


def agreement(period: Period) -> list[Agreement]:
    """Whether the receipts and the ledger agree about a period: by account and currency."""
    found = [share for share in collected(period) if share.amount]
    names = {(share.seller_id, share.order_key) for share in found}
    places = where(names)
    sums: dict[tuple[Purpose, str], tuple[int, int, int, int]] = {}
    wrong: dict[tuple[Purpose, str], list[str]] = {}
    for (name, purpose, number), due in _by_order(found).items():
        held, remitted, in_escrow = places.get((name, purpose), (0, 0, False))
        waiting = due.minor - held - remitted if in_escrow else 0
        row = sums.get((purpose, due.currency), (0, 0, 0, 0))
        added = (due.minor, waiting, held, remitted)
        sums[purpose, due.currency] = (row[0] + added[0], row[1] + added[1], row[2] + added[2], row[3] + added[3])
        if due.minor != waiting + held + remitted or waiting < 0:
            wrong.setdefault((purpose, due.currency), []).append(number)
    return [
        Agreement(
            purpose,
            currency,
            collected=Money(due, currency),
            escrow=Money(waiting, currency),
            held=Money(held, currency),
            remitted=Money(remitted, currency),
            orders=tuple(wrong.get((purpose, currency), ())),
        )
        for (purpose, currency), (due, waiting, held, remitted) in sorted(sums.items())
    ]


def where(names: set[Name]) -> dict[tuple[Name, Purpose], tuple[int, int, bool]]:
    """(order, DUTY or TAX) -> what stands in that account, what was handed over, and whether money is in escrow."""
    escrow = {(p.seller_id, p.order_key) for p in history.positions([Purpose.ESCROW]) if p.amount.minor > 0}
    found: dict[tuple[Name, Purpose], tuple[int, int, bool]] = {}
    for purpose in (Purpose.DUTY, Purpose.TAX):
        stands = {(p.seller_id, p.order_key): p.amount.minor for p in history.positions([purpose]) if p.order_key}
        gone = history.remitted(purpose)
        for name in names:
            found[name, purpose] = (stands.get(name, 0), gone.get(name, 0), name in escrow)
    return found


def _by_order(found: Iterable[Share]) -> dict[tuple[Name, Purpose, str], Money]:
    sums: dict[tuple[Name, Purpose, str], Money] = {}
    for share in found:
        key = ((share.seller_id, share.order_key), share.purpose, share.number)
        sums[key] = sums.get(key, Money.zero(share.amount.currency)) + share.amount
    return sums


# --- returns -------------------------------------------------------------------------------------------------------


def draft(scheme: str, period: Period) -> Draft:
    """A return in euros as it would be declared now: lines, rates, and corrections of all periods declared before."""
    of_it = (share for share in collected(period) if share.scheme == scheme and share.kind == "tax")
    found = [share for share in of_it if share.amount or share.base]
    rates, missing = _rates({share.amount.currency for share in found}, period.last_day)
    unfit = ""
    lines: list[ReturnLine] = []
    if not missing:
        try:
            lines = return_lines(found, {currency: rate.rate for currency, rate in rates.items()})
        except ValueError as reason:
            unfit = str(reason)
    return Draft(tuple(lines), tuple(_corrections(scheme, period)), rates, tuple(missing), unfit)


def filing(scheme: str, period: str) -> Filing | None:
    """The return as it was declared; None when it was not."""
    row = TaxReturn.objects.filter(scheme=scheme, period=period).first()
    return None if row is None else _filing(row)


def filings() -> list[Filing]:
    """All returns, the newest first."""
    return [_filing(row) for row in TaxReturn.objects.order_by("-period", "scheme")]


def ecb_rate(currency: str, day: date) -> FxRate | None:
    """EUR for one unit of a currency as a return wants it: the ECB's rate of ``day``, or of the next day on which
    there is one (Directive 2006/112/EC, art. 369h). None when that is not known yet.

    A currency that the ECB does not quote has the hub's own rate of that day: ``confidence`` says so.
    """
    if currency == "EUR":
        return FxRate(Decimal(1), "", day, PEG)
    found: FxRate | None = None
    for later in range(NEXT_DAYS_MAX + 1):
        asked = day + timedelta(days=later)
        found = fx(currency, "EUR", asked)
        if found is None or found.confidence != CENTRAL_BANK:
            return found
        if found.date >= day:
            return found
    return None


def _rates(currencies: Iterable[str], day: date) -> tuple[dict[str, FxRate], list[str]]:
    rates: dict[str, FxRate] = {}
    missing = []
    for currency in sorted(currencies):
        rate = ecb_rate(currency, day)
        if rate is None:
            missing.append(currency)
        else:
            rates[currency] = rate
    return rates, missing


def _corrections(scheme: str, period: Period) -> list[Correction]:
    """What changed of earlier periods since they were declared, at the rates with which they were declared."""
    if scheme not in RETURNS:
        return []
    earlier = [one for one in filings() if one.scheme == scheme and read_period(one.period).end <= period.first_day]
    told = [correction for one in earlier for correction in one.corrections]
    found: list[Correction] = []
    for one in sorted(earlier, key=lambda one: one.period):
        kept = [s for s in collected(read_period(one.period)) if s.scheme == scheme and s.kind == "tax" and s.amount]
        rates = {currency: Decimal(rate) for currency, rate in one.rates.items()}
        now = vat_by_country(return_lines(kept, rates))
        found += corrections(one.period, now, vat_by_country(one.lines), told)
    return found


def _filing(row: TaxReturn) -> Filing:
    return Filing(
        row.id,
        row.scheme,
        row.period,
        row.filed_at,
        tuple(
            ReturnLine(country, Decimal(rate), Money(taxable, "EUR"), Money(vat, "EUR"))
            for country, rate, taxable, vat in row.lines
        ),
        tuple(Correction(period, country, Money(vat, "EUR")) for period, country, vat in row.corrections),
        row.rates,
        tuple(
            (one.paid_at, one.reference, tuple(Money(minor, currency) for _purpose, currency, minor in one.amounts))
            for one in Remittance.objects.filter(tax_return=row).order_by("paid_at")
        ),
    )
