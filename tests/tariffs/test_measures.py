"""Which measures stand on goods."""

from collections.abc import Mapping
from datetime import date

import pytest

from karum.official.records import Span
from karum.runtime.sql import Row
from karum.tariffs.queries import measures
from karum.tariffs.queries.measures import measures_on

from .tiny import APRIL, JANUARY, LoadRows, general, measure

PADDED = ("6100000000", "6109000000", "6109100000", "6109100010", "6109100090", "6109900000", "6110000000")


def codes(asked: str | list[str], system: str = "GB", day: date = JANUARY) -> list[str]:
    return [row.code for row in measures_on(system, [asked] if isinstance(asked, str) else asked, day)]


@pytest.fixture
def gb(load_rows: LoadRows) -> LoadRows:
    load_rows.changes([measure(code, code, "12 %", Span(JANUARY, None)) for code in PADDED])
    return load_rows


def test_a_padded_tariff_is_found_above_and_on_a_code(gb: LoadRows) -> None:
    assert codes("6109100010") == ["6100000000", "6109000000", "6109100000", "6109100010"]


def test_six_digits_meet_the_lines_that_divide_them_further(gb: LoadRows) -> None:
    both = ["6100000000", "6109000000", "6109100000", "6109100010", "6109100090"]
    assert codes("610910") == codes("6109100000") == codes("61091000") == both


def test_a_tariff_of_eight_digits_is_found(load_rows: LoadRows) -> None:
    load_rows([general(code, "5%") for code in ("61091000", "61099010", "61102000")])
    assert codes("610910", "US") == codes("6109100012", "US") == ["61091000"]
    assert codes("610990", "US") == ["61099010"]
    assert codes("6109", "US") == ["61091000", "61099010"]


def test_a_measure_on_all_goods_stands_on_every_code(load_rows: LoadRows) -> None:
    load_rows.changes([measure("1", "", "1 %", Span(JANUARY, None))])
    assert codes("610910") == [""]


def test_many_codes_are_one_query_and_each_measure_comes_once(gb: LoadRows, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def counted(values: Mapping[str, object]) -> list[Row]:
        asked.append(values)
        return query(values)

    query = measures._measures_on
    monkeypatch.setattr(measures, "_measures_on", counted)
    assert codes(["6109100010", "610910", "611020", "6109100090", "61"]) == sorted(PADDED)
    assert len(asked) == 1


def test_a_measure_stands_from_its_first_to_its_last_day(load_rows: LoadRows) -> None:
    load_rows.changes([measure("1", "6109100000", "5 %", Span(JANUARY, APRIL))])
    (row,) = measures_on("GB", ["610910"], APRIL)
    assert row.valid == Span(JANUARY, APRIL)
    assert codes("610910", day=date(2025, 12, 31)) == []
    assert codes("610910", day=date(2026, 4, 2)) == []


def test_everything_that_the_file_says_comes_back(load_rows: LoadRows) -> None:
    said = measure(
        "1",
        "6109100000",
        "5 %",
        Span(JANUARY, None),
        area="1011",
        excluded=("MA", "TN"),
        additional_code="B999",
        order_number="050001",
        regulation="R2100010",
        conditions=("Y900",),
        footnotes=("CD500", "TM8"),
    )
    load_rows.changes([said])
    (row,) = measures_on("GB", ["610910"], JANUARY)
    for name in ("code", "type", "area", "excluded", "duty", "additional_code", "order_number", "regulation"):
        assert getattr(row, name) == getattr(said, name)
    assert (row.conditions, row.footnotes, row.valid) == (said.conditions, said.footnotes, said.valid)


def test_tariffs_do_not_mix_and_nothing_is_asked_for_nothing(gb: LoadRows) -> None:
    assert codes("610910", "EU") == []
    assert codes([]) == []
    assert codes("") == []
