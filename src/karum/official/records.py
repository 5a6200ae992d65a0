"""What a reader gives, row by row. A tariff's rows here; the rows of other lists stand in their readers' modules.

``place`` says where in the file a row stands, as a person would look for it: "line 17", "row 4.203", "record 12".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Protocol

from karum.official.source import Source

Step = Literal["put", "delete"]  # a file of changes deletes too; a whole tariff only puts


class Span(NamedTuple):
    """First and last day, both included; None is open."""

    start: date | None = None
    end: date | None = None


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that could not be used: where it stands, why, and its text (at most 500 characters)."""

    place: str
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class GoodsCode:
    """One line of a nomenclature. ``code``: digits without dots, "" for a grouping line that has none.

    ``indent``: how many levels the line stands below the top of its own tariff; the lines come in the tariff's order.
    ``suffix``: TARIC's product line suffix ("80" can be declared; others group). ``units``: of the statistics, as
    written.
    """

    code: str
    indent: int
    text: str
    place: str
    suffix: str = "80"
    units: tuple[str, ...] = ()
    language: str = "en"
    valid: Span = ALWAYS
    key: str = ""  # the authority's own number of the line, where it has one (TARIC: sid)
    step: Step = "put"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the law does to goods: a duty, a preference, a prohibition.

    key: the authority's own number (TARIC: sid), or what makes the row one of its kind in its tariff, such as
    "61091000/special/AU". type: the authority's own ("103", "142"; US: "general", "special", "other").
    area: ISO 3166 alpha-2, a group of TARIC ("1011" all, "2005"), or a programme of the US ("A+"), "" for all.
    duty: in the tariff's own words; None where the measure is no duty, or where components come as rows.
    """

    key: str
    type: str
    code: str
    place: str
    area: str = ""
    excluded: tuple[str, ...] = ()
    duty: str | None = None
    additional_code: str = ""
    order_number: str = ""
    regulation: str = ""
    conditions: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    valid: Span = ALWAYS
    step: Step = "put"


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a measure's duty that the file gives as a row of its own. Codes: of TARIC (duty expression 01, 04)."""

    measure: str  # key of the Measure
    expression: str
    place: str
    amount: str = ""  # a decimal text, "" where the expression has none (nihil)
    currency: str = ""  # "" for per cent
    unit: str = ""
    qualifier: str = ""
    key: str = ""
    step: Step = "put"


@dataclass(frozen=True, slots=True)
class AreaMember:
    """A country that belongs to a group of the tariff."""

    area: str
    member: str
    place: str
    valid: Span = ALWAYS
    key: str = ""
    step: Step = "put"


@dataclass(frozen=True, slots=True)
class OriginScheme:
    """An agreement or unilateral scheme under which a proof of origin lowers the duty."""

    code: str
    title: str
    countries: tuple[str, ...]
    proofs: tuple[str, ...]
    place: str
    valid: Span = ALWAYS
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginRule:
    """What must be done to goods of a range of codes for them to originate. ``low``, ``high``: ten digits, included."""

    scheme: str
    low: str
    high: str
    heading: str
    text: str
    place: str
    classes: tuple[str, ...] = ()
    operator: str = ""
    quota: bool = False


TariffRow = GoodsCode | Measure | Component | AreaMember | OriginScheme | OriginRule | Broken


class TariffReader(Protocol):
    """A module that reads one kind of tariff file."""

    KIND: str  # "us-hts-json"
    SYSTEM: str  # whose tariff: "US", "GB", "EU", "CA"
    WHOLE: bool  # True: the file states all rows of the chapters that occur in it; False: it brings changes

    @staticmethod
    def recognise(source: Source) -> bool: ...

    @staticmethod
    def read(source: Source) -> Iterator[TariffRow]: ...
