"""What a payment between two countries needs, for the pages that say it before somebody pays."""

from collections.abc import Iterable
from datetime import date

from karum.money import Money
from karum.payments.domain.corridors import GOODS, Corridor, corridor, corridor_file
from karum.payments.queries.rates import fx
from karum.rules.eu_vat import members


def corridor_rules(from_: str, to: str, flow: str, amount: Money, day: date) -> Corridor:
    """What binds ``amount`` from one country to another; ``flow``: goods."""
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
