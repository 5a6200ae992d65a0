"""What was collected for whom: duties and taxes of orders, from the lines of their frozen receipts. Pure.

A sale belongs to the period in which its payment was accepted (Directive 2006/112/EC, art. 66a). What was refunded
since is left out; when a period was declared before the refund, the difference is a correction in a later return
(art. 369t), by period and member state of consumption.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from karum.ledger.domain import Purpose
from karum.money import Money, allocate
from karum.rules import ChargeLine, LandedCost

IOSS, OSS, DDP, SELLER, HUB, UNSTATED = "IOSS", "OSS", "DDP", "SELLER", "HUB", "UNSTATED"
"""Schemes besides those that a country file names (GB-VAT, AU-GST, VOEC, ...). DDP: handed to the carrier or customs by
the seller's contract. SELLER: under the seller's own registration. UNSTATED: the receipt does not say."""

RETURNS = (IOSS, OSS)
"""Schemes with a return by member state of consumption, in euros."""

KINDS = {"duty": Purpose.DUTY, "fee": Purpose.DUTY, "tax": Purpose.TAX}
"""A line's kind -> the account in which it is set aside."""


@dataclass(frozen=True, slots=True)
class Sale:
    """One paid order: what was charged of duty, tax and fees, and what of it went back, in minor units.

    ``goods``, ``goods_refunded``: goods and shipping, of which the taxable amount of a sale at 0 % shrinks in
    proportion. ``registrations``: regime of the country file -> the registration that it takes. ``within_union``: of
    the EU.
    """

    seller_id: int
    key: UUID
    number: str
    paid_at: datetime
    destination: str
    currency: str
    charged: Mapping[str, int]  # kind -> minor units
    refunded: Mapping[str, int]
    goods: int
    goods_refunded: int
    landed: LandedCost | None
    registrations: Mapping[str, str]
    within_union: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One charge line of one sale. ``base`` and ``amount`` without what was refunded; ``rate`` None: no percentage."""

    seller_id: int
    order_key: UUID
    number: str
    paid_at: datetime
    country: str
    scheme: str
    kind: str
    code: str
    rate: Decimal | None
    base: Money | None
    amount: Money
    refunded: Money

    @property
    def purpose(self) -> Purpose:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Total:
    """Lines of the same scheme, country, kind, rate and currency, summed. ``base`` None: one of them has none."""

    scheme: str
    country: str
    kind: str
    code: str
    rate: Decimal | None
    base: Money | None
    amount: Money
    orders: int


def shares(sale: Sale) -> list[Share]:
    """The charge lines of a sale that the buyer paid at checkout. For each kind they sum to what was charged of it,
    less what was refunded; a receipt that does not is told as UNSTATED. A tax at 0 % is a line too: its sale is
    declared with what was taxable.
    """
    found: list[Share] = []
    for kind, charged in sale.charged.items():
        lines = [line for line in _lines(sale) if line.kind == kind]
        amounts = [line.amount.minor for line in lines if line.amount is not None]
        kept = charged - sale.refunded.get(kind, 0)
        if sum(amounts) != charged or (charged and min(amounts) < 0):
            found += [_unstated(sale, kind, kept, charged - kept)]
            continue
        nets = allocate(kept, amounts) if charged else [0] * len(lines)
        found += [_share(sale, line, net) for line, net in zip(lines, nets, strict=True)]
    return found


def totals(found: Iterable[Share]) -> list[Total]:
    """The sums by scheme, country, kind, rate and currency, in that order."""
    groups: dict[tuple[str, str, str, str, Decimal, str], list[Share]] = {}
    for share in found:
        rate = Decimal(-1) if share.rate is None else share.rate
        key = (share.scheme, share.country, share.kind, share.code, rate, share.amount.currency)
        groups.setdefault(key, []).append(share)
    return [_total(groups[key]) for key in sorted(groups)]


def _total(its: Sequence[Share]) -> Total:
    one = its[0]
    zero = Money.zero(one.amount.currency)
    bases = [share.base for share in its if share.base is not None]
    return Total(
        one.scheme, one.country, one.kind, one.code, one.rate,
        sum(bases, zero) if len(bases) == len(its) else None,
        sum((share.amount for share in its), zero),
        len({share.order_key for share in its}),
    )  # fmt: skip


# --- the return ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One line of a return: member state of consumption, rate as a fraction, taxable amount and VAT in EUR."""

    country: str
    rate: Decimal
    taxable: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class Correction:
    """What an earlier period's VAT in one country has changed by since it was declared, in EUR."""

    period: str
    country: str
    vat: Money


def return_lines(found: Iterable[Share], rates: Mapping[str, Decimal]) -> list[ReturnLine]:
    """The lines of a return. ``rates``: currency -> EUR for one unit of it; each currency's sum is converted once.

    Raises KeyError for a currency without a rate, ValueError for a tax that has no percentage.
    """
    sums: dict[tuple[str, Decimal], tuple[Money, Money]] = {}
    zero = Money.zero("EUR")
    for total in totals(share for share in found if share.kind == "tax"):
        if total.rate is None or total.base is None:
            raise ValueError(f"{total.country}: a tax without a percentage does not fit into the return")
        rate = rates[total.amount.currency]
        taxable, vat = sums.get((total.country, total.rate), (zero, zero))
        sums[total.country, total.rate] = (
            taxable + total.base.convert(rate, "EUR"),
            vat + total.amount.convert(rate, "EUR"),
        )
    return [ReturnLine(country, rate, *sums[country, rate]) for country, rate in sorted(sums)]


def vat_by_country(lines: Iterable[ReturnLine]) -> dict[str, Money]:
    """Country -> VAT in EUR."""
    sums: dict[str, Money] = {}
    for line in lines:
        sums[line.country] = sums.get(line.country, Money.zero("EUR")) + line.vat
    return sums


def corrections(
    period: str, now: Mapping[str, Money], declared: Mapping[str, Money], since: Iterable[Correction]
) -> list[Correction]:
    """What is to be corrected about ``period``: what is due ``now``, less ``declared`` and corrections made since."""
    zero = Money.zero("EUR")
    told = dict(declared)
    for correction in since:
        if correction.period == period:
            told[correction.country] = told.get(correction.country, zero) + correction.vat
    changed = {country: now.get(country, zero) - told.get(country, zero) for country in sorted({*now, *told})}
    return [Correction(period, country, vat) for country, vat in changed.items() if vat]


# --- from a receipt to its lines -----------------------------------------------------------------------------------


def scheme_of(line: ChargeLine, sale: Sale) -> str:
    """Under which scheme or registration a line was collected."""
    if line.collector == "seller":
        return SELLER
    if line.collector != "hub":
        return DDP
    regimes = sale.landed.regime.split(" + ") if sale.landed else []
    registered = [sale.registrations[regime] for regime in regimes if regime in sale.registrations]
    if registered:
        return registered[0]
    return OSS if "within-union" in regimes and sale.within_union else HUB


def _lines(sale: Sale) -> list[ChargeLine]:
    lines = sale.landed.lines if sale.landed else ()
    return [line for line in lines if line.due == "checkout" and (line.amount or _is_zero_rated(line))]


def _is_zero_rated(line: ChargeLine) -> bool:
    """Taxed, at a rate of nothing; what is exempt or not known has no rate."""
    return line.kind == "tax" and line.rate == 0 and line.amount is not None and bool(line.base)


def _share(sale: Sale, line: ChargeLine, net: int) -> Share:
    assert line.amount is not None
    part = (net, line.amount.minor) if line.amount else (sale.goods - sale.goods_refunded, sale.goods)
    base = None if line.base is None else _part(line.base, *part)
    return Share(
        sale.seller_id, sale.key, sale.number, sale.paid_at, sale.destination, scheme_of(line, sale), line.kind,
        line.code, line.rate, base, Money(net, sale.currency), Money(line.amount.minor - net, sale.currency),
    )  # fmt: skip


def _unstated(sale: Sale, kind: str, kept: int, refunded: int) -> Share:
    return Share(
        sale.seller_id, sale.key, sale.number, sale.paid_at, sale.destination, UNSTATED, kind, "", None, None,
        Money(kept, sale.currency), Money(refunded, sale.currency),
    )  # fmt: skip


def _part(whole: Money, of: int, all_of: int) -> Money:
    """``of`` / ``all_of`` of an amount, rounded half up to a minor unit."""
    exact = Decimal(whole.minor) * of / all_of if all_of else Decimal(0)
    return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), whole.currency)
