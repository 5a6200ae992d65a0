"""Canada's customs tariff as the CBSA exports it: one row a line, one column a tariff treatment.

Columns: TARIFF, EFF_DATE, DESC1, DESC2, ..., UOM, MFN, GT (general tariff), and the treatments of the Customs Tariff
(S.C. 1997, c. 36), section 27: AUT, CCCT, CEUT, ... The tariff item has eight digits, statistical lines have ten.
Published at cbsa-asfc.gc.ca/trade-commerce/tariff-tarif, "Customs Tariff", as a data base and as CSV.
"""

import re
from collections.abc import Iterator, Mapping

from karum.official.fields import Unusable, broken, day, digits, plain, span, words
from karum.official.records import Broken, GoodsCode, Measure
from karum.official.source import BadFile, Source
from karum.official.tables import Row, header, rows

KIND = "canada-csv"
SYSTEM = "CA"
WHOLE = True

MFN, GENERAL, PREFERENCE = "MFN", "general", "preference"  # types of the measures

# The treatments beside MFN and the general tariff, as section 27 abbreviates them; "CIT" and "MT" are older forms.
TREATMENTS = frozenset(
    {
        "AUT", "CCCT", "CEUT", "CIAT", "CIT", "COLT", "CPTPT", "CRT", "CT", "GPT", "HNT", "IT", "JT", "KRT", "LDCT",
        "MT", "MUST", "MXT", "NT", "NZT", "PAT", "PT", "SLT", "UAT", "UKT", "UST",
    }
)  # fmt: skip
_NUMBER = ("tariff", "tariff item", "tariff_item", "tariff number", "tariff_number")
_DATE = ("eff_date", "eff date", "effective date", "effective_date")
_UNIT = ("uom", "unit of measure", "unit_of_measure")
_MFN = ("mfn", "mfn tariff", "mfn_tariff")
_GENERAL = ("gt", "general tariff", "general_tariff", "general")
_TEXT = re.compile(r"desc(?:ription)?[ _]?(\d*)$")
_NOT_STATED = {"", "N/A", "NA"}


def recognise(source: Source) -> bool:
    names = set(header(source))
    codes = {name.upper() for name in names}
    return bool(names.intersection(_NUMBER) and names.intersection(_MFN)) and len(codes & TREATMENTS) >= 3


def read(source: Source) -> Iterator[GoodsCode | Measure | Broken]:
    """Each line, and one measure for each treatment. Columns that are not known are Broken, each once."""
    names = header(source)
    columns = _Columns(names)
    if not columns.number or not columns.mfn:
        raise BadFile(f"{source.name} lacks the column TARIFF or MFN.")
    for name in columns.unknown:
        yield Broken("line 1", f"The column {name.upper()} is no tariff treatment that is known; it was not read.")
    for row in rows(source):
        if isinstance(row, Broken):
            yield row
            continue
        try:
            yield from _line(row, columns)
        except Unusable as error:
            yield broken(row.place, error, row.values())


class _Columns:
    """Which column is which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.number, self.date, self.unit, self.mfn, self.general = (
            next((name for name in names if name in wanted), "") for wanted in (_NUMBER, _DATE, _UNIT, _MFN, _GENERAL)
        )
        found = ((match, name) for name in names if (match := _TEXT.match(name)))
        self.texts = [name for _, name in sorted((int(match[1] or 0), name) for match, name in found)]
        known = {self.number, self.date, self.unit, self.mfn, self.general, *self.texts}
        others = [name for name in names if name and name not in known]
        self.treatments = {name: name.upper() for name in others if name.upper() in TREATMENTS}
        self.unknown = [name for name in others if name not in self.treatments]


def _line(row: Row, columns: _Columns) -> list[GoodsCode | Measure]:
    said = words(row[columns.number])
    code = digits(said, 2, 4, 5, 6, 7, 8, 9, 10)
    place = f"{row.place}, tariff {said}"
    valid = span(day(_said(row, columns.date).replace("/", "-")), None)
    # Each further description stands one level below the one before; the last one is the line's own.
    texts = [text for name in columns.texts if (text := plain(row[name]))]
    unit = _said(row, columns.unit)
    found: list[GoodsCode | Measure] = [
        GoodsCode(
            code,
            _indent(code),
            texts[-1] if texts else "",
            place,
            units=(unit,) if unit not in ("", "-", "–") else (),
            valid=valid,
        )
    ]
    rates: Mapping[str, tuple[str, str]] = {
        columns.mfn: (MFN, ""),
        columns.general: (GENERAL, ""),
        **{name: (PREFERENCE, area) for name, area in columns.treatments.items()},
    }
    for name, (type_, area) in rates.items():
        duty = _said(row, name)
        if duty.upper() not in _NOT_STATED:
            key = f"{code}/{area or type_}"
            found.append(Measure(key, type_, code, place, area=area, duty=duty, valid=valid))
    return found


def _said(row: Row, name: str) -> str:
    return words(row[name]) if name else ""


def _indent(code: str) -> int:
    """The export has no indents: a number is as deep as its pairs of digits go."""
    return (len(code) + 1) // 2 - 1
