"""The US tariff: every line with its indent, every rate with its programme, and only what the file states."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from karum.official import us_hts_csv, us_hts_json
from karum.official.records import GoodsCode, Measure
from tests.official.samples import HTS_CSV, HTS_JSON, hts_line, made, real, rows


def _read(folder: Path, *lines: Any) -> tuple[list[Any], list[Any]]:
    return rows(us_hts_json, made(folder, "hts.json", json.dumps(lines)))


def test_a_line_gives_its_goods_and_one_measure_a_rate(tmp_path: Path) -> None:
    found, broken = rows(us_hts_json, made(tmp_path, "hts.json", HTS_JSON))
    assert not broken
    goods = [row for row in found if isinstance(row, GoodsCode)]
    assert [(row.code, row.indent, row.text) for row in goods] == [
        ("6109", 0, "T-shirts, knitted or crocheted:"),
        ("61091000", 1, "Of cotton"),
        ("", 2, "Men's or boys':"),
        ("6109100004", 3, "T-shirts, all white"),
    ]
    assert goods[3].units == ("doz.", "kg")
    place = "record 2, htsno 6109.10.00"
    assert [row for row in found if isinstance(row, Measure)] == [
        Measure("61091000/general", "general", "61091000", place, duty="16.5%", footnotes=("See 9903.88.15.",)),
        Measure("61091000/special/AU", "special", "61091000", place, area="AU", duty="Free"),
        Measure("61091000/special/BH", "special", "61091000", place, area="BH", duty="Free"),
        Measure("61091000/special/S+", "special", "61091000", place, area="S+", duty="Free"),
        Measure("61091000/special/KR", "special", "61091000", place, area="KR", duty="8%"),
        Measure("61091000/other", "other", "61091000", place, duty="90%"),
    ]


def test_the_csv_gives_the_same_rows_but_for_places_and_footnotes(tmp_path: Path) -> None:
    found, broken = rows(us_hts_csv, made(tmp_path, "hts.csv", HTS_CSV))
    assert not broken
    assert [(row.code, row.indent, row.units) for row in found if isinstance(row, GoodsCode)] == [
        ("30041010", 2, ()),
        ("", 3, ()),
        ("3004101020", 4, ("kg",)),
    ]
    assert [(row.key, row.duty, row.place) for row in found if isinstance(row, Measure)] == [
        ("30041010/general", "Free", "line 2, htsno 3004.10.10"),
        ("30041010/other", "15.4¢/kg + 49%", "line 2, htsno 3004.10.10"),
    ]


def test_a_csv_that_a_windows_office_saved_keeps_its_cent_signs(tmp_path: Path) -> None:
    found, _ = rows(us_hts_csv, made(tmp_path, "hts.csv", HTS_CSV.encode("cp1252")))
    assert "15.4¢/kg + 49%" in [row.duty for row in found if isinstance(row, Measure)]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    content = (
        "Special Rate of Duty,General Rate of Duty,Column 2 Rate of Duty,Description,Indent,HTS Number\n"
        "Free (AU),5%,20%,Goods,1,0101.21.00\n"
    )
    found, broken = rows(us_hts_csv, made(tmp_path, "hts.csv", content))
    assert not broken
    assert {row.key: row.duty for row in found if isinstance(row, Measure)} == {
        "01012100/general": "5%",
        "01012100/special/AU": "Free",
        "01012100/other": "20%",
    }


def test_footnotes_of_a_column_without_a_rate_stand_by_themselves(tmp_path: Path) -> None:
    notes = [{"columns": ["general"], "value": "See 9903.88.03.", "type": "endnote"}]
    found, _ = _read(tmp_path, hts_line("6111.20.60.70", 3, "Other", footnotes=notes))
    assert found[1] == Measure(
        "6111206070/note", "note", "6111206070", "record 1, htsno 6111.20.60.70", footnotes=("See 9903.88.03.",)
    )


def test_additional_duties_and_quota_quantities_are_measures_of_their_own(tmp_path: Path) -> None:
    line = hts_line("9904.02.01", 0, "Beef", quotaQuantity="10,000 t", additionalDuties="12.4¢/kg + 2%")
    found, _ = _read(tmp_path, line)
    assert [(row.type, row.duty, row.conditions) for row in found[1:]] == [
        ("additional", "12.4¢/kg + 2%", ()),
        ("quota", None, ("10,000 t",)),
    ]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([hts_line("6109.1", 0, "x")], "is no number of the tariff"),
        ([hts_line("61O9", 0, "x")], "is no number of the tariff"),
        ([hts_line("6109", 0, "x"), hts_line("6109", 0, "y")], "stands in the file twice"),
        ([hts_line("", 0, "x", general="5%")], "states rates but has no number"),
        ([{**hts_line("6109", 0, "x"), "indent": "deep"}], "The indent 'deep' is none"),
        ([{**hts_line("6109", 0, "x"), "indent": "-1"}], "The indent '-1' is none"),
        ([{**hts_line("6109", 0, "x"), "indent": None}], "The indent '' is none"),
        ([hts_line("6109", 0, "x", special="Free (AU) 5% (AU)")], "gives the programme AU two rates"),
        ([hts_line("6109", 0, "x", general=5.5)], "The field general holds Decimal"),
        ([hts_line("6109", 0, "x", units="kg")], "The field units is no list"),
        ([hts_line("6109", 0, "x", footnotes=[{"columns": ["general"]}])], "A footnote has no text"),
        ([hts_line("6109", 0, "x", surcharge="5%")], "fields that are not known: surcharge"),
        ([hts_line("6109", 0, "x" * 20_001)], "20,001 characters"),
        ([hts_line("6109", 0, "a\u0000b")], "characters that are none"),
        (["6109"], "The record is no object"),
    ],
)
def test_a_line_that_cannot_be_used_is_reported_with_place_and_reason_and_the_next_is_read(
    lines: list[Any], reason: str, tmp_path: Path
) -> None:
    found, broken = _read(tmp_path, *lines, hts_line("6110", 0, "next"))
    assert [row.place.partition(",")[0] for row in broken] == [f"record {len(lines)}"]
    assert reason in broken[0].reason
    assert len(broken[0].text) <= 500
    assert found[-1].code == "6110"


def test_a_column_that_is_not_known_is_reported(tmp_path: Path) -> None:
    content = HTS_CSV.replace("Additional Duties", "Carbon Levy")
    _, broken = rows(us_hts_csv, made(tmp_path, "hts.csv", content))
    assert [(row.place, "carbon levy" in row.reason) for row in broken] == [("line 1", True)]


@pytest.mark.parametrize(("chapter", "lines"), [("61", 1345), ("62", 2088), ("99", 3438)])
def test_the_real_chapters_are_read_whole(chapter: str, lines: int) -> None:
    source = real(f"us-hts/chapter_{chapter}.json")
    found, broken = rows(us_hts_json, source)
    assert not broken
    said = json.loads(source.path.read_text(encoding="utf-8"))
    assert len(said) == lines
    goods = [row for row in found if isinstance(row, GoodsCode)]
    assert [(row.code, row.indent) for row in goods] == [
        (line["htsno"].replace(".", ""), int(line["indent"])) for line in said
    ]
    measures = [row for row in found if isinstance(row, Measure)]
    count = Counter(row.type for row in measures)
    assert count["general"] == sum(bool(line["general"].strip()) for line in said)
    assert count["other"] == sum(bool(line["other"].strip()) for line in said)
    assert len({row.key for row in measures}) == len(measures)
    notes = {" ".join(note["value"].split()) for line in said for note in line["footnotes"] or []}
    assert notes == {note for row in measures for note in row.footnotes}


def test_a_known_shirt_has_its_known_rates() -> None:
    found, _ = rows(us_hts_json, real("us-hts/chapter_61.json"))
    duties = {row.key: row.duty for row in found if isinstance(row, Measure)}
    assert duties["61091000/general"] == "16.5%"
    assert duties["61091000/special/KR"] == "Free"
    assert duties["61091000/other"] == "90%"
    assert Decimal(duties["61091000/general"].rstrip("%")) == Decimal("16.5")
