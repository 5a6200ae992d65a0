"""What a batch asks of its accounts is exactly what it needs: with it all is taken, with a cent less it is not."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from karum.ledger.domain import NEVER_OVERPAID, Books, Entry, Kind, Purpose, decide
from karum.ledger.domain.deciding import Key, Sums
from karum.ledger.domain.plain import FREE, OWED, Moves, plain_moves
from karum.money import Money

MUCH = 10**6
NOW = datetime(2026, 11, 1, tzinfo=UTC)
SIDES = st.lists(
    st.sampled_from([Purpose.CLEARING, Purpose.ESCROW, Purpose.PAYABLE, Purpose.RECEIVABLE]),
    min_size=2,
    max_size=2,
    unique=True,
)


@st.composite
def chains(draw: st.DrawFn) -> list[list[Entry]]:
    """New singles and holds, and ends in full of holds that were made before."""
    made: list[Entry] = []
    found: list[list[Entry]] = []
    for _ in range(draw(st.integers(1, 6))):
        chain = []
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(list(Kind)))
            if kind in (Kind.POST, Kind.VOID):
                if made:
                    hold = made.pop(draw(st.integers(0, len(made) - 1)))
                    chain.append(_end(hold, kind))
                continue
            debit, credit = draw(SIDES)
            money = Money(draw(st.integers(1, 9)), draw(st.sampled_from(["EUR", "JPY"])))
            chain.append(Entry(draw(st.uuids()), draw(st.integers(1, 2)), debit, credit, money, "t", kind))
            if kind is Kind.PENDING:
                made.append(chain[-1])
        found.append(chain)
    return found


def _end(hold: Entry, kind: Kind) -> Entry:
    return Entry(uuid4(), hold.seller_id, hold.debit, hold.credit, hold.amount, "t", kind, hold.id)


def _taken(batch: Sequence[Sequence[Entry]], moves: Moves, less: Key | None = None) -> bool:
    """Whether all is taken when the accounts have what was asked for; in one of them one unit less."""
    sums: dict[Key, Sums] = {}
    for key, move in moves.items():
        asked = move[FREE] + move[OWED] - (key == less)
        sums[key] = [0, asked, 0, 0] if key[1] in NEVER_OVERPAID else [0, 0, 0, asked]
    results, _ = decide(batch, Books(sums, {}, set()), NOW)
    return all(result.taken for result in results)


@given(chains())
def test_what_is_asked_for_is_enough_and_a_unit_less_is_not(batch: list[list[Entry]]) -> None:
    moves = plain_moves(batch)
    assert moves is not None
    assert _taken(batch, moves)
    for key, move in moves.items():
        if move[FREE] or move[OWED]:
            assert not _taken(batch, moves, less=key)


@given(chains())
def test_the_moves_are_those_of_the_decision(batch: list[list[Entry]]) -> None:
    moves = plain_moves(batch)
    assert moves is not None
    plenty = {key: [0, MUCH, 0, 0] if key[1] in NEVER_OVERPAID else [0, 0, 0, MUCH] for key in moves}
    before = {key: tuple(sums) for key, sums in plenty.items()}
    decide(batch, Books(plenty, {}, set()), NOW)
    for key, sums in plenty.items():
        assert moves[key][:4] == [new - old for new, old in zip(sums, before[key], strict=True)]


def test_what_needs_a_closer_look_is_not_plain() -> None:
    hold = Entry(uuid4(), 1, Purpose.CLEARING, Purpose.ESCROW, Money(9, "EUR"), "t", Kind.PENDING)
    part = Entry(uuid4(), 1, Purpose.CLEARING, Purpose.ESCROW, Money(8, "EUR"), "t", Kind.POST, hold.id)
    nothing = Entry(uuid4(), 1, Purpose.CLEARING, Purpose.ESCROW, Money(0, "EUR"), "t")
    assert plain_moves([[hold], [part]]) is None
    assert plain_moves([[_end(hold, Kind.POST)], [hold]]) is None
    assert plain_moves([[nothing]]) is None
    assert plain_moves([[hold], [hold]]) is None
