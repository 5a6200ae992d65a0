"""TARIC3 messages: what is said in many records, in any order, is brought together; nothing is passed over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from karum.official import taric3 as reader
from karum.official.records import AreaMember, Broken, Component, GoodsCode, Measure, Span
from tests.official.samples import TARIC_MEASURE, made, real, rows, taric3

CONDITION = {
    "measure.condition.sid": "500",
    "measure.sid": "3900001",
    "condition.code": "A",
    "component.sequence.number": "1",
    "action.code": "01",
    "certificate.type.code": "D",
    "certificate.code": "008",
}
LIMIT_DUTY = {"measure.condition.sid": "500", "duty.expression.id": "01", "duty.amount": "12.500"}
LINE = {
    "goods.nomenclature.sid": "94",
    "goods.nomenclature.item.id": "0406103000",
    "producline.suffix": "80",
    "validity.start.date": "2012-01-01",
    "statistical.indicator": "0",
}
INDENT = {
    "goods.nomenclature.indent.sid": "1",
    "goods.nomenclature.sid": "94",
    "validity.start.date": "2012-01-01",
    "number.indents": "03",
}


def _text(language: str, period: str, words: str) -> dict[str, str]:
    return {
        "goods.nomenclature.description.period.sid": period,
        "language.id": language,
        "goods.nomenclature.sid": "94",
        "description": words,
    }


def _period(period: str, start: str) -> dict[str, str]:
    return {
        "goods.nomenclature.description.period.sid": period,
        "goods.nomenclature.sid": "94",
        "validity.start.date": start,
    }


def _read(
    folder: Path, *records: tuple[str, str, dict[str, str]], prefix: str = "oub:"
) -> tuple[list[Any], list[Broken]]:
    return rows(reader, made(folder, "taric.xml", taric3(*records, prefix=prefix)))


@pytest.mark.parametrize("prefix", ["oub:", ""])
def test_a_measure_and_what_belongs_to_it_are_brought_together_in_any_order(prefix: str, tmp_path: Path) -> None:
    excluded = {"measure.sid": "3900001", "excluded.geographical.area": "IN", "geographical.area.sid": "7"}
    footnote = {"measure.sid": "3900001", "footnote.type.id": "CD", "footnote.id": "333"}
    found, broken = _read(
        tmp_path,
        ("3", "measure.condition.component", LIMIT_DUTY),
        ("3", "measure.excluded.geographical.area", excluded),
        ("3", "measure.condition", CONDITION),
        ("3", "measure", TARIC_MEASURE),
        ("3", "footnote.association.measure", footnote),
        prefix=prefix,
    )
    assert not broken
    assert found == [
        Measure(
            "3900001",
            "142",
            "0406103000",
            "record 4",
            area="2005",
            excluded=("IN",),
            regulation="R2400010",
            conditions=("condition:A,certificate:D008,action:01,duty:12.5 %",),
            footnotes=("CD333",),
            valid=Span(date(2024, 1, 1)),
        )
    ]


def test_components_come_by_themselves_put_or_deleted(tmp_path: Path) -> None:
    fields = {
        "measure.sid": "3900001",
        "duty.expression.id": "04",
        "duty.amount": "20.000",
        "monetary.unit.code": "EUR",
    }
    unit = {"measurement.unit.code": "DTN", "measurement.unit.qualifier.code": "E"}
    found, broken = _read(tmp_path, ("1", "measure.component", {**fields, **unit}), ("2", "measure.component", fields))
    assert not broken
    assert found == [
        Component("3900001", "04", "record 1", amount="20.000", currency="EUR", unit="DTN", qualifier="E"),
        Component("3900001", "04", "record 2", amount="20.000", currency="EUR", step="delete"),
    ]


def test_the_last_word_on_a_measure_counts(tmp_path: Path) -> None:
    found, broken = _read(tmp_path, ("3", "measure", TARIC_MEASURE), ("2", "measure", TARIC_MEASURE))
    assert not broken
    assert [(row.key, row.step) for row in found] == [("3900001", "delete")]


def test_a_line_takes_its_newest_english_words(tmp_path: Path) -> None:
    found, broken = _read(
        tmp_path,
        ("3", "goods.nomenclature.description", _text("EN", "2", "Mozzarella")),
        ("3", "goods.nomenclature.description", _text("EN", "1", "Old words")),
        ("3", "goods.nomenclature.description", _text("DE", "2", "Mozzarella auf Deutsch")),
        ("3", "goods.nomenclature.description.period", _period("1", "2012-01-01")),
        ("3", "goods.nomenclature.description.period", _period("2", "2020-01-01")),
        ("3", "goods.nomenclature.indents", INDENT),
        ("3", "goods.nomenclature", LINE),
    )
    assert not broken
    assert found == [GoodsCode("0406103000", 4, "Mozzarella", "record 7", valid=Span(date(2012, 1, 1)), key="94")]


def test_members_of_areas_are_named_by_their_ids(tmp_path: Path) -> None:
    area = {"geographical.area.sid": "62", "geographical.area.id": "2005", "validity.start.date": "2014-01-01"}
    member = {"geographical.area.sid": "7", "geographical.area.id": "IN", "validity.start.date": "1984-01-01"}
    joined = {"geographical.area.sid": "7", "geographical.area.group.sid": "62", "validity.start.date": "2014-01-01"}
    found, broken = _read(
        tmp_path,
        ("3", "geographical.area.membership", joined),
        ("3", "geographical.area", area),
        ("3", "geographical.area", member),
    )
    assert not broken
    assert found == [AreaMember("2005", "IN", "record 1", valid=Span(date(2014, 1, 1)), key="62/7/2014-01-01")]


@pytest.mark.parametrize(
    ("update", "kind", "fields", "reason"),
    [
        ("3", "carbon.border", {"sid": "1"}, "The record carbon.border is not known"),
        ("4", "measure", TARIC_MEASURE, "The update type '4' is none of 1, 2, 3"),
        ("3", "measure", {**TARIC_MEASURE, "measure.sid": ""}, "has no measure.sid"),
        ("3", "measure", {**TARIC_MEASURE, "validity.start.date": "yesterday"}, "is no day"),
        ("3", "measure", {**TARIC_MEASURE, "goods.nomenclature.item.id": "04"}, "is no number of the tariff"),
        ("3", "measure.condition", CONDITION, "which this file does not state"),
        ("3", "measure.condition.component", LIMIT_DUTY, "which this file does not state"),
        ("3", "goods.nomenclature.indents", INDENT, "which this file does not state"),
        ("3", "goods.nomenclature", LINE, "states no indent"),
        (
            "3",
            "measure.component",
            {"measure.sid": "1", "duty.expression.id": "01", "duty.amount": "x"},
            "is no number",
        ),
    ],
)
def test_what_cannot_be_used_is_broken_with_its_place(
    update: str, kind: str, fields: dict[str, str], reason: str, tmp_path: Path
) -> None:
    found, broken = _read(tmp_path, (update, kind, fields))
    assert not found
    assert [row.place for row in broken] == ["record 1"]
    assert reason in broken[0].reason


def test_a_recipes_component_is_passed_over_knowingly(tmp_path: Path) -> None:
    recipe = {**TARIC_MEASURE, "goods.nomenclature.item.id": "", "additional.code.type": "7", "additional.code": "001"}
    assert _read(tmp_path, ("3", "measure", recipe)) == ([], [])


def test_the_real_measure_is_read() -> None:
    found, broken = rows(reader, real("taric3/create_measure.xml"))
    assert not broken
    assert [(row.key, row.type, row.area, row.code) for row in found] == [("3318239", "475", "US", "1202410000")]
