"""What a country file holds, as values: citations, tariffs, preferences, taxes, fees, regimes, restrictions.

Everything is frozen and indexed once when the file is read, so that a quote only looks things up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from karum.rules.domain.expressions import Duty

Confidence = Literal["A", "B", "C", "M"]  # official text, professional source, old or weak, memory (unverified)
Collector = Literal["hub", "carrier", "customs", "seller"]
Part = Literal["goods", "freight", "insurance", "duty", "additional", "excise", "fees"]
Channel = Literal["parcel", "consignment"]
ScreenStatus = Literal["allowed", "restricted", "forbidden", "unknown"]
Rounding = Literal["half_up", "down", "up"]


class Source(NamedTuple):
    """Who says so: the law, the rule file and the row in it, and where to check."""

    law: str
    file: str
    row: str
    url: str


class Validity(NamedTuple):
    """First and last day on which a figure holds; None is open."""

    start: date | None
    end: date | None

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Cite:
    """The evidence of one figure."""

    source: Source
    valid: Validity
    confidence: Confidence
    checked: date | None = None


class Amount(NamedTuple):
    """A threshold or flat charge in major units of a currency, as the law writes it."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One line of a tariff: the duty (or tax) of every code that begins with ``prefix``."""

    prefix: str
    duty: Duty
    cite: Cite


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates by HS prefix; the longest prefix that is valid on the day wins."""

    rates: Mapping[str, tuple[Rate, ...]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()

    @classmethod
    def of(cls, rates: Iterable[Rate]) -> "RateTable":
        index: dict[str, tuple[Rate, ...]] = {}
        for rate in rates:
            index[rate.prefix] = (*index.get(rate.prefix, ()), rate)
        return cls(index, tuple(sorted({len(prefix) for prefix in index}, reverse=True)))

    def find(self, hs_code: str, day: date) -> Rate | None:
        size = len(hs_code)
        for length in self.lengths:
            if length <= size:
                for rate in self.rates.get(hs_code[:length], ()):
                    if rate.cite.valid.covers(day):
                        return rate
        return None


@dataclass(frozen=True, slots=True)
class Preference:
    """A lower duty for goods of certain origins, against a proof of origin."""

    code: str
    origins: frozenset[str]
    proof: str
    table: RateTable
    excluded_hs: tuple[str, ...]
    cite: Cite

    def find(self, hs_code: str, origin: str, day: date) -> Rate | None:
        if origin not in self.origins or not self.cite.valid.covers(day):
            return None
        if self.excluded_hs and hs_code.startswith(self.excluded_hs):
            return None
        return self.table.find(hs_code, day)


@dataclass(frozen=True, slots=True)
class Additional:
    """A duty or levy on top of the tariff, for some goods or origins. ``unless`` names measures that switch it off."""

    code: str
    kind: Literal["duty", "fee", "excise"]
    origins: frozenset[str] | None  # None: every origin
    origins_except: frozenset[str]
    table: RateTable
    base: tuple[Part, ...]
    hs_except: tuple[str, ...]
    net_of_duty: bool  # the ordinary duty counts towards it: together they come to this rate at least
    unless: frozenset[str]
    unless_proof: frozenset[str]
    cite: Cite

    def concerns(self, origin: str, day: date) -> bool:
        return (
            self.cite.valid.covers(day)
            and origin not in self.origins_except
            and (self.origins is None or origin in self.origins)
        )


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax on imports: a rate by HS prefix, by region of the destination where the law says so."""

    code: str
    table: RateTable
    base: tuple[Part, ...]
    regions: Mapping[str, Decimal] | None
    region_unknown: Literal["apply", "skip", "unknown"]
    gross_up: bool
    reduced_possible: tuple[str, ...]  # HS prefixes for which a lower rate may exist that is not on file
    collector: Collector
    cite: Cite


@dataclass(frozen=True, slots=True)
class Fee:
    """A charge per consignment: a flat sum, or a share of the customs value between a floor and a ceiling."""

    code: str
    channels: frozenset[str]
    modes: frozenset[str]  # empty: every mode; "unknown" when the request does not say
    above: Amount | None
    at_most: Amount | None
    flat: Amount | None
    rate: Decimal | None
    floor: Amount | None
    ceiling: Amount | None
    base: tuple[Part, ...]
    origins_except: frozenset[str]
    unless_proof: frozenset[str]
    known: bool
    collector: Collector
    cite: Cite


@dataclass(frozen=True, slots=True)
class Regime:
    """A special way of import for some goods, most often those of low value. The first one that fits is used."""

    code: str
    channels: frozenset[str]
    modes: frozenset[str]
    registration: str | None
    basis: tuple[Part, ...]
    per: Literal["consignment", "item"]
    above: Amount | None
    at_most: Amount | None
    inclusive: bool
    shipped_from: frozenset[str] | None
    origins: frozenset[str] | None
    hs_except: tuple[str, ...]
    duty: Literal["normal", "none", "flat", "rate", "table", "unknown"]
    duty_table: RateTable  # for "table"; goods that it does not hold pay the normal duty
    duty_flat: Amount | None
    duty_rate: Decimal | None
    duty_less: Amount | None
    duty_base: tuple[Part, ...] | None
    value_factor: Decimal | None
    additional: bool
    tax: Literal["normal", "none", "composite", "included", "unknown"]
    tax_base: tuple[Part, ...] | None
    tax_hs: str | None  # the heading whose tax rate holds for everything that comes in under the regime
    tax_factor: Decimal | None
    duty_collector: Collector
    tax_collector: Collector
    assumptions: tuple[str, ...]
    suspended: bool  # the law still has it, but it is not applied; shown as the reason why there is no relief
    cite: Cite


@dataclass(frozen=True, slots=True)
class Restriction:
    """Goods that may not come in, or only under a condition (``needs``: codes of documents or facts)."""

    code: str
    status: ScreenStatus
    destinations: frozenset[str]
    origins: frozenset[str] | None
    hs: tuple[str, ...]
    law: str
    needs: tuple[str, ...]
    cite: Cite

    def concerns(self, hs_code: str, origin: str, day: date) -> bool:
        return (
            hs_code.startswith(self.hs)
            and (self.origins is None or origin in self.origins)
            and self.cite.valid.covers(day)
        )


@dataclass(frozen=True, slots=True)
class Market:
    """The import rules of one destination."""

    code: str
    currency: str
    union: frozenset[str]  # countries whose goods come in without customs; holds the market itself
    duty_base: tuple[Part, ...]
    base_cite: Cite
    tariff: RateTable
    preferences: tuple[Preference, ...]
    additional: tuple[Additional, ...]
    taxes: tuple[Tax, ...]
    no_tax: Cite | None  # set when the market is known to levy no tax on import
    fees: tuple[Fee, ...]
    regimes: tuple[Regime, ...]
    tax_waived: tuple[Amount, Cite] | None  # tax up to this sum is not levied
    rounding_duty: Rounding
    rounding_tax: Rounding
    duty_collector: Collector
    assumptions: tuple[str, ...]
    checked: date
    versions: Mapping[str, str]
    restrictions: tuple[Restriction, ...] = ()
