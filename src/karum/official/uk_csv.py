"""The UK tariff's measures as the Department for Business and Trade publishes them: one CSV of all that is in force.

Columns: commodity__code, measure__sid, measure__type__id, measure__duty_expression, measure__geographical_area__id,
measure__excluded_geographical_areas__ids, measure__effective_start_date, ...; "#NA" for nothing, "|" between several.
Published at data.api.trade.gov.uk as uk-tariff-2021-01-01, both as defined and spread out to declarable commodities.
"""

from collections.abc import Iterator

from karum.official.fields import Unusable, broken, day, digits, span, words
from karum.official.records import Broken, Measure
from karum.official.source import BadFile, Source
from karum.official.tables import Row, header, rows

KIND = "uk-csv"
SYSTEM = "GB"
WHOLE = True

_NOTHING = {"", "#NA", "#N/A", "NULL"}
_NEEDED = (
    "commodity__code",
    "measure__sid",
    "measure__type__id",
    "measure__duty_expression",
    "measure__geographical_area__id",
    "measure__effective_start_date",
)
_READ = {
    *_NEEDED,
    "measure__additional_code__code",
    "measure__conditions",
    "measure__effective_end_date",
    "measure__excluded_geographical_areas__ids",
    "measure__footnotes",
    "measure__quota__order_number",
    "measure__regulation__id",
}
# Descriptions of what the codes beside them say, and running numbers.
SKIPPED = {
    "id",
    "trackedmodel_ptr_id",
    "commodity__sid",
    "commodity__indent",
    "commodity__description",
    "measure__type__description",
    "measure__additional_code__description",
    "measure__geographical_area__sid",
    "measure__geographical_area__description",
    "measure__excluded_geographical_areas__descriptions",
    "measure__quota__available",
    "measure__reduction_indicator",
    "measure_reduction_indicator",
    "measure__regulation__url",
    "trade__direction",
}


def recognise(source: Source) -> bool:
    return {"commodity__code", "measure__type__id", "measure__duty_expression"} <= set(header(source))


def read(source: Source) -> Iterator[Measure | Broken]:
    """Every measure. Raises BadFile when a column is missing; a column that is not known is Broken, once."""
    names = header(source)
    if missing := [name for name in _NEEDED if name not in names]:
        raise BadFile(f"{source.name} lacks the columns {', '.join(missing)}.")
    if unknown := [name for name in names if name and name not in _READ | SKIPPED]:
        yield Broken("line 1", f"The columns {', '.join(unknown)} are not known and were not read.")
    for row in rows(source):
        if isinstance(row, Broken):
            yield row
            continue
        try:
            yield _measure(row)
        except Unusable as error:
            yield broken(row.place, error, row.values())


def _measure(row: Row) -> Measure:
    code = digits(_said(row, "commodity__code"), 10)
    sid, type_ = _said(row, "measure__sid"), _said(row, "measure__type__id")
    if not sid or not type_:
        raise Unusable("The measure has no sid or no type.")
    return Measure(
        f"{sid}/{code}",  # spread out to declarable commodities one measure stands on many lines
        type_,
        code,
        f"{row.place}, measure {sid}",
        area=_said(row, "measure__geographical_area__id"),
        excluded=_listed(row, "measure__excluded_geographical_areas__ids"),
        duty=_said(row, "measure__duty_expression") or None,
        additional_code=_said(row, "measure__additional_code__code"),
        order_number=_said(row, "measure__quota__order_number"),
        regulation=_said(row, "measure__regulation__id"),
        conditions=_listed(row, "measure__conditions"),
        footnotes=_listed(row, "measure__footnotes"),
        valid=span(
            day(_said(row, "measure__effective_start_date")),
            day(_said(row, "measure__effective_end_date")),
        ),
    )


def _said(row: Row, name: str) -> str:
    said = words(row.get(name))
    return "" if said in _NOTHING else said


def _listed(row: Row, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _said(row, name).split("|") if part.strip())
