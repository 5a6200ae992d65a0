"""Code 128: its symbols by the standard, and read back by a decoder from a printed form (test_papers)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.shipping.domain.code128 import _PATTERNS, encode


def test_every_pattern_is_eleven_modules_wide_and_unlike_the_others() -> None:
    assert len(_PATTERNS) == 107
    assert len(set(_PATTERNS)) == 107
    assert {sum(map(int, pattern)) for pattern in _PATTERNS[:106]} == {11}
    assert sum(map(int, _PATTERNS[106])) == 13


def test_the_standards_example() -> None:
    # "PJJ123C" in code set B: start, six symbols, check 55, stop.
    values = [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]
    assert encode("PJJ123C") == [int(width) for value in values for width in _PATTERNS[value]]


def test_pairs_of_digits_take_one_symbol() -> None:
    # start, R, R, code C, 12, 34, 56, 78, code B, 5, G, B and the check: 13 symbols and the stop
    assert sum(encode("RR123456785GB")) == 13 * 11 + 13


@given(text=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_a_barcode_holds_whole_symbols_and_ends_with_a_bar(text: str) -> None:
    widths = encode(text)
    assert len(widths) % 2 == 1
    assert (sum(widths) - 13) % 11 == 0


@pytest.mark.parametrize("text", ["", "Grüße", "a\nb"])
def test_what_is_not_printable_ascii_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        encode(text)
