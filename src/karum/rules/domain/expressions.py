"""Duty expressions in the tariff's own words: ``12%``, ``4.7 % + 35.10 EUR / 100 kg``, ``13% MIN 13 GBP/DTN``.

A duty has up to three groups: the plain one, a minimum and a maximum. ``+`` and ``-`` belong to the group that they
stand in, as in TARIC (duty expressions 01, 04, 36 plain; 15 minimum; 17 and 35 maximum).
Whatever is not understood ("5% or 16.5%", "The rate applicable to ...") is kept as an unknown with its text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_ZERO = Decimal(0)


class Component(NamedTuple):
    """``share`` of the value, or ``amount`` of ``currency`` per ``unit``; exactly one of the two is used."""

    share: Decimal | None
    amount: Decimal
    currency: str
    unit: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A parsed duty expression. ``known`` is False when only the text could be kept."""

    text: str
    known: bool
    plain: tuple[Component, ...] = ()
    minimum: tuple[Component, ...] = ()
    maximum: tuple[Component, ...] = ()
    choices: tuple[
        Decimal, ...
    ] = ()  # the fractions that it may be, where the text says so: "5% or 16.5%", "4% to 26%"

    @property
    def rate(self) -> Decimal | None:
        """The fraction when the duty is ad valorem only (0.12 is 12 %); None otherwise."""
        if not self.known or self.minimum or self.maximum or len(self.plain) != 1:
            return None
        return self.plain[0].share


class Shortfall(NamedTuple):
    """What keeps a duty from being computed: a measure of the goods (``KGM``) or an exchange rate (``GBP/EUR``)."""

    unit: str | None
    currency: str | None


# unit in words or UNECE/TARIC code -> (the fact about the goods that it needs, how many of it make one unit)
UNITS: Mapping[str, tuple[str, Decimal]] = {
    "kg": ("KGM", Decimal(1)),
    "kgm": ("KGM", Decimal(1)),
    "100kg": ("KGM", Decimal(100)),
    "dtn": ("KGM", Decimal(100)),
    "t": ("KGM", Decimal(1000)),
    "tne": ("KGM", Decimal(1000)),  # codespell:ignore tne
    "l": ("LTR", Decimal(1)),
    "liter": ("LTR", Decimal(1)),
    "litre": ("LTR", Decimal(1)),
    "ltr": ("LTR", Decimal(1)),
    "hl": ("LTR", Decimal(100)),
    "hlt": ("LTR", Decimal(100)),
    "each": ("NAR", Decimal(1)),
    "item": ("NAR", Decimal(1)),
    "nar": ("NAR", Decimal(1)),
    "p/st": ("NAR", Decimal(1)),
    "no.": ("NAR", Decimal(1)),
    "m2": ("MTK", Decimal(1)),
    "mtk": ("MTK", Decimal(1)),
    "pair": ("NPR", Decimal(1)),
    "npr": ("NPR", Decimal(1)),
    "lpa": ("LPA", Decimal(1)),
    "%vol/hl": ("ASVX", Decimal(1)),
    "asvx": ("ASVX", Decimal(1)),
}

_NUMBER = r"\d+(?:\.\d+)?"
_PERCENT = re.compile(rf"({_NUMBER})\s*%(?!\s*vol)")
_CENTS = re.compile(rf"({_NUMBER})\s*¢\s*/?\s*(each|[a-z0-9 .%]+?)\s*(?=$|[+\-]|MIN|MAX)")
_SPECIFIC = re.compile(rf"({_NUMBER})\s*([A-Z]{{3}})\s*/\s*([A-Za-z0-9 ./%]+?)\s*(?=$|[+\-]|MIN\b|MAX\b)")
_CHOICE = re.compile(rf"Free|{_NUMBER}%")
_CHOICES = re.compile(rf"(?:Free|{_NUMBER}%)(?: (?:or|to) (?:Free|{_NUMBER}%))+(?:, by [a-z ]+)?")
_SIGN = re.compile(r"[+\-]|MIN\b|MAX\b")


@lru_cache(maxsize=4096)
def parse_duty(text: str) -> Duty:
    """Return the duty that ``text`` states; a text that is not understood gives a Duty that is not ``known``."""
    words = text.strip()
    if words.lower() in ("free", "nil"):
        return Duty(words, True, (Component(_ZERO, _ZERO, "", ""),))
    groups: dict[str, list[Component]] = {"plain": [], "MIN": [], "MAX": []}
    group, sign, at, started = "plain", 1, 0, False
    while at < len(words):
        if words[at].isspace():
            at += 1
            continue
        mark = _SIGN.match(words, at)
        if mark:
            word = mark.group()
            group, sign = (word, 1) if word in groups else (group, 1 if word == "+" else -1)
            at, started = mark.end(), False
            continue
        found = None if started else _component(words, at, sign)
        if found is None:
            return _unknown(words)
        groups[group].append(found[0])
        at, started, sign = found[1], True, 1
    if not groups["plain"] or not started:
        return _unknown(words)
    return Duty(words, True, tuple(groups["plain"]), tuple(groups["MIN"]), tuple(groups["MAX"]))


def settle(duty: Duty, towards: str) -> Duty:
    """Return the lowest ("low") or highest ("high") of the rates that an unknown duty may be; else the duty itself."""
    if duty.known or not duty.choices or not towards:
        return duty
    return ad_valorem(min(duty.choices) if towards == "low" else max(duty.choices))


def ad_valorem(rate: Decimal) -> Duty:
    """Return the duty of a plain fraction: 0.12 is 12 %."""
    return Duty(f"{(rate * 100).normalize():f}%", True, (Component(rate, _ZERO, "", ""),))


def compute(
    duty: Duty, value: Decimal, measures: Mapping[str, Decimal], to_local: Mapping[str, Decimal | None] | None = None
) -> Decimal | Shortfall:
    """Return the exact duty in the currency of ``value``, or what is missing to compute it.

    measures: facts about the goods in base units (``KGM`` kilograms, ``LTR`` litres, ``NAR`` pieces, ``ASVX`` per cent
    volume times hectolitres). to_local: how many units of the value's currency one unit of another buys.
    """
    rate = duty.rate
    if rate is not None:
        return value * rate
    plain = _sum(duty.plain, value, measures, to_local or {})
    if isinstance(plain, Shortfall):
        return plain
    if duty.minimum:
        least = _sum(duty.minimum, value, measures, to_local or {})
        if isinstance(least, Shortfall):
            return least
        plain = max(plain, least)
    if duty.maximum:
        most = _sum(duty.maximum, value, measures, to_local or {})
        if isinstance(most, Shortfall):
            return most
        plain = min(plain, most)
    return max(plain, _ZERO)


def _sum(
    parts: tuple[Component, ...],
    value: Decimal,
    measures: Mapping[str, Decimal],
    to_local: Mapping[str, Decimal | None],
) -> Decimal | Shortfall:
    total = _ZERO
    for part in parts:
        if part.share is not None:
            total += value * part.share
            continue
        fact, size = UNITS[part.unit]
        quantity = measures.get(fact)
        if quantity is None:
            return Shortfall(fact, None)
        rate = to_local.get(part.currency)
        if rate is None:
            return Shortfall(None, part.currency)
        total += part.amount * rate * quantity / size
    return total


def _component(words: str, at: int, sign: int) -> tuple[Component, int] | None:
    percent = _PERCENT.match(words, at)
    if percent:
        return Component(sign * Decimal(percent[1]) / 100, _ZERO, "", ""), percent.end()
    specific = _SPECIFIC.match(words, at)
    if specific and (unit := _unit(specific[3])):
        return Component(None, sign * Decimal(specific[1]), specific[2], unit), specific.end()
    cents = _CENTS.match(words, at)
    if cents and (unit := _unit(cents[2])):
        return Component(None, sign * Decimal(cents[1]) / 100, "USD", unit), cents.end()
    return None


def _unknown(words: str) -> Duty:
    """Keep a text; where it lists all the rates that the duty may be, keep them too."""
    if not _CHOICES.fullmatch(words):
        return Duty(words, False)
    rates = tuple(_ZERO if found == "Free" else Decimal(found[:-1]) / 100 for found in _CHOICE.findall(words))
    return Duty(words, False, choices=rates)


def _unit(text: str) -> str | None:
    unit = re.sub(r"\s+", "", text).lower()
    return unit if unit in UNITS else None
