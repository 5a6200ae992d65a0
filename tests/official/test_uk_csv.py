"""The UK's bulk CSV of measures: columns by name, "#NA" is nothing, lists fall into their parts."""

from datetime import date
from pathlib import Path

import pytest

from karum.official import uk_csv
from karum.official.records import Measure, Span
from karum.official.source import BadFile
from tests.official.samples import UK_CSV, made, rows


def test_every_row_is_a_measure(tmp_path: Path) -> None:
    found, broken = rows(uk_csv, made(tmp_path, "uk.csv", UK_CSV))
    assert not broken
    assert found == [
        Measure(
            "20001234/0406103000",
            "143",
            "0406103000",
            "line 2, measure 20001234",
            area="2005",
            excluded=("IN", "ID"),
            duty="8.00% + 13.00 GBP / 100 kg",
            order_number="050001",
            regulation="C2100001",
            conditions=("condition:B,certificate:N853,action:27",),
            footnotes=("CD027", "TN701"),
            valid=Span(date(2021, 1, 1)),
        ),
        Measure(
            "20001235/0406103000",
            "305",
            "0406103000",
            "line 3, measure 20001235",
            area="1011",
            duty="0.00%",
            additional_code="VATZ",
            regulation="V1970ATZ",
            valid=Span(date(2021, 1, 1)),
        ),
    ]


def test_one_measure_on_two_declarable_lines_is_two_rows(tmp_path: Path) -> None:
    second = UK_CSV.splitlines()[1].replace("0406103000", "0406105000")
    found, broken = rows(uk_csv, made(tmp_path, "uk.csv", UK_CSV + second + "\n"))
    assert not broken
    assert len({row.key for row in found}) == 3


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"0406103000",20001234', '"406103000",20001234', "is no number of the tariff"),
        ("20001234", "#NA", "no sid or no type"),
        ('"2021-01-01","#NA","CD027', '"first of May","#NA","CD027', "is no day"),
        ('"2021-01-01","#NA","CD027', '"2021-01-01","2020-01-01","CD027', "before it begins"),
        ('"C2100001"\n', '"C2100001","more"\n', "16 cells for 15 columns"),
    ],
)
def test_a_row_that_cannot_be_used_is_broken_with_its_line(old: str, new: str, reason: str, tmp_path: Path) -> None:
    found, broken = rows(uk_csv, made(tmp_path, "uk.csv", UK_CSV.replace(old, new, 1)))
    assert [row.place for row in broken] == ["line 2"]
    assert reason in broken[0].reason
    assert len(found) == 1


def test_a_column_that_is_not_known_is_reported_and_a_missing_one_refused(tmp_path: Path) -> None:
    _, broken = rows(uk_csv, made(tmp_path, "a.csv", UK_CSV.replace('"id"', '"measure__carbon_price"')))
    assert "measure__carbon_price" in broken[0].reason
    lacking = UK_CSV.replace("measure__geographical_area__id", "measure__geographical_area__sid")
    with pytest.raises(BadFile, match="lacks the columns measure__geographical_area__id"):
        rows(uk_csv, made(tmp_path, "b.csv", lacking))


def test_windows_line_ends_and_a_cell_of_several_lines_change_nothing(tmp_path: Path) -> None:
    content = UK_CSV.replace("Preferential quota", "Preferential\nquota").replace("\n", "\r\n")
    found, broken = rows(uk_csv, made(tmp_path, "uk.csv", content))
    assert (len(found), broken) == (2, [])
