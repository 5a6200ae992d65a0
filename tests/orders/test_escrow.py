"""The escrow machine: every edge is walked by the services, and they post what the table names and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from karum.catalogue.models import Offer
from karum.ledger.queries import postings_of
from karum.money import Money
from karum.orders import terms as terms_file
from karum.orders.domain.escrow import EDGES, Edge, Escrow, Event, edge
from karum.orders.domain.instalments import Way
from karum.orders.domain.placing import OrderRequest
from karum.orders.domain.states import Action
from karum.orders.models import Order
from karum.orders.services import (
    Done,
    confirm_part,
    free_reserves,
    give_back,
    money,
    place_orders,
    regain,
    run_clocks,
    start_clock,
    stop_clock,
)
from tests.orders.conftest import NOW, ask
from tests.orders.terms import deposited, pay_later, placed, ready
from tests.orders.test_give_back import completed
from tests.orders.test_life import BUYER, HUB, SELLER, books_are_right, do, paid
from tests.orders.test_parts import send


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[Edge]:
    """The edges along which money went."""
    found: list[Edge] = []

    def watched(state: Escrow | None, event: Event) -> Edge | None:
        answer = edge(state, event)
        if answer is not None:
            found.append(answer)
        return answer

    kept = replace(terms_file.terms(), reserve_bp=1000, reserve_days=1)
    monkeypatch.setattr(terms_file, "all_terms", lambda: {kept.version: kept})
    monkeypatch.setattr(money, "edge", watched)
    return found


def back(request: OrderRequest, minor: int, reference: str) -> None:
    assert isinstance(give_back(1, request.key, Money(minor, "EUR"), reference, HUB, now=NOW), Done)


def in_parts(offer: Offer) -> OrderRequest:
    request = paid(offer, quantity=4)
    do(request, Action.ACCEPT, SELLER)
    send(request, (1, 1))
    assert isinstance(confirm_part(1, request.key, 1, BUYER, now=NOW), Done)
    return request


@pytest.mark.django_db
def test_every_edge_is_walked_and_posts_what_it_names(offer: Offer, walked: list[Edge]) -> None:
    never_paid = ask(offer)
    place_orders([never_paid], now=NOW)
    run_clocks(now=NOW + timedelta(hours=1))

    rest_back = in_parts(offer)
    back(rest_back, 200, "a part")
    back(rest_back, 1600, "what is held")
    disputed_rest = in_parts(offer)
    stop_clock(1, disputed_rest.key, "dispute", now=NOW)
    back(disputed_rest, 1800, "dispute")
    start_clock(1, disputed_rest.key, now=NOW)
    free_reserves(now=NOW + timedelta(days=1))

    decided = paid(offer)
    stop_clock(1, decided.key, "dispute", now=NOW)
    start_clock(1, decided.key, now=NOW)
    back(decided, 900, "all")

    returned = completed(offer, quantity=2)
    back(returned, 400, "return")
    back(returned, 1000, "chargeback")
    regain(1, returned.key, "chargeback", now=NOW)
    won = completed(offer, quantity=2)
    back(won, 400, "chargeback")
    regain(1, won.key, "chargeback", now=NOW)

    ready(offer)
    run_clocks(now=NOW + timedelta(days=8))  # the balance never came
    whole = ready(offer)
    stop_clock(1, whole.key, "complaint", now=NOW)
    back(whole, 100, "a part of the deposit")
    pay_later(whole)
    do(deposited(offer), Action.REFUSE, SELLER)
    placed(offer, Way.CASH)

    authorise = edge(None, Event.AUTHORISE)
    missing = [one for one in EDGES if one not in walked and one is not authorise]
    assert missing == []
    named = {(move.debit, move.credit, move.reference, move.kind) for one in EDGES for move in one.moves}
    for key in Order.objects.values_list("key", flat=True):
        assert {(p.debit, p.credit, p.reference, p.kind) for p in postings_of(1, key)} <= named
    assert books_are_right()


def test_the_table_has_no_dead_ends_but_the_end() -> None:
    reached: set[Escrow] = set()
    for _again in Escrow:
        for one in EDGES:
            if one.target and (not one.sources or one.sources & reached):
                reached.add(one.target)
    assert reached == set(Escrow)
    assert [state for state in Escrow if not any(state in one.sources for one in EDGES)] == [Escrow.VOIDED]


def test_an_event_means_one_thing_in_a_state() -> None:
    pairs = [(one.event, source) for one in EDGES for source in one.sources or {None}]
    assert len(pairs) == len(set(pairs))


def test_nothing_is_released_while_it_is_disputed() -> None:
    assert edge(Escrow.DISPUTED, Event.RELEASE) is None
    assert edge(Escrow.DISPUTED, Event.RELEASE_PART) is None
    assert edge(Escrow.DISPUTED, Event.FREE_RESERVE) is None
