"""Two times: what applied on a day, and what the hub knew at a moment."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karum.official.records import Span
from karum.official.source import BadFile
from karum.tariffs.models import RuleChange
from karum.tariffs.queries.changes import changes_since

from .tiny import APRIL, JANUARY, JULY, LoadRows, duties, general, measure

EARLY, LATE = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 4, 7, tzinfo=UTC)
CODES = ("61091000", "61099010", "61102000")


def test_the_same_parcel_before_and_after_a_change(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%")], at=EARLY)
    load_rows([general("61091000", "12%")], day=APRIL, at=LATE)
    assert duties("610910", date(2026, 3, 31)) == ["16.5%"]
    assert duties("610910", APRIL) == ["12%"]


def test_what_was_known_then_is_answered_as_then(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%")], at=EARLY)
    load_rows([general("61091000", "12%")], day=APRIL, at=LATE)
    assert duties("610910", JULY, known=LATE - timedelta(seconds=1)) == ["16.5%"]
    assert duties("610910", JULY, known=LATE) == ["12%"]
    assert duties("610910", JULY, known=EARLY - timedelta(seconds=1)) == []


def test_a_correction_of_the_same_day_leaves_the_mistake_readable(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "61.5%")], at=EARLY)
    load_rows([general("61091000", "16.5%")], at=LATE)
    assert duties("610910", JANUARY) == ["16.5%"]
    assert duties("610910", JANUARY, known=EARLY) == ["61.5%"]


def test_a_measure_that_its_authority_moves_is_known_at_both_days(load_rows: LoadRows) -> None:
    load_rows.changes([measure("1", "6109100000", "5 %", Span(APRIL, None))], at=EARLY)
    load_rows.changes([measure("1", "6109100000", "5 %", Span(JULY, None))], at=LATE)
    assert duties("610910", APRIL, "GB") == []
    assert duties("610910", APRIL, "GB", known=EARLY) == ["5 %"]
    assert duties("610910", JULY, "GB") == ["5 %"]


def test_an_older_edition_fills_the_past_and_leaves_the_present(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "12%")], day=APRIL, at=EARLY)
    load_rows([general("61091000", "16.5%"), general("61102000", "5%")], day=JANUARY, at=LATE)
    assert (duties("610910", JANUARY), duties("611020", JANUARY)) == (["16.5%"], ["5%"])
    assert (duties("610910", APRIL), duties("611020", APRIL)) == (["12%"], [])


def test_an_older_edition_with_days_of_its_own_is_refused(load_rows: LoadRows) -> None:
    load_rows([measure("1", "6109100000", "5 %", Span(JANUARY, None))], day=APRIL, SYSTEM="EU")
    with pytest.raises(BadFile, match="from the oldest to the newest"):
        load_rows([measure("1", "6109100000", "6 %", Span(JANUARY, None))], day=JANUARY, SYSTEM="EU")


def test_the_same_bytes_hold_again_from_another_day_on(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%")], name="A")
    load_rows([general("61091000", "12%")], name="B", day=APRIL)
    load_rows([general("61091000", "16.5%")], name="A", day=JULY)
    assert [duties("610910", day) for day in (JANUARY, APRIL, JULY)] == [["16.5%"], ["12%"], ["16.5%"]]


def test_a_clock_that_was_set_back_breaks_nothing(load_rows: LoadRows) -> None:
    load_rows([general("61091000", "16.5%")], at=LATE)
    load_rows([general("61091000", "12%")], day=APRIL, at=EARLY)
    assert (duties("610910", JANUARY), duties("610910", APRIL)) == (["16.5%"], ["12%"])


def test_changes_are_found_by_time_code_and_tariff(load_rows: LoadRows) -> None:
    load_rows([general(code, "5%") for code in CODES], at=EARLY)
    load_rows([general(code, "6%") for code in CODES], day=APRIL, at=LATE)
    before = LATE - timedelta(days=1)
    assert [change.code for change in changes_since(before)] == list(CODES)
    assert [change.code for change in changes_since(before, ["610910"])] == ["61091000"]
    assert [change.code for change in changes_since(before, ["6109100012", "611020"])] == ["61091000", "61102000"]
    assert changes_since(before, systems=["EU"]) == changes_since(before, []) == changes_since(LATE) == []
    assert RuleChange.objects.count() == len(CODES)


editions = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["Free", "5%", "12%"]), min_size=1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(editions, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_in_whatever_order_editions_are_loaded_each_holds_until_the_next(
    load_rows: LoadRows, said: list[dict[str, str]], chance: object
) -> None:
    """Also: loading A, then B, then A again gives the answers of A for the new days."""
    days = [JANUARY + timedelta(days=30 * n) for n in range(len(said))]
    order = list(enumerate(said))
    chance.shuffle(order)  # type: ignore[attr-defined]
    with transaction.atomic():
        for n, edition in order:
            load_rows([general(code, duty) for code, duty in edition.items()], day=days[n], piece=False)
        for edition, (first, after) in zip(said, pairwise([*days, date(2027, 1, 1)]), strict=True):
            for day in (first, after - timedelta(days=1)):
                assert {c: duties(c, day) for c in CODES} == {c: [edition[c]] if c in edition else [] for c in CODES}
        transaction.set_rollback(True)
