"""What is on file of each market, how sure it is and how old: counted from the rule files themselves.

A figure is one thing that may be wrong by itself: the duty of an HS prefix, the tax of a region, a fee, a regime.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from karum.rules.domain.expressions import Duty
from karum.rules.domain.measures import Cite, Market, RateTable
from karum.rules.domain.reasons import Reason, why
from karum.rules.queries import market, markets

CONFIDENCES = ("A", "B", "C", "M")
KINDS = ("valuation", "tariff", "preferences", "additional", "taxes", "fees", "regimes", "restrictions")
EXCISE = "excise.toml"
CHAPTERS = tuple(f"{chapter:02}" for chapter in range(1, 98) if chapter != 77)  # chapter 77 is kept free by the HS

Figure = tuple[Cite, Duty | None, bool]  # its evidence, the duty that it states, whether its amount is on file


@dataclass(frozen=True, slots=True)
class KindStatus:
    """The figures of one kind.

    confidence: how many of A, B, C and M. ranges: figures that are one of several rates. unknown: things that are known
    to be charged while their amount is not on file. oldest: the day since which no person looked at one of them.
    """

    kind: str
    figures: int
    confidence: dict[str, int]
    ranges: int
    unknown: int
    oldest: date | None

    def to_json(self) -> dict[str, object]:
        """Return JSON values."""
        return {
            "figures": self.figures,
            "confidence": self.confidence,
            "ranges": self.ranges,
            "unknown": self.unknown,
            "oldest": self.oldest.isoformat() if self.oldest else None,
        }


@dataclass(frozen=True, slots=True)
class MarketStatus:
    """One market. chapters: HS chapters of which some duty is on file. gaps: what is charged and is not on file.

    gaps_everywhere: those that nearly all markets share, the excise on drink and tobacco.
    """

    code: str
    checked: date
    kinds: tuple[KindStatus, ...]
    chapters: tuple[str, ...]
    gaps: tuple[Reason, ...]
    gaps_everywhere: tuple[Reason, ...]

    @property
    def figures(self) -> int:
        return sum(kind.figures for kind in self.kinds)

    @property
    def confidence(self) -> dict[str, int]:
        """How many figures of each confidence."""
        return {letter: sum(kind.confidence[letter] for kind in self.kinds) for letter in CONFIDENCES}

    @property
    def verified(self) -> float | None:
        """The share of figures that rest on a source and not on memory, to a hundredth; None without figures."""
        return round(1 - self.confidence["M"] / self.figures, 2) if self.figures else None

    @property
    def chapters_missing(self) -> tuple[str, ...]:
        return tuple(chapter for chapter in CHAPTERS if chapter not in self.chapters)

    def to_json(self) -> dict[str, object]:
        """Return JSON values."""
        return {
            "code": self.code,
            "checked": self.checked.isoformat(),
            "figures": self.figures,
            "confidence": self.confidence,
            "verified": self.verified,
            "kinds": {kind.kind: kind.to_json() for kind in self.kinds},
            "chapters": list(self.chapters),
            "chapters_missing": list(self.chapters_missing),
            "gaps": [{"code": gap.code, "text": gap.english} for gap in self.gaps],
            "gaps_everywhere": [{"code": gap.code, "text": gap.english} for gap in self.gaps_everywhere],
        }


@lru_cache(maxsize=512)
def market_status(code: str, day: date | None = None) -> MarketStatus | None:
    """Return what is on file of one market, or None for a market without rules.

    With a day only the figures in force on it count, otherwise all, those of the past and of the future too.
    """
    rules = market(code) if code in markets() else None
    if rules is None:
        return None
    found = {kind: list(_in_force(figures, day)) for kind, figures in _figures(rules)}
    return MarketStatus(
        code=code,
        checked=rules.checked,
        kinds=tuple(_kind(kind, found[kind]) for kind in KINDS),
        chapters=_chapters(rules, day),
        gaps=tuple(_gaps(rules, day)),
        gaps_everywhere=tuple(why("missing_fee", code=code) for code in _unknown_amounts(rules, day, EXCISE)),
    )


def all_status(day: date | None = None) -> tuple[MarketStatus, ...]:
    """Return the status of every market, sorted by code."""
    return tuple(status for code in markets() if (status := market_status(code, day)) is not None)


def _figures(rules: Market) -> Iterator[tuple[str, list[Figure]]]:
    waived = [rules.tax_waived[1]] if rules.tax_waived else []
    no_tax = [rules.no_tax] if rules.no_tax else []
    yield "valuation", [(rules.base_cite, None, True)]
    yield "tariff", _table(rules.tariff)
    yield "preferences", [figure for scheme in rules.preferences for figure in _table(scheme.table)]
    yield "additional", [figure for extra in rules.additional for figure in _table(extra.table)]
    yield (
        "taxes",
        [
            *(figure for tax in rules.taxes for figure in _table(tax.table)),
            *((tax.cite, None, True) for tax in rules.taxes for _ in tax.regions or ()),
            *((cite, None, True) for cite in (*waived, *no_tax)),
        ],
    )
    yield "fees", [(fee.cite, None, fee.known) for fee in rules.fees]
    yield (
        "regimes",
        [
            *((one.cite, None, "unknown" not in (one.duty, one.tax)) for one in rules.regimes),
            *(figure for one in rules.regimes for figure in _table(one.duty_table)),
        ],
    )
    yield "restrictions", [(entry.cite, None, True) for entry in rules.restrictions if entry.destinations is not None]


def _table(table: RateTable) -> list[Figure]:
    """The figures of a table. One rate for a span of chapters is one figure: its rows share their place in the file."""
    rates = {(rate.cite.source.row, rate.duty.text): rate for row in table.rates.values() for rate in row}
    return [(rate.cite, rate.duty, rate.duty.known or bool(rate.duty.choices)) for rate in rates.values()]


def _in_force(figures: Iterable[Figure], day: date | None) -> Iterator[Figure]:
    return (figure for figure in figures if day is None or figure[0].valid.covers(day))


def _kind(kind: str, figures: list[Figure]) -> KindStatus:
    counts = Counter[str](cite.confidence for cite, _, _ in figures)
    checked = [cite.checked for cite, _, _ in figures if cite.checked is not None]
    return KindStatus(
        kind=kind,
        figures=len(figures),
        confidence={letter: counts[letter] for letter in CONFIDENCES},
        ranges=sum(duty is not None and bool(duty.choices) for _, duty, _ in figures),
        unknown=sum(not known for _, _, known in figures),
        oldest=min(checked, default=None),
    )


def _chapters(rules: Market, day: date | None) -> tuple[str, ...]:
    covered = {
        prefix[:2]
        for prefix, rates in rules.tariff.rates.items()
        for rate in rates
        if day is None or rate.cite.valid.covers(day)
    }
    return CHAPTERS if "" in covered else tuple(chapter for chapter in CHAPTERS if chapter in covered)


def _gaps(rules: Market, day: date | None) -> Iterator[Reason]:
    """What is charged, or may be, while the amount is not on file."""
    if not rules.taxes and rules.no_tax is None:
        yield why("missing_tax_rate", market=rules.code)
    amounts = [code for code in _unknown_amounts(rules, day) if code not in _unknown_amounts(rules, day, EXCISE)]
    amounts += [fee.code for fee in rules.fees if not fee.known and (day is None or fee.cite.valid.covers(day))]
    for code in dict.fromkeys(amounts):
        yield why("missing_fee", code=code)
    for regime in rules.regimes:
        if "unknown" in (regime.duty, regime.tax) and (day is None or regime.cite.valid.covers(day)):
            yield why("missing_fee", code=regime.code)


def _unknown_amounts(rules: Market, day: date | None, file: str = "") -> list[str]:
    """Additional duties and levies of unknown amount, of one file only where it is named."""
    return [
        extra.code
        for extra in rules.additional
        if any(
            not known and (not file or cite.source.file == file)
            for cite, _, known in _in_force(_table(extra.table), day)
        )
    ]
