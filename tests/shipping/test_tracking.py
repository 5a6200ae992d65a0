"""Tracking numbers: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.shipping.domain import check_tracking, s10


@pytest.mark.parametrize(
    ("number", "carrier", "found", "link"),
    [
        ("RR 123 456 785 GB", "", "post", "royalmail.com"),
        ("rr123456785rw", "Post", "post", ""),
        ("1Z5R89390357567127", "", "ups", "ups.com"),
        ("1Z5R89390357567127", "UPS", "ups", "ups.com"),
        ("9400111202555842332669", "post", "usps", "usps.com"),
        ("AWB-2231", "Kigali Riders", "Kigali Riders", ""),
    ],
)
def test_a_number_that_can_be_is_taken(number: str, carrier: str, found: str, link: str) -> None:
    check = check_tracking(number, carrier)
    assert (check.ok, check.carrier) == (True, found)
    assert link in check.url
    assert " " not in check.number


def test_a_carrier_that_cannot_be_checked_is_believed_and_says_so() -> None:
    assert "kept as typed" in check_tracking("AWB-2231", "Kigali Riders").message


@pytest.mark.parametrize(
    ("number", "carrier", "said"),
    [
        ("", "", "Enter the tracking number, for example RR123456785GB."),
        ("RR123456786GB", "", "One digit is wrong: for 12345678 the check digit is 5, not 6."),
        ("12345", "post", "A postal number has two letters, nine digits and two letters: RR123456785GB."),
        ("1Z5R89390357567128", "ups", "This is not a number of UPS. Check the digits."),
        ("hello", "", "We do not know this kind of number. Choose the carrier."),
        ("??", "Kigali Riders", "Write the number with letters and digits only, at least three of them."),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_the_reason(number: str, carrier: str, said: str) -> None:
    check = check_tracking(number, carrier)
    assert not check.ok
    assert check.message == said


def test_s10_check_digit_of_the_standards_example() -> None:
    assert s10.check_digit("47312482") == 9
    assert s10.make("RR", 12345678, "GB") == "RR123456785GB"
    assert s10.spaced("RR123456785GB") == "RR 123 456 785 GB"


@given(serial=st.integers(0, 99_999_999))
def test_every_s10_that_we_make_is_one(serial: int) -> None:
    number = s10.make("CP", serial, "VN")
    assert s10.is_s10(number)
    assert check_tracking(number).ok


@given(serial=st.integers(0, 99_999_999), place=st.integers(2, 9), other=st.integers(0, 9))
def test_one_wrong_digit_is_seen(serial: int, place: int, other: int) -> None:
    number = s10.make("CP", serial, "VN")
    changed = f"{number[:place]}{other}{number[place + 1 :]}"
    ambiguous = {"0", "5"} & {number[10]} != set()  # 10 -> 0 and 11 -> 5 share their digits with others
    assert changed == number or ambiguous or not s10.is_s10(changed)


@pytest.mark.parametrize(("service", "serial", "country"), [("R", 1, "GB"), ("RR", 100_000_000, "GB"), ("RR", 1, "gb")])
def test_an_impossible_s10_is_not_made(service: str, serial: int, country: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        s10.make(service, serial, country)
