"""What a payment between two countries needs, for the pages that say it before somebody pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from karum.money import Money
from karum.payments.domain.corridors import GOODS, NOBODY, Corridor, CorridorRule, Payer, Used, corridor, corridor_file
from karum.payments.domain.states import OPEN, PAID
from karum.payments.models import Payment
from karum.payments.queries.rates import fx
from karum.rules.eu_vat import members


def corridor_rules(
    from_: str,
    to: str,
    flow: str,
    amount: Money | None,
    day: date,
    *,
    payer: Payer = NOBODY,
    used: Used | None = None,
) -> Corridor:
    """What binds ``amount`` from one country to another; ``flow``: goods. None: any amount."""
    rules, custody = corridor_file()
    return corridor(
        rules,
        custody,
        from_,
        to,
        flow,
        amount,
        day,
        union=members(),
        worth=lambda money, currency: worth(money, currency, day),
        used=used,
        payer=payer,
    )


def worth(money: Money, currency: str, day: date) -> Money | None:
    """An amount in another currency at the day's rate, None where there is none."""
    rate = fx(money.currency, currency, day)
    return money.convert(rate.rate, currency) if rate else None


def used_by(payer: Payer, account: str, now: datetime, *, but: UUID | None = None) -> Used:
    """What was paid in the period of a rule, or is on its way: by the account (a digest) or the person, whom the rule
    counts; refunds taken off, and without the payments of one group (``but``)."""

    def used(rule: CorridorRule) -> Money | None:
        assert rule.most is not None, "only a limit has a period"
        begun, currency = rule.begins(now), rule.most.currency
        by_account = rule.per == "account" and account
        who = {"account": account} if by_account else {"payer": payer.name}
        if begun is None or not (by_account or payer.name):
            return None
        rows = Payment.objects.filter(state__in=[*OPEN, *PAID], created_at__gte=begun, created_at__lte=now, **who)
        if "" not in rule.ways:
            rows = rows.filter(method__in=rule.ways)
        total = Money.zero(currency)
        for row in rows.exclude(group_key=but) if but else rows:
            part = worth(Money(row.amount_minor - row.refunded_minor, row.currency), currency, now.date())
            if part is None:
                return None
            total += part
        return total

    return used


def corridors(
    payments: Iterable[tuple[str, str, Money]], day: date, *, payer: Payer = NOBODY, used: Used | None = None
) -> list[Corridor]:
    """One for each pair of countries among payments for goods (from, to, amount); amounts of a pair add up."""
    sums: dict[tuple[str, str], Money] = {}
    for from_, to, amount in payments:
        sums[from_, to] = sums[from_, to] + amount if (from_, to) in sums else amount
    return [
        corridor_rules(from_, to, GOODS, amount, day, payer=payer, used=used)
        for (from_, to), amount in sorted(sums.items())
    ]


@dataclass(frozen=True, slots=True)
class PathsHome:
    """What payments from some countries to a seller's need. Each rule stands once, with the countries that it names;
    none: all of them. ``refused``: country -> why nobody there can pay. ``unknown``: no rule of theirs is on file."""

    rules: list[tuple[CorridorRule, list[str]]]
    refused: dict[str, str]
    unknown: list[str]


def paths_home(countries: Iterable[str], home: str, day: date) -> PathsHome:
    """The corridors from where a seller ships to, to where she is."""
    binds: dict[CorridorRule, list[str]] = {}
    refused, unknown = {}, []
    for country in sorted(set(countries) - {home}):
        found = corridor_rules(country, home, GOODS, None, day)
        if found.refused:
            refused[country] = found.refused
        if not found.is_known:
            unknown.append(country)
        for rule in found.rules:
            binds.setdefault(rule, [])
            if rule.from_:
                binds[rule].append(country)
    return PathsHome(list(binds.items()), refused, unknown)
