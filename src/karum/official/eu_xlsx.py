"""The EU's duties of a month, as DG TAXUD publishes them: "Duties Import 01-99.xlsx" and its parts.

Columns: Goods code, Add code, Order No., Start date, End date, RED_IND, Origin, Measure type, Legal base, Duty,
Origin code, Meas. type code. Dates are texts (dd-mm-yyyy) or a spreadsheet's serial numbers. Countries that a measure
leaves out, its conditions and its footnotes stand in other files of the month.
Published on CIRCABC, "Taric and quota data and information".
"""

from collections.abc import Iterator

from karum.official.fields import Unusable, broken, cell_day, digits, span, words
from karum.official.records import Broken, Measure
from karum.official.sheets import SheetRow, cell_text, header, rows
from karum.official.source import BadFile, Source

KIND = "eu-xlsx"
SYSTEM = "EU"
WHOLE = True

_NEEDED = ("goods code", "start date", "duty", "origin code", "meas. type code")
_READ = {*_NEEDED, "add code", "order no.", "end date", "red_ind", "legal base"}
SKIPPED = {"origin", "measure type"}  # the words for the codes


def recognise(source: Source) -> bool:
    return set(_NEEDED) <= set(header(source))


def read(source: Source) -> Iterator[Measure | Broken]:
    """Every measure. Raises BadFile when a column is missing; a column that is not known is Broken, once."""
    names = header(source)
    if missing := [name for name in _NEEDED if name not in names]:
        raise BadFile(f"{source.name} lacks the columns {', '.join(missing)}.")
    if unknown := [name for name in names if name and name not in _READ | SKIPPED]:
        yield Broken("row 1", f"The columns {', '.join(unknown)} are not known and were not read.")
    for row in rows(source):
        try:
            yield _measure(row)
        except Unusable as error:
            yield broken(row.place, error, row.values())


def _measure(row: SheetRow) -> Measure:
    said = {name: words(cell_text(row.get(name))) for name in _READ}
    code = digits(said["goods code"][:10], 10)
    type_, area = said["meas. type code"], said["origin code"]
    if not type_ or not area:
        raise Unusable("The measure has no type or no origin.")
    start = cell_day(row.get("start date"))
    if start is None:
        raise Unusable("The measure does not say when it begins.")
    # The file has no numbers of measures: these together make a row one of its kind.
    told_apart = (code, type_, area, said["add code"], said["order no."], said["red_ind"], said["legal base"], start)
    return Measure(
        "/".join(map(str, told_apart)),
        type_,
        code,
        f"{row.place}, goods code {code}",
        area=area,
        duty=said["duty"] or None,
        additional_code=said["add code"],
        order_number=said["order no."],
        regulation=said["legal base"],
        valid=span(start, cell_day(row.get("end date"))),
    )
