"""Canada's tariff: a line for each number, a measure for each treatment that the line states."""

from datetime import date
from pathlib import Path

import pytest

from karum.official import canada_csv
from karum.official.records import GoodsCode, Measure, Span
from tests.official.samples import CANADA_CSV, made, rows

SINCE = Span(date(2026, 1, 1))


def test_a_line_and_its_treatments(tmp_path: Path) -> None:
    found, broken = rows(canada_csv, made(tmp_path, "ca.csv", CANADA_CSV))
    assert not broken
    place = "line 2, tariff 6109.10.00"
    assert found[0] == GoodsCode("61091000", 3, "Of cotton", place, units=("NMB",), valid=SINCE)
    assert found[1] == Measure("61091000/MFN", "MFN", "61091000", place, duty="18%", valid=SINCE)
    assert {row.key: (row.type, row.area, row.duty) for row in found if isinstance(row, Measure)} == {
        "61091000/MFN": ("MFN", "", "18%"),
        "61091000/general": ("general", "", "35%"),
        "61091000/UST": ("preference", "UST", "Free"),
        "61091000/MXT": ("preference", "MXT", "Free"),
        "61091000/LDCT": ("preference", "LDCT", "Free"),
        "61091000/CEUT": ("preference", "CEUT", "Free"),
        "61091000/UKT": ("preference", "UKT", "Free"),
    }
    assert found[-1] == GoodsCode("6109100011", 4, "Men's", "line 3, tariff 6109.10.00.11", units=("DZN",), valid=SINCE)


def test_a_treatment_that_is_not_known_is_reported(tmp_path: Path) -> None:
    _, broken = rows(canada_csv, made(tmp_path, "ca.csv", CANADA_CSV.replace(",UKT\n", ",MOONT\n", 1)))
    assert [(row.place, "MOONT" in row.reason) for row in broken] == [("line 1", True)]


@pytest.mark.parametrize(("old", "new"), [("6109.10.00,", "6109-10,"), ("2026-01-01,", "soon,")])
def test_a_line_that_cannot_be_used_is_broken(old: str, new: str, tmp_path: Path) -> None:
    found, broken = rows(canada_csv, made(tmp_path, "ca.csv", CANADA_CSV.replace(old, new, 1)))
    assert [row.place for row in broken] == ["line 2"]
    assert len(found) == 1
