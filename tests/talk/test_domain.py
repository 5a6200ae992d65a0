"""What is warned of, what is refused, what a saved reply becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.talk.domain.fill import filled, unknown_places
from karum.talk.domain.hints import Hint, hints
from karum.talk.domain.saying import Facts, NotSaid, may_say
from karum.talk.domain.terms import terms


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Is the blue one 30 cm wide?", set()),
        ("It costs 1 250.00 and weighs 4200 g, order 12345678.", set()),
        ("Pay me at https://paypal.me/kiln please", {Hint.PAY_LINK}),
        ("www.buy.stripe.com/abc", {Hint.PAY_LINK}),
        ("http://good@revolut.me:80/x", {Hint.PAY_LINK}),
        ("see notpaypal.me.example.org/x", {Hint.LINK}),
        ("My page: https://kiln-lane.example.com/mugs", {Hint.LINK}),
        ("Card 4242 4242 4242 4242, 12/29", {Hint.CARD}),
        ("4000-0000-0000-0002", {Hint.CARD}),
        ("Parcel 4242 4242 4242 4243", set()),
        ("Send it to GB82 WEST 1234 5698 7654 32", {Hint.BANK}),
        ("Account GB82 WEST 1234 5698 7654 33", set()),
        ("Write me on WhatsApp", {Hint.SERVICE}),
        ("加我微信", {Hint.SERVICE}),
        ("western  union is fine", {Hint.SERVICE}),
        ("kiln@example.org", {Hint.ADDRESS}),
        ("call +44 7911 123456", {Hint.ADDRESS}),
    ],
)
def test_signs_of_business_outside_the_hub(words: str, wanted: set[Hint]) -> None:
    assert hints(words) == wanted


@given(st.text(max_size=500))
def test_no_text_is_too_odd_to_be_looked_at(words: str) -> None:
    assert hints(words) <= set(Hint)


def test_long_text_is_looked_at_quickly_enough_to_be_no_attack() -> None:
    for piece in ("1 ", "a.", "AB12 ", "+1", "www.", "@", "4-", "com."):
        hints(piece * 50_000)


def test_places_are_filled_once_and_unknown_ones_stay() -> None:
    values = {"name": "{shop}", "shop": "Kiln", "product": "", "order": "7"}
    assert filled("{name}, {order}: {product} {other} {{shop}}", values) == "{shop}, 7: {product} {other} {Kiln}"
    assert unknown_places("{name} {price} {price} {x}") == ["price", "x"]


def test_what_may_be_said() -> None:
    def why(
        *, confirmed: bool = True, frozen: bool = False, blocked: bool = False, row: int = 0, words: str = "Hello"
    ) -> NotSaid | None:
        return may_say(Facts(confirmed, frozen, blocked, row), hints(words), terms())

    assert why() is None
    assert why(words="kiln@example.org") is None
    assert why(confirmed=False) is NotSaid.UNCONFIRMED
    assert why(frozen=True) is NotSaid.FROZEN
    assert why(blocked=True) is NotSaid.BLOCKED
    assert why(row=terms().in_a_row_max) is NotSaid.TOO_MANY
    assert why(words="paypal.me/x") is NotSaid.PAY_LINK
    assert why(words="4242 4242 4242 4242") is NotSaid.CARD
