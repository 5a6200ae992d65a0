"""Lines above and below a goods code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.tariffs.domain.codes import divides, lines_above, significant, stands_on, stem


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("6109100000", "610910"),
        ("6100000000", "61"),
        ("1000000000", "10"),
        ("61091000", "610910"),
        ("6109100010", "6109100010"),
        ("0101", "0101"),
    ],
)
def test_zero_pairs_at_the_end_say_nothing(code: str, says: str) -> None:
    assert significant(code) == says


def test_padded_and_unpadded_tariffs_are_both_found_above_a_code() -> None:
    above = lines_above("6109100010")
    assert {"", "61", "6109", "610910", "61091000", "6109100010", "6100000000", "6109000000", "6109100000"} == set(
        above
    )


@pytest.mark.parametrize(
    ("line", "code", "expected"),
    [
        ("", "610910", True),
        ("61", "610910", True),
        ("6109000000", "6109100010", True),
        ("6109100000", "610910", True),
        ("61091000", "6109100012", True),
        ("6109100010", "610910", False),
        ("6110", "610910", False),
        ("6110000000", "6109100010", False),
    ],
)
def test_goods_fall_under_the_lines_above_them_only(line: str, code: str, expected: bool) -> None:
    assert stands_on(line, code) is expected


def test_lines_that_divide_a_code_further_are_told_from_its_own() -> None:
    assert divides("6109100010", "610910")
    assert divides("6109100010", "6109100000")
    assert not divides("6109100000", "610910")
    assert not divides("6110", "610910")


@given(st.from_regex(r"\A[0-9]{6,10}\Z"))
def test_a_code_stands_on_every_line_above_it(code: str) -> None:
    assert all(stands_on(line, code) for line in lines_above(code))
    assert code.startswith(stem(code))
