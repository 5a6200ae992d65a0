"""What a country file holds, as values: citations, tariffs, preferences, taxes, fees, regimes, restrictions.

Everything is frozen and indexed once when the file is read, so that a quote only looks things up.
"""

from collections.abc import Iterable, Iterator, Mapping
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
Effect = Literal["adds", "floor", "replaces"]
RestrictionKind = Literal["import", "export", "transport", "embargo"]
Concern = Literal["yes", "no", "digits", "origin", "mode", "region"]


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


class Rounding(NamedTuple):
    """How an authority rounds: a line's base down to a multiple, the line to the minor unit, the sum to a multiple.

    ``base_to``, ``sum_to``: in major units (Japan: value down to 1,000 yen, the duty of the whole down to 100).
    """

    mode: Literal["half_up", "down", "up"] = "half_up"
    base_to: Decimal | None = None
    sum_to: Decimal | None = None

    def __str__(self) -> str:
        said: str = self.mode
        if self.base_to is not None:
            said += f", base down to {self.base_to}"
        if self.sum_to is not None:
            said += f", sum down to {self.sum_to}"
        return said


@dataclass(frozen=True, slots=True)
class Rate:
    """One line of a tariff: the duty (or tax) of every code that begins with ``prefix``."""

    prefix: str
    duty: Duty
    cite: Cite


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates by HS prefix; the longest prefix that is valid on the day wins.

    under: a table that is asked where this one knows nothing. except_codes: goods of which the table does not speak.
    """

    rates: Mapping[str, tuple[Rate, ...]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    under: "RateTable | None" = None
    except_codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rates: Iterable[Rate]) -> "RateTable":
        index: dict[str, tuple[Rate, ...]] = {}
        for rate in rates:
            index[rate.prefix] = (*index.get(rate.prefix, ()), rate)
        return cls(index, tuple(sorted({len(prefix) for prefix in index}, reverse=True)))

    def find(self, hs_code: str, day: date) -> Rate | None:
        if hs_code in self.except_codes:
            return None
        size = len(hs_code)
        for length in self.lengths:
            if length <= size:
                for rate in self.rates.get(hs_code[:length], ()):
                    if rate.cite.valid.covers(day):
                        return rate
        return None if self.under is None else self.under.find(hs_code, day)


@dataclass(frozen=True, slots=True)
class OriginRule:
    """What must be done to goods for them to originate, as the agreement says it, for a range of ten-digit codes."""

    low: str
    high: str
    text: str

    def concerns(self, hs_code: str) -> bool:
        """True when some line under the code lies in the range."""
        return self.low <= hs_code.ljust(10, "9") and hs_code.ljust(10, "0") <= self.high


@dataclass(frozen=True, slots=True)
class OriginScheme:
    """The rules of origin of one agreement, as far as they were read, and the countries to whose goods they apply."""

    title: str
    origins: frozenset[str]
    rules: tuple[OriginRule, ...]


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
    """A duty or levy besides the tariff's, for some goods or origins, and how it stands to the others.

    effect: "adds" to the ordinary duty; "floor": together they come to its rate at least; "replaces" the ordinary duty.
    cap: together with the ordinary duty it comes to this at most. unless: measures that exclude it once they apply.
    """

    code: str
    kind: Literal["duty", "fee", "excise"]
    origins: frozenset[str] | None  # None: every origin
    origins_except: frozenset[str]
    table: RateTable
    base: tuple[Part, ...]
    hs_except: tuple[str, ...]
    effect: Effect
    cap: Duty | None
    unless: frozenset[str]
    unless_proof: frozenset[str]
    cite: Cite
    always: bool = False  # due under every regime, those for parcels of low value too

    def concerns(self, origin: str, day: date) -> bool:
        return (
            self.cite.valid.covers(day)
            and origin not in self.origins_except
            and (self.origins is None or origin in self.origins)
        )


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax on imports: a rate by HS prefix, by region of the destination where the law says so.

    share_of: the tax is a share (numerator, denominator) of the whole sum of another tax, as Japan's local one is.
    """

    code: str
    table: RateTable
    base: tuple[Part, ...]
    regions: Mapping[str, Decimal] | None
    region_unknown: Literal["apply", "skip", "unknown"]
    gross_up: bool
    reduced_possible: tuple[str, ...]  # HS prefixes for which a lower rate may exist that is not on file
    collector: Collector
    cite: Cite
    share_of: tuple[str, Decimal, Decimal] | None = None


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


class Passage(NamedTuple):
    """From where to where and how goods go: what restrictions ask besides the goods. mode, region: None: not known."""

    seller_country: str
    destination: str
    day: date
    channel: Channel = "parcel"
    mode: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """Goods that may not come in, or only under a condition (``needs``: codes of documents or facts).

    status: "allowed" where the needs do not hold the goods up at the border. destinations: None is every country.
    sellers: whose sellers it binds (export control, embargoes); None: everybody's. channels, modes: empty: every one.
    regions: parts of the destination, without which the rest of it is free. imposer: of an embargo.
    """

    code: str
    status: ScreenStatus
    destinations: frozenset[str] | None
    origins: frozenset[str] | None
    hs: tuple[str, ...]
    law: str
    needs: tuple[str, ...]
    cite: Cite
    kind: RestrictionKind = "import"
    imposer: str = ""
    destinations_except: frozenset[str] = frozenset()
    origins_except: frozenset[str] = frozenset()
    sellers: frozenset[str] | None = None
    hs_except: tuple[str, ...] = ()
    channels: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    longest: int = field(init=False, default=0, compare=False)  # digits of the longest prefix

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max(map(len, self.hs), default=0))

    def reaches(self, destination: str) -> bool:
        if destination in self.destinations_except:
            return False
        return self.destinations is None or destination in self.destinations

    def concerns(self, hs_code: str, origin: str, passage: Passage) -> Concern:
        """Whether it concerns the goods on their way: "yes", "no", or the fact on which that depends."""
        sure = hs_code.startswith(self.hs)
        if not sure and (self.longest <= len(hs_code) or not any(prefix.startswith(hs_code) for prefix in self.hs)):
            return "no"
        if self.hs_except and hs_code.startswith(self.hs_except):
            return "no"
        if not self._holds_for(passage) or (origin and not self._covers(origin)):
            return "no"
        if not sure:
            return "digits"
        if self.origins is not None and not origin:
            return "origin" if "" not in self.hs else "no"
        if self.modes and passage.mode is None:
            return "mode"
        return "region" if self.regions and passage.region is None else "yes"

    def _covers(self, origin: str) -> bool:
        return origin not in self.origins_except and (self.origins is None or origin in self.origins)

    def _holds_for(self, passage: Passage) -> bool:
        """False when what is known of the passage shows that it is not concerned."""
        return (
            self.cite.valid.covers(passage.day)
            and (self.sellers is None or passage.seller_country in self.sellers)
            and (not self.channels or passage.channel in self.channels)
            and (not self.modes or passage.mode is None or passage.mode in self.modes)
            and (not self.regions or passage.region is None or passage.region.upper() in self.regions)
        )


@dataclass(frozen=True, slots=True)
class RestrictionTable:
    """The restrictions of a destination, found by the chapter of the goods."""

    entries: tuple[Restriction, ...] = ()
    by_chapter: Mapping[str, tuple[Restriction, ...]] = field(default_factory=dict)
    general: tuple[Restriction, ...] = ()  # of all goods

    @classmethod
    def of(cls, entries: Iterable[Restriction]) -> "RestrictionTable":
        found = tuple(entries)
        chapters = {prefix[:2] for entry in found for prefix in entry.hs if prefix}
        return cls(
            found,
            {name: tuple(entry for entry in found if _in_chapter(entry, name)) for name in chapters},
            tuple(entry for entry in found if "" in entry.hs),
        )

    def __iter__(self) -> Iterator[Restriction]:
        return iter(self.entries)

    def near(self, hs_code: str) -> tuple[Restriction, ...]:
        """Those that may concern goods of a code; the others do not."""
        return self.by_chapter.get(hs_code[:2], self.general)


def _in_chapter(entry: Restriction, chapter: str) -> bool:
    return any(not prefix or prefix[:2] == chapter for prefix in entry.hs)


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
    restrictions: RestrictionTable = RestrictionTable()
    origin_schemes: tuple[OriginScheme, ...] = ()

    def rule_of_origin(self, hs_code: str, origin: str) -> str:
        """What makes goods originate, by each agreement on file with the country, one in a line; "" where none is."""
        said = (
            f"{scheme.title}: {rule.text}"
            for scheme in self.origin_schemes
            if origin in scheme.origins
            for rule in scheme.rules
            if rule.concerns(hs_code)
        )
        return "\n".join(dict.fromkeys(said))
