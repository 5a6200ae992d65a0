"""The machines as data, the sharing of a chargeback, what a file is: without database, clock or network."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karum.disputes.domain.files import BadFile, FileKind, kind_of, plain_name
from karum.disputes.domain.opening import Facts, NotOpened, may_open
from karum.disputes.domain.sharing import shares
from karum.disputes.domain.states import (
    FIRST,
    HUBS,
    ON_TERM,
    STEPS,
    TRANSITIONS,
    Action,
    Ends,
    Side,
    Stage,
    due_at,
    transition,
)
from karum.disputes.domain.terms import Terms, terms

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
OPEN = [stage for stage in Stage if stage is not Stage.CLOSED]


def test_every_open_stage_has_a_clock_and_a_way_out() -> None:
    for stage in OPEN:
        assert due_at(stage, terms(), NOW) is not None, stage
        assert any(stage in t.sources and (t.target or t.ends is not Ends.NOTHING) for t in TRANSITIONS), stage
    assert due_at(Stage.CLOSED, terms(), NOW) is None


def test_what_a_clock_asks_for_may_be_done_by_the_clock() -> None:
    for stage, (field, action) in ON_TERM.items():
        assert field in {one.name for one in fields(Terms)}
        if action is not None:
            assert transition(stage, action, Side.CLOCK) is not None, (stage, action)


def test_only_the_hubs_own_terms_end_in_nothing() -> None:
    silent = {stage for stage, (_field, action) in ON_TERM.items() if action is None}
    assert silent == {Stage.DECISION, Stage.APPEAL}
    assert silent < set(HUBS)


def test_from_every_stage_silence_of_both_parties_leads_to_an_end_or_to_the_hub() -> None:
    after = {
        (stage, t.target or (Stage.CLOSED if t.ends is not Ends.NOTHING else stage))
        for stage, (_field, action) in ON_TERM.items()
        if action is not None and (t := transition(stage, action, Side.CLOCK))
    }
    for stage in OPEN:
        seen = {stage}
        while stage not in (Stage.CLOSED, Stage.DECISION, Stage.APPEAL):
            (stage,) = {target for source, target in after if source is stage}
            assert stage not in seen
            seen.add(stage)


def test_nothing_leads_out_of_a_closed_case() -> None:
    assert not [t for t in TRANSITIONS if Stage.CLOSED in t.sources]


def test_every_stage_is_reached_from_a_beginning() -> None:
    reached = set(FIRST.values())
    carried_out = {Stage.RETURN_ACCEPTED, Stage.EXCHANGE_ACCEPTED, Stage.EXCHANGE_DUE}  # by an agreement or an award
    while True:
        more = {t.target for t in TRANSITIONS if t.target and t.sources & reached}
        more |= {
            s for t in TRANSITIONS if t.ends in (Ends.SETTLE, Ends.AWARD) and t.sources & reached for s in carried_out
        }
        if more <= reached:
            break
        reached |= more
    assert reached == set(Stage)


def test_no_act_of_one_side_has_two_meanings() -> None:
    for stage in Stage:
        for action in Action:
            for side in Side:
                found = [t for t in TRANSITIONS if t.action is action and stage in t.sources and side in t.sides]
                assert len(found) <= 1, (stage, action, side)


def test_neither_side_decides_nor_pays_itself() -> None:
    for t in TRANSITIONS:
        if t.action in (Action.DECIDE, Action.PROPOSE):
            assert t.sides == {Side.HUB}
        if t.ends is Ends.PAY:
            assert Side.BUYER not in t.sides


def test_the_steps_of_a_dispute_do_not_overlap() -> None:
    assert sum(len(stages) for stages in STEPS) == len(frozenset().union(*STEPS))


def test_the_published_clocks() -> None:
    assert due_at(Stage.TALK_SELLER, terms(), NOW) == NOW + timedelta(days=3)
    assert due_at(Stage.MEDIATION, terms(), NOW) == NOW + timedelta(days=5)
    assert due_at(Stage.DECISION, terms(), NOW) == NOW + timedelta(days=10)
    assert due_at(Stage.DECIDED, terms(), NOW) == NOW + timedelta(days=7)
    assert terms().claim_days == 30


FINE = Facts(NOW, NOW, 100, has_open_case=False, was_decided=False, has_chargeback=False)


@pytest.mark.parametrize(
    ("facts", "days", "answer"),
    [
        (FINE, 30, None),
        (FINE, 31, NotOpened.TOO_LATE),
        (Facts(None, None, 100, has_open_case=False, was_decided=False, has_chargeback=False), 0, NotOpened.NOT_SENT),
        (Facts(NOW, None, 100, has_open_case=False, was_decided=False, has_chargeback=False), 90, None),
        (Facts(NOW, NOW, 0, has_open_case=False, was_decided=False, has_chargeback=False), 0, NotOpened.NOTHING_LEFT),
        (Facts(NOW, NOW, 9, has_open_case=True, was_decided=False, has_chargeback=False), 0, NotOpened.OPEN_ALREADY),
        (Facts(NOW, NOW, 9, has_open_case=False, was_decided=True, has_chargeback=False), 0, NotOpened.DECIDED),
        (Facts(NOW, NOW, 9, has_open_case=False, was_decided=False, has_chargeback=True), 0, NotOpened.CHARGEBACK),
    ],
)
def test_when_a_case_may_be_opened(facts: Facts, days: int, answer: NotOpened | None) -> None:
    assert may_open(facts, terms(), NOW + timedelta(days=days)) is answer


@given(st.integers(1, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_a_chargeback_is_shared_to_the_last_unit_and_no_order_bears_more_than_it_has(
    amount: int, left: list[int]
) -> None:
    found = shares(amount, left)
    assert sum(found) == min(amount, sum(left))
    assert all(0 <= part <= whole for part, whole in zip(found, left, strict=True))


def test_a_chargeback_of_nothing_is_a_bug() -> None:
    with pytest.raises(ValueError, match="more than zero"):
        shares(0, [1])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", BadFile.EMPTY),
        (b"%PDF-1.4 ... %%EOF", FileKind.PDF),
        (b"%PDF-1.4 ...", BadFile.NOT_WHOLE),
        (b"%PDF-" + bytes(9_000_000) + b"%%EOF", BadFile.TOO_LARGE),
        (b"MZ", FileKind.PICTURE),  # its decoder will say that it is none
        (b" %PDF-1.4 %%EOF", FileKind.PICTURE),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: FileKind | BadFile) -> None:
    assert kind_of(content) is kind


@given(st.text())
def test_a_files_name_is_a_plain_line(name: str) -> None:
    plain = plain_name(name)
    assert 0 < len(plain) <= 100
    assert plain.isprintable()
    assert not set(plain) & set('/\\"<>')
