"""Names, sums and terms."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.reviews.domain.names import Sign, first_word, initials, signed
from karum.reviews.domain.rating import Rating
from karum.reviews.domain.terms import terms
from karum.reviews.domain.writing import Facts, NotWritten, may_edit, may_reply, may_write

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "first", "letters"),
    [
        ("Grace Thornton", "Grace", "G. T."),
        ("王伟 (Wang Wei)", "王伟", "王."),
        ("عمر الفاسي (Omar El Fassi)", "عمر", "ع. ا."),
        ("amina  odhiambo", "amina", "A. O."),
        ("", "", ""),
        ("(only) 123", "", ""),
    ],
)
def test_a_name_is_shown_as_she_chose(name: str, first: str, letters: str) -> None:
    assert first_word(name) == first
    assert initials(name) == letters
    assert signed(name, Sign.NOBODY) == ""


@given(st.text(max_size=300))
def test_no_name_shows_more_than_fits(name: str) -> None:
    assert len(signed(name, Sign.FIRST)) <= 40
    assert len(signed(name, Sign.INITIALS)) <= 40


def test_the_average_is_the_mean_and_waits_for_enough_reviews() -> None:
    few = Rating((0, 0, 0, 0, terms().average_min - 1))
    assert few.mean is None
    assert Rating((1, 0, 0, 0, 2)).mean == Decimal("3.7")
    assert Rating((0, 0, 0, 1, 1)).exact == Decimal("4.5")
    assert Rating((1, 0, 1, 1, 1)).mean == Decimal("3.3")  # 3.25, half up
    assert [step.stars for step in Rating().spread] == [5, 4, 3, 2, 1]


@given(st.tuples(*[st.integers(0, 1000)] * 5))
def test_the_mean_lies_between_the_worst_and_the_best(counts: tuple[int, int, int, int, int]) -> None:
    rating = Rating(counts)
    if rating.mean is not None:
        given_ = [stars for stars, n in enumerate(counts, 1) if n]
        assert min(given_) <= rating.mean <= max(given_)
        assert min(given_) <= rating.rounded <= max(given_)


def test_who_may_write_and_until_when() -> None:
    def why(arrived: datetime | None = NOW, *, own: bool = False, written: bool = False) -> NotWritten | None:
        return may_write(Facts(arrived, own, written), terms(), NOW)

    assert why() is None
    assert why(None) is NotWritten.NOT_ARRIVED
    assert why(own=True) is NotWritten.OWN_GOODS
    assert why(written=True) is NotWritten.WRITTEN
    assert why(NOW - terms().write_time) is None
    assert why(NOW - terms().write_time - DAY) is NotWritten.TOO_LATE


def test_it_can_be_changed_for_a_while_and_never_while_it_is_hidden() -> None:
    assert may_edit(NOW, False, terms(), NOW + terms().edit_time) is None
    assert may_edit(NOW, False, terms(), NOW + terms().edit_time + DAY) is NotWritten.CLOSED
    assert may_edit(NOW, True, terms(), NOW) is NotWritten.HIDDEN
    assert may_reply(None, False, terms(), NOW + 99 * DAY) is None
    assert may_reply(NOW, False, terms(), NOW + 99 * DAY) is NotWritten.CLOSED
