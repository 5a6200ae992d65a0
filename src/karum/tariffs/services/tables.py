"""Which record of an official file goes into which table, and what makes it one of its kind there."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from karum.official.records import (
    AreaMember,
    Component,
    GoodsCode,
    Measure,
    OriginRule,
    OriginScheme,
    Span,
    TariffRow,
)

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``content``: the columns in which two versions of a row may differ. ``scope``: the part of a tariff, in SQL.

    A whole tariff ends what it does not say, in those parts only that occur in it.
    """

    name: str
    content: tuple[str, ...]
    scope: str


NOMENCLATURE = Table(
    "nomenclature", ("sort", "code", "suffix", "indent", "text", "units", "language"), "left({row}.sort, 2)"
)
AREA_MEMBER = Table("areamember", ("area", "member"), "{row}.area")
COMPONENT = Table("component", ("measure", "expression", "amount", "currency", "unit", "qualifier"), "''")
MEASURE = Table(
    "measure",
    (
        "code",
        "type",
        "area",
        "excluded",
        "duty",
        "additional_code",
        "order_number",
        "regulation",
        "conditions",
        "footnotes",
    ),
    "left({row}.code, 2)",
)
ORIGIN_SCHEME = Table("originscheme", ("code", "title", "countries", "proofs", "links"), "''")
ORIGIN_RULE = Table(
    "originrule", ("scheme", "low", "high", "heading", "text", "classes", "operator", "quota"), "{row}.scheme"
)
# Components before measures: a measure's duty is put together from them.
TABLES = (NOMENCLATURE, AREA_MEMBER, COMPONENT, MEASURE, ORIGIN_SCHEME, ORIGIN_RULE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on its way into a table. ``dated`` False: it applies from the file's first day on."""

    table: Table
    key: str
    step: str
    valid: Span
    dated: bool
    scope: str
    place: str
    values: Values


class Sorter:
    """Turns the records of one file into entries, in the file's order.

    Lines that only group have no code, so they wait for the next line that has one: by it they are sorted and known.
    """

    def __init__(self) -> None:
        self._waiting: list[GoodsCode] = []
        self._seen: Counter[str] = Counter()
        self._last = ""

    def entries(self, row: TariffRow) -> list[Entry]:
        """Return what ``row`` adds: usually one entry; none while a grouping line waits."""
        if isinstance(row, GoodsCode):
            return self._goods(row)
        return [_ENTRIES[type(row)](self, row)]

    def rest(self) -> list[Entry]:
        """Grouping lines at the very end, below which nothing stands."""
        return self._grouping(f"{self._last}>")

    def _goods(self, row: GoodsCode) -> list[Entry]:
        if not row.code and not row.key:
            self._waiting.append(row)
            return []
        self._last = row.code
        return [*self._grouping(row.code), _line(row, row.code, row.code)]

    def _grouping(self, sort: str) -> list[Entry]:
        """The lines that wait, above the one at ``sort``. Only an empty group has another one at its own indent."""
        waiting, self._waiting = self._waiting, []
        seen: Counter[int] = Counter()
        entries = []
        for row in waiting:
            entries.append(_line(row, sort, f"{sort}<{row.indent}{'.' * seen[row.indent]}"))
            seen[row.indent] += 1
        return entries

    def _measure(self, row: Measure) -> Entry:
        values = (
            row.code,
            row.type,
            row.area,
            list(row.excluded),
            row.duty,
            row.additional_code,
            row.order_number,
            row.regulation,
            list(row.conditions),
            list(row.footnotes),
        )
        return Entry(
            MEASURE, row.key, row.step, row.valid, row.valid.start is not None, row.code[:2], row.place, values
        )

    def _component(self, row: Component) -> Entry:
        key = row.key or f"{row.measure}/{row.expression}"
        values = (row.measure, row.expression, row.amount, row.currency, row.unit, row.qualifier)
        return Entry(COMPONENT, key, row.step, Span(), True, "", row.place, values)

    def _member(self, row: AreaMember) -> Entry:
        key = row.key or f"{row.area}/{row.member}"
        dated = row.valid.start is not None
        return Entry(AREA_MEMBER, key, row.step, row.valid, dated, row.area, row.place, (row.area, row.member))

    def _scheme(self, row: OriginScheme) -> Entry:
        values = (row.code, row.title, list(row.countries), list(row.proofs), list(row.links))
        return Entry(ORIGIN_SCHEME, row.code, "put", row.valid, row.valid.start is not None, "", row.place, values)

    def _rule(self, row: OriginRule) -> Entry:
        span = f"{row.scheme}/{row.low}-{row.high}"
        self._seen[span] += 1
        values = (row.scheme, row.low, row.high, row.heading, row.text, list(row.classes), row.operator, row.quota)
        return Entry(ORIGIN_RULE, f"{span}/{self._seen[span]}", "put", Span(), False, row.scheme, row.place, values)


_ENTRIES: Mapping[type, Callable[[Sorter, Any], Entry]] = {
    Measure: Sorter._measure,
    Component: Sorter._component,
    AreaMember: Sorter._member,
    OriginScheme: Sorter._scheme,
    OriginRule: Sorter._rule,
}


def _line(row: GoodsCode, sort: str, own: str) -> Entry:
    key = row.key or f"{own}/{row.suffix}/{row.language}"
    values = (sort, row.code, row.suffix, row.indent, row.text, list(row.units), row.language)
    return Entry(NOMENCLATURE, key, row.step, row.valid, row.valid.start is not None, sort[:2], row.place, values)
