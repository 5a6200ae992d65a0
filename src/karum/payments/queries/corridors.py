"""What a payment between two countries needs, for the pages that say it before somebody pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from karum.money import Money
from karum.payments.domain.corridors import GOODS, Corridor, CorridorRule, corridor, corridor_file
from karum.payments.queries.rates import fx
from karum.rules.eu_vat import members


def corridor_rules(from_: str, to: str, flow: str, amount: Money | None, day: date) -> Corridor:
    """What binds ``amount`` from one country to another; ``flow``: goods. None: any amount."""
    rules, custody = corridor_file()

    def worth(money: Money, currency: str) -> Money | None:
        rate = fx(money.currency, currency, day)
        return money.convert(rate.rate, currency) if rate else None

    return corridor(rules, custody, from_, to, flow, amount, day, union=members(), worth=worth)


def corridors(payments: Iterable[tuple[str, str, Money]], day: date) -> list[Corridor]:
    """One for each pair of countries among payments for goods (from, to, amount); amounts of a pair add up."""
    sums: dict[tuple[str, str], Money] = {}
    for from_, to, amount in payments:
        sums[from_, to] = sums[from_, to] + amount if (from_, to) in sums else amount
    return [corridor_rules(from_, to, GOODS, amount, day) for (from_, to), amount in sorted(sums.items())]


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
