"""The state machine of a payment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.payments.domain import Card, CardError, Happening, PaymentState, after, read_card
from karum.payments.domain.cards import luhn
from karum.payments.domain.signing import sign, signature_error
from karum.payments.domain.states import OPEN, PAID, TABLE

TODAY = date(2026, 11, 21)


def test_every_state_can_be_reached() -> None:
    assert {PaymentState.CREATED, *TABLE.values()} == set(PaymentState)


@given(st.lists(st.sampled_from(Happening)))
def test_money_that_came_in_never_drops_out_of_sight(happenings: list[Happening]) -> None:
    state, received = PaymentState.CREATED, False
    for happening in happenings:
        following = after(state, happening)
        if following is None:
            continue
        state = following
        received = received or happening in (Happening.SUCCEEDED, Happening.PAID_ELSEWHERE)
        assert received == (state in PAID | {PaymentState.SURPLUS, PaymentState.RETURNED})
        assert not (received and state in OPEN)


@given(st.sampled_from(PaymentState), st.sampled_from(Happening))
def test_a_repeated_report_of_a_provider_changes_nothing_more(state: PaymentState, happening: Happening) -> None:
    following = after(state, happening)
    if following is not None and happening in (Happening.PENDING, Happening.SUCCEEDED, Happening.DECLINED):
        assert after(following, happening) is None


@pytest.mark.parametrize(
    ("number", "brand"),
    [
        ("4242 4242 4242 4242", "visa"),
        ("5555-5555-5555-4444", "mastercard"),
        ("378282246310005", "amex"),
        ("٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "visa"),
    ],
)
def test_a_card_is_read_as_people_type_it(number: str, brand: str) -> None:
    card = read_card(number, "04/29", "123", today=TODAY)
    assert isinstance(card, Card)
    assert card.brand == brand
    assert card.number not in repr(card)


@pytest.mark.parametrize(
    ("number", "expiry", "code", "errors"),
    [
        ("", "04/29", "123", {"number": CardError.NUMBER_MISSING}),
        ("4242 4242 4242 4243", "11/26", "123", {"number": CardError.NUMBER_CHECK_DIGIT}),
        ("4242 4242", "11/2026", "1234", {"number": CardError.NUMBER_LENGTH}),
        ("4242 abcd 4242 4242", "1226", "123", {"number": CardError.NUMBER_NOT_DIGITS}),
        ("4242424242424242", "10/26", "12", {"expiry": CardError.EXPIRY_PAST, "code": CardError.CODE_FORMAT}),
        ("4242424242424242", "13/27", "123", {"expiry": CardError.EXPIRY_FORMAT}),
    ],
)
def test_each_field_says_what_is_wrong_with_it(
    number: str, expiry: str, code: str, errors: dict[str, CardError]
) -> None:
    assert read_card(number, expiry, code, today=TODAY) == errors


@given(st.integers(0, 10**15), st.integers(0, 15), st.integers(1, 9))
def test_luhn_finds_every_single_wrong_digit(body: int, place: int, shift: int) -> None:
    digits = next(f"{body:015d}{check}" for check in range(10) if luhn(f"{body:015d}{check}"))
    wrong = str((int(digits[place]) + shift) % 10)
    assert not luhn(digits[:place] + wrong + digits[place + 1 :])


@given(st.binary(max_size=200), st.integers(0, 2**31), st.integers(-300, 300))
def test_a_signature_is_good_for_its_body_and_its_time(body: bytes, at: int, late: int) -> None:
    header = sign(body, b"secret", unix_s=at)
    assert signature_error(header, body, b"secret", now_unix_s=at + late) == ""
    assert signature_error(header, body + b"x", b"secret", now_unix_s=at)
    assert signature_error(header, body, b"other", now_unix_s=at)
    assert signature_error(header, body, b"secret", now_unix_s=at + 301)


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=abc", "t=12", "t=x,v1=00", "t=²,v1=00", "nonsense", "t=1,v1=é"])
def test_a_broken_signature_header_is_refused(header: str) -> None:
    assert signature_error(header, b"body", b"secret", now_unix_s=1)
