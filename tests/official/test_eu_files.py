"""The EU's spreadsheets of a month and its nomenclature: dates as texts or serial numbers, lines with their depth."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from karum.official import eu_nomenclature, eu_xlsx
from karum.official.records import GoodsCode, Measure, Span
from karum.official.source import BadFile
from tests.official.samples import (
    EU_HEADER,
    EU_NOMENCLATURE,
    EU_NOMENCLATURE_CSV,
    EU_ROWS,
    made,
    real,
    rows,
    sheet,
    zipped,
)


def test_every_row_is_a_measure(tmp_path: Path) -> None:
    found, broken = rows(eu_xlsx, made(tmp_path, "Duties Import 01-99.xlsx", sheet(*EU_ROWS)))
    assert not broken
    assert found == [
        Measure(
            "0406103000/103/1011////R2658/87/2024-01-01",
            "103",
            "0406103000",
            "row 2, goods code 0406103000",
            area="1011",
            duty="8.300 % + 185.200 EUR DTN",
            regulation="R2658/87",
            valid=Span(date(2024, 1, 1)),
        ),
        Measure(
            "0406103000/143/NO//094103//R0761/20/2024-07-01",
            "143",
            "0406103000",
            "row 3, goods code 0406103000",
            area="NO",
            duty="0.000 %",
            order_number="094103",
            regulation="R0761/20",
            valid=Span(date(2024, 7, 1), date(2025, 12, 31)),
        ),
    ]


def _row(**said: Any) -> tuple[Any, ...]:
    plain = dict(zip(map(str.strip, EU_HEADER), EU_ROWS[1], strict=True))
    return tuple((plain | said).values())


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"Goods code": "04061"}, "is no number of the tariff"),
        ({"Goods code": None}, "is no number of the tariff"),
        ({"Start date": None}, "does not say when it begins"),
        ({"Start date": "31-02-2024"}, "is no day"),
        ({"Start date": -400_000}, "is no day"),
        ({"Start date": 10**12}, "is no day"),
        ({"Start date": True}, "is no day"),
        ({"End date": "01-01-2001"}, "before it begins"),
        ({"Origin code": None}, "no type or no origin"),
    ],
)
def test_a_row_that_cannot_be_used_is_broken_with_its_number(said: dict[str, Any], reason: str, tmp_path: Path) -> None:
    content = sheet(EU_HEADER, _row(**said), EU_ROWS[2])
    found, broken = rows(eu_xlsx, made(tmp_path, "x.xlsx", content))
    assert [row.place for row in broken] == ["row 2"]
    assert reason in broken[0].reason
    assert len(found) == 1


def test_columns_may_stand_in_any_order_and_empty_rows_between(tmp_path: Path) -> None:
    content = sheet((None,), *(tuple(reversed(row)) for row in EU_ROWS[:2]), (None, None), tuple(reversed(EU_ROWS[2])))
    found, broken = rows(eu_xlsx, made(tmp_path, "x.xlsx", content))
    assert ([row.type for row in found], broken) == (["103", "143"], [])


def test_a_damaged_spreadsheet_is_refused(tmp_path: Path) -> None:
    content = sheet(*EU_ROWS)
    with pytest.raises(BadFile):
        rows(eu_xlsx, made(tmp_path, "x.xlsx", content[: len(content) // 2]))


def test_a_zip_that_only_says_that_it_is_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="damaged spreadsheet"):
        rows(eu_xlsx, made(tmp_path, "x.xlsx", zipped("<Types/>", "[Content_Types].xml")))


def test_the_nomenclature_is_the_same_as_spreadsheet_and_as_csv(tmp_path: Path) -> None:
    found, broken = rows(eu_nomenclature, made(tmp_path, "n.xlsx", sheet(*EU_NOMENCLATURE)))
    assert not broken
    assert [(row.code, row.suffix, row.indent, row.text) for row in found] == [
        ("0100000000", "80", 0, "LIVE ANIMALS"),
        ("0101000000", "80", 1, "Live horses, asses, mules and hinnies"),
        ("0101210000", "10", 2, "Horses"),
        ("0101210000", "80", 3, "Pure-bred breeding animals"),
    ]
    as_csv, broken = rows(eu_nomenclature, made(tmp_path, "n.csv", EU_NOMENCLATURE_CSV))
    assert not broken
    assert [(row.code, row.indent) for row in as_csv] == [(row.code, row.indent) for row in found[:2]]


def test_the_real_slice_of_the_nomenclature_is_read() -> None:
    found, broken = rows(eu_nomenclature, real("eu/nomenclature_0101.csv"))
    assert not broken
    assert len(found) == 9
    assert found[3] == GoodsCode(
        "0101210000",
        3,
        "Pure-bred breeding animals",
        "line 5, goods code 0101210000",
        valid=Span(date(2012, 1, 1)),
    )


@pytest.mark.parametrize(("old", "new"), [(",80,1,", ",80,one,"), ("0101000000", "0101"), ("01-01-1972", "1.1.72")])
def test_a_line_of_the_nomenclature_that_cannot_be_used_is_broken(old: str, new: str, tmp_path: Path) -> None:
    found, broken = rows(eu_nomenclature, made(tmp_path, "n.csv", EU_NOMENCLATURE_CSV.replace(old, new)))
    assert [row.place for row in broken] == ["line 3"]
    assert len(found) == 1
