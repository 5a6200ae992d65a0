"""A duty as a value: what a duty expression says, how it is printed in one canonical form, what may be missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from karum.rules.domain.expressions.units import COMPONENTS

ZERO = Decimal(0)
ORDINARY = "The duty provided in the applicable subheading"


class Component(NamedTuple):
    """``share`` of the value, or ``amount`` of ``currency`` per ``unit``; exactly one of the two is used.

    unit: a key of UNITS. of: the part that is meant ("case", "total sugars", "net drained weight"); "" is all of it.
    """

    share: Decimal | None
    amount: Decimal
    currency: str
    unit: str
    of: str = ""

    @property
    def is_negative(self) -> bool:
        return (self.amount if self.share is None else self.share) < 0

    @property
    def text(self) -> str:
        """The component in canonical words without its sign: ``12%``, ``0.054 USD/kg of total sugars``, ``EA``."""
        if self.share is not None:
            return f"{_number(abs(self.share * 100))}%" + (f" of the {self.of}" if self.of else "")
        if self.unit in COMPONENTS:
            return self.unit
        return f"{_number(abs(self.amount))} {self.currency}/{self.unit}" + (f" of {self.of}" if self.of else "")


Group = tuple[Component, ...]
FREE: Group = (Component(ZERO, ZERO, "", ""),)


class Step(NamedTuple):
    """A step of an entry price: the ``duty`` of goods that cost at least ``price``, amount per unit."""

    price: Component
    duty: "Duty"


@dataclass(frozen=True, slots=True)
class Duty:
    """A parsed duty expression. ``known`` is False when only the text could be kept.

    text: the tariff's own words. plain: the sum; it is at least each of ``minima`` and at most each of ``maxima``.
    choices: the fractions that an unknown duty may be, where the text says so ("5% or 16.5%", "4% to 26%").
    on_ordinary: the duty stands on the ordinary one of the goods, which is due besides: ``plain`` is what is added and
    may be empty ("No change"). steps: instead of ``plain``, an entry price, dearest first: the first step counts whose
    price is reached.
    """

    text: str
    known: bool
    plain: Group = ()
    minima: tuple[Group, ...] = ()
    maxima: tuple[Group, ...] = ()
    choices: tuple[Decimal, ...] = ()
    on_ordinary: bool = False
    steps: tuple[Step, ...] = ()
    rate: Decimal | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", self._rate())

    def _rate(self) -> Decimal | None:
        """The fraction when the duty is ad valorem only (0.12 is 12 %), of what is added to the ordinary; else None."""
        if not self.known or self.minima or self.maxima or self.steps or len(self.plain) > 1:
            return None
        if not self.plain:
            return ZERO if self.on_ordinary else None
        share = self.plain[0].share
        if share is None or self.plain[0].of or (share < 0 and not self.on_ordinary):
            return None
        return share

    @property
    def components(self) -> Iterator[Component]:
        """Every component, also of bounds and steps."""
        for group in (self.plain, *self.minima, *self.maxima):
            yield from group
        for price, duty in self.steps:
            yield price
            yield from duty.components

    @property
    def currencies(self) -> frozenset[str]:
        """The currencies whose exchange rates a computation needs."""
        return frozenset(part.currency for part in self.components if part.currency)

    def __str__(self) -> str:
        """The canonical form; parsing it gives the same duty again. An unknown duty is its text."""
        if not self.known:
            return self.text
        if self.steps:
            return "Cond: " + " ; ".join(f"V {price.text}: {duty}" for price, duty in self.steps)
        if self.on_ordinary:
            words = f"{ORDINARY} {_signed(self.plain, first=False)}".rstrip()
        else:
            words = "Free" if self.plain == FREE else _signed(self.plain, first=True)
        for mark, groups in (("MIN", self.minima), ("MAX", self.maxima)):
            for group in groups:
                words += f" {mark} {_signed(group, first=True)}"
        return words


class Shortfall(NamedTuple):
    """What keeps a duty from being computed; one of the three is set.

    unit: a measure of the goods (``KGM``, ``KGM of total sugars``). currency: one without an exchange rate. part: a
    part of the goods whose value counts (``copper content``).
    """

    unit: str | None
    currency: str | None
    part: str | None = None


def ad_valorem(rate: Decimal) -> Duty:
    """Return the duty of a plain fraction: 0.12 is 12 %."""
    return Duty(f"{_number(rate * 100)}%", True, (Component(rate, ZERO, "", ""),))


def settle(duty: Duty, towards: str) -> Duty:
    """Return the lowest ("low") or highest ("high") of the rates that an unknown duty may be; else the duty itself."""
    if duty.known or not duty.choices or not towards:
        return duty
    return ad_valorem(min(duty.choices) if towards == "low" else max(duty.choices))


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _signed(group: Group, *, first: bool) -> str:
    words: list[str] = []
    for part in group:
        sign = "-" if part.is_negative else "" if first and not words else "+"
        words += [sign, part.text] if sign else [part.text]
    return " ".join(words)
