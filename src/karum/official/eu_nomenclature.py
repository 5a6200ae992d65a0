"""The EU's goods nomenclature: as a spreadsheet of the month ("Nomenclature EN.xlsx") or as a CSV export.

Columns of the spreadsheet: Goods code ("0101210000 80"), Start date, End date, Language, Hier. Pos., Indent ("- - -"),
Description, Descr. start date. Of the CSV: GOODS_CODE, SUFFIX, INDENT (a number, chapters at 0, headings at 1),
DESCRIPTION, IS_LEAF, START_DATE. Published on CIRCABC, "Taric and quota data and information".
"""

from collections.abc import Iterator, Mapping

from karum.official import sheets, tables
from karum.official.fields import Unusable, broken, cell_day, digits, plain, span, words
from karum.official.records import Broken, GoodsCode, Span
from karum.official.sheets import SheetRow, cell_text
from karum.official.source import BadFile, Source
from karum.official.tables import Row
from karum.official.taric import depth

KIND = "eu-nomenclature"
SYSTEM = "EU"
WHOLE = True

_CSV = {"goods_code", "suffix", "indent", "description"}
_CSV_KNOWN = _CSV | {"is_leaf", "start_date", "end_date"}
_SHEET = {"goods code", "indent", "description", "hier. pos."}
_SHEET_KNOWN = _SHEET | {"start date", "end date", "language", "descr. start date"}


def recognise(source: Source) -> bool:
    if sheets.is_sheet(source):
        return set(sheets.header(source)) >= _SHEET
    return set(tables.header(source)) >= _CSV


def read(source: Source) -> Iterator[GoodsCode | Broken]:
    """Every line. A column that is not known is Broken, once. Raises BadFile for a damaged spreadsheet."""
    in_sheet = sheets.is_sheet(source)
    names, known = (sheets.header(source), _SHEET_KNOWN) if in_sheet else (tables.header(source), _CSV_KNOWN)
    if not names:
        raise BadFile(f"{source.name} has no header.")
    if unknown := [name for name in names if name and name not in known]:
        yield Broken("line 1", f"The columns {', '.join(unknown)} are not known and were not read.")
    for row in sheets.rows(source) if in_sheet else tables.rows(source):
        if isinstance(row, Broken):
            yield row
            continue
        try:
            yield _from_sheet(row) if isinstance(row, SheetRow) else _from_csv(row)
        except Unusable as error:
            yield broken(row.place, error, row.values())


def _from_csv(row: Row) -> GoodsCode:
    code = digits(row["goods_code"], 10)
    return GoodsCode(
        code,
        int(digits(row["indent"].strip(), 1, 2)),
        plain(row["description"]),
        f"{row.place}, goods code {code}",
        suffix=digits(row["suffix"].strip(), 2),
        valid=_valid(row, "start_date", "end_date"),
    )


def _from_sheet(row: SheetRow) -> GoodsCode:
    code, _, suffix = words(cell_text(row["goods code"])).partition(" ")
    code = digits(code, 10)
    dashes = cell_text(row["indent"]).replace(" ", "")
    if dashes.strip("-"):
        raise Unusable(f"The indent {dashes[:20]!r} is none: dashes are expected.")
    return GoodsCode(
        code,
        depth(code, len(dashes)),
        plain(cell_text(row["description"])),
        f"{row.place}, goods code {code}",
        suffix=digits(suffix or "80", 2),
        language=(words(cell_text(row.get("language"))) or "EN").lower(),
        valid=_valid(row, "start date", "end date"),
    )


def _valid(row: Mapping[str, object], start: str, end: str) -> Span:
    return span(cell_day(row.get(start)), cell_day(row.get(end)))
