"""How much a duty comes to, exactly."""

from collections.abc import Mapping
from decimal import Decimal

from karum.rules.domain.expressions.units import UNITS, quantity
from karum.rules.domain.expressions.values import ZERO, Component, Duty, Group, Shortfall

Rates = Mapping[str, Decimal | None]


def compute(
    duty: Duty, value: Decimal, measures: Mapping[str, Decimal], to_local: Rates | None = None
) -> Decimal | Shortfall:
    """Return the exact duty in the currency of ``value``, or what is missing to compute it.

    measures: facts about the goods in base units (``KGM`` kilograms, ``LTR`` litres, ``NAR`` pieces, ``ASVX`` per cent
    volume times hectolitres; ``KGM of total sugars``; ``value of case`` in the currency of ``value``). to_local: how
    many units of the value's currency one unit of another buys. The ordinary duty of a duty that is ``on_ordinary`` is
    not in the result. Not for a duty that is not known.
    """
    rate = duty.rate
    if rate is not None:
        return value * rate
    return _duty(duty, value, measures, to_local or {})


def _duty(duty: Duty, value: Decimal, measures: Mapping[str, Decimal], to_local: Rates) -> Decimal | Shortfall:
    if duty.steps:
        return _stepped(duty, value, measures, to_local)
    total = _sum(duty.plain, value, measures, to_local)
    if isinstance(total, Shortfall):
        return total
    for group in duty.minima:
        least = _sum(group, value, measures, to_local)
        if isinstance(least, Shortfall):
            return least
        total = max(total, least)
    for group in duty.maxima:
        most = _sum(group, value, measures, to_local)
        if isinstance(most, Shortfall):
            return most
        total = min(total, most)
    return total if duty.on_ordinary else max(total, ZERO)  # what is added to the ordinary duty may be a deduction


def _stepped(duty: Duty, value: Decimal, measures: Mapping[str, Decimal], to_local: Rates) -> Decimal | Shortfall:
    for price, step in duty.steps:
        least = _one(price, value, measures, to_local)
        if isinstance(least, Shortfall):
            return least
        if value >= least:
            return _duty(step, value, measures, to_local)
    return Shortfall(None, None, "entry price")


def _sum(group: Group, value: Decimal, measures: Mapping[str, Decimal], to_local: Rates) -> Decimal | Shortfall:
    total = ZERO
    for part in group:
        amount = _one(part, value, measures, to_local)
        if isinstance(amount, Shortfall):
            return amount
        total += amount
    return total


def _one(part: Component, value: Decimal, measures: Mapping[str, Decimal], to_local: Rates) -> Decimal | Shortfall:
    if part.share is not None:
        whole = measures.get(f"value of {part.of}") if part.of else value
        return Shortfall(None, None, part.of) if whole is None else whole * part.share
    unit = UNITS[part.unit]
    amount = part.amount
    for fact in unit.facts:
        name = f"{fact} of {part.of}" if part.of else fact
        held = measures.get(name) or quantity(measures, name)
        if held is None:
            return Shortfall(name, None)
        amount *= held
    rate = to_local.get(part.currency)
    return Shortfall(None, part.currency) if rate is None else amount * rate / unit.size
