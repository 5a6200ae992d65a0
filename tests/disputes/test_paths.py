"""Every way that a case may go, with its money, on a real database."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from karum.catalogue import queries as catalogue
from karum.disputes import services
from karum.disputes.domain.opening import NotOpened
from karum.disputes.domain.states import Action, Outcome, Problem, Stage, Wanted
from karum.disputes.models import Case, CaseEvent, Decision
from karum.disputes.queries.orders import variants_for
from karum.disputes.services import CannotAct, Doer, Done, NotDone, Saying, run_clocks, take
from karum.ledger.queries import unbalanced_currencies, wrong_balances
from karum.money import Money
from karum.orders.services import run_clocks as run_order_clocks
from tests.disputes.conftest import DAY, NOW, World, claim, make_world

pytestmark = pytest.mark.django_db
TRACKED = Saying(carrier="Royal Mail", tracking_number="RR123456785GB")


def do(case: Case, action: Action, doer: Doer, *, at: datetime = NOW, **said: object) -> Done | NotDone:
    return services.act(case.pk, action, doer, now=at, saying=Saying(**said))  # type: ignore[arg-type]


def stage(case: Case) -> str:
    return str(Case.objects.values_list("stage", flat=True).get(pk=case.pk))


def outcome(case: Case) -> str:
    return str(Case.objects.values_list("outcome", flat=True).get(pk=case.pk))


def trail(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("step").values_list("action", flat=True))


def books_are_right() -> bool:
    return (wrong_balances(), unbalanced_currencies()) == ([], [])


def tick(case: Case) -> None:
    """The clock of the case runs out."""
    due = Case.objects.values_list("due_at", flat=True).get(pk=case.pk)
    assert due is not None
    assert run_clocks(now=due) == 1


def to_decision(world: World, case: Case) -> None:
    tick(case)
    assert stage(case) == Stage.MEDIATION
    tick(case)
    assert stage(case) == Stage.DECISION


# --- opening -------------------------------------------------------------------------------------------------------


def test_a_claim_stops_the_release_clock_and_its_end_starts_it_again(world: World) -> None:
    assert world.order.due_at is not None
    case = claim(world)
    assert world.again().due_at is None
    assert run_order_clocks(now=NOW + 90 * DAY) == 0
    assert isinstance(do(case, Action.WITHDRAW, world.buyer_does), Done)
    assert outcome(case) == Outcome.WITHDRAWN
    assert world.again().due_at is not None


def test_the_same_form_sent_twice_opens_one_case(world: World) -> None:
    key = uuid4()
    made = [
        services.open_claim(
            world.again(), key, Problem.DAMAGED, Wanted.FULL_REFUND, None, "Broken.", person_id=None, now=NOW
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Case.objects.count() == 1
    second = services.open_return(world.again(), uuid4(), world.order.left, "No.", person_id=None, now=NOW)
    assert second is NotOpened.OPEN_ALREADY


def test_before_it_is_sent_there_is_nothing_to_claim(db: None) -> None:
    early = make_world(state="paid")
    answer = services.open_return(early.order, uuid4(), early.order.left, "No.", person_id=None, now=NOW)
    assert answer is NotOpened.NOT_SENT


def test_thirty_days_after_receipt_it_is_too_late(world: World) -> None:
    late = services.open_return(world.order, uuid4(), world.order.left, "No.", person_id=None, now=NOW + 31 * DAY)
    assert late is NotOpened.TOO_LATE
    claim(world, at=NOW + 30 * DAY)


@pytest.mark.parametrize("minor", [0, -1, 10**9])
def test_nobody_asks_for_more_than_is_left_or_for_nothing(world: World, minor: int) -> None:
    asked = world.money(minor)
    assert services.open_return(world.order, uuid4(), asked, "No.", person_id=None, now=NOW) is NotOpened.AMOUNT


# --- returns -------------------------------------------------------------------------------------------------------


def a_return(world: World, amount: Money | None = None) -> Case:
    case = services.open_return(world.order, uuid4(), amount or world.order.left, "Too small.", person_id=None, now=NOW)
    assert isinstance(case, Case)
    return case


def test_goods_come_back_and_the_money_goes_back(world: World) -> None:
    case = a_return(world)
    do(case, Action.ACCEPT, world.seller_does)
    assert do(case, Action.SEND_BACK, world.buyer_does) == NotDone(CannotAct.NO_TRACKING)
    services.act(case.pk, Action.SEND_BACK, world.buyer_does, now=NOW, saying=TRACKED)
    do(case, Action.RECEIVE, world.seller_does)
    do(case, Action.PAY_BACK, world.seller_does)
    assert (stage(case), outcome(case)) == (Stage.CLOSED, Outcome.REFUNDED)
    assert world.again().left.minor == 0
    assert world.again().state == "refunded"
    assert trail(case) == ["opened", "accept", "send_back", "receive", "pay_back"]
    assert books_are_right()


def test_a_seller_who_is_silent_after_the_goods_came_back_pays_by_the_clock(world: World) -> None:
    case = a_return(world, world.money(500))
    do(case, Action.ACCEPT, world.seller_does)
    services.act(case.pk, Action.SEND_BACK, world.buyer_does, now=NOW, saying=TRACKED)
    tick(case)
    assert outcome(case) == Outcome.REFUNDED
    assert world.again().refunded == world.money(500)


def test_a_buyer_who_never_sends_the_goods_gets_nothing(world: World) -> None:
    case = a_return(world)
    do(case, Action.ACCEPT, world.seller_does)
    tick(case)
    assert outcome(case) == Outcome.LAPSED
    assert not world.again().refunded


def test_a_refusal_needs_a_reason_and_may_be_taken_to_the_hub(world: World) -> None:
    case = a_return(world)
    assert do(case, Action.REFUSE, world.seller_does, words=" ") == NotDone(CannotAct.NO_WORDS)
    do(case, Action.REFUSE, world.seller_does, words="It was used.")
    assert do(case, Action.ESCALATE, world.seller_does) == NotDone(CannotAct.NOT_NOW)
    do(case, Action.ESCALATE, world.buyer_does)
    assert stage(case) == Stage.MEDIATION


def test_what_came_back_is_not_what_was_sent_and_the_hub_decides(world: World) -> None:
    case = a_return(world)
    do(case, Action.ACCEPT, world.seller_does)
    services.act(case.pk, Action.SEND_BACK, world.buyer_does, now=NOW, saying=TRACKED)
    do(case, Action.CONTEST, world.seller_does, words="The box was empty.")
    assert stage(case) == Stage.DECISION
    take(case.pk, world.operator, declared=True, now=NOW)
    do(case, Action.DECIDE, world.hub_does, amount=world.money(0), words="The scales of the post say so.")
    tick(case)
    assert outcome(case) == Outcome.DISMISSED
    assert not world.again().refunded


# --- exchanges -----------------------------------------------------------------------------------------------------


def an_exchange(world: World) -> Case:
    line, other = variants_for(world.order)[0]
    case = services.open_exchange(
        world.order, uuid4(), other.id, line.position, "The red one, please.", person_id=None, now=NOW
    )
    assert isinstance(case, Case)
    return case


def test_another_variant_is_sent_and_leaves_the_shelf(world: World) -> None:
    case = an_exchange(world)
    do(case, Action.ACCEPT, world.seller_does)
    services.act(case.pk, Action.SEND_BACK, world.buyer_does, now=NOW, saying=TRACKED)
    do(case, Action.RECEIVE, world.seller_does)
    assert services.act(case.pk, Action.REPLACE, world.seller_does, now=NOW, saying=TRACKED) == Done(
        Stage.EXCHANGE_REPLACED, 5
    )
    offer = catalogue.offer(Case.objects.get().exchange.offer_id, "en")
    assert offer is not None
    assert offer.available == 99
    do(case, Action.FINISH, world.buyer_does)
    assert outcome(case) == Outcome.REPLACED
    assert not world.again().refunded
    assert world.again().due_at is not None


def test_a_replacement_that_is_sold_out_is_paid_back_instead(world: World) -> None:
    from karum.catalogue.models import Offer

    case = an_exchange(world)
    do(case, Action.ACCEPT, world.seller_does)
    services.act(case.pk, Action.SEND_BACK, world.buyer_does, now=NOW, saying=TRACKED)
    do(case, Action.RECEIVE, world.seller_does)
    Offer.objects.filter(id=Case.objects.get().exchange.offer_id).update(available=0)
    sold_out = services.act(case.pk, Action.REPLACE, world.seller_does, now=NOW, saying=TRACKED)
    assert sold_out == NotDone(CannotAct.SOLD_OUT)
    assert stage(case) == Stage.EXCHANGE_DUE
    do(case, Action.PAY_BACK, world.seller_does)
    assert outcome(case) == Outcome.REFUNDED
    assert not world.again().left


def test_only_a_variant_of_the_same_thing_and_price_can_be_had(world: World) -> None:
    line, _other = variants_for(world.order)[0]
    made = services.open_exchange(
        world.order, uuid4(), line.offer_id, line.position, "Another.", person_id=None, now=NOW
    )
    assert made is NotOpened.NO_VARIANT


# --- step 1: talk --------------------------------------------------------------------------------------------------


def test_the_seller_agrees_and_the_money_goes_back_at_once(world: World) -> None:
    case = claim(world, wanted=Wanted.PART_REFUND, amount=world.money(700))
    do(case, Action.AGREE, world.seller_does)
    assert outcome(case) == Outcome.REFUNDED
    assert world.again().refunded == world.money(700)
    assert books_are_right()


def test_offers_go_to_and_fro_and_only_the_last_one_stands(world: World) -> None:
    case = claim(world)
    do(case, Action.OFFER, world.seller_does, amount=world.money(300))
    assert stage(case) == Stage.TALK_BUYER
    do(case, Action.OFFER, world.buyer_does, amount=world.money(900))
    assert stage(case) == Stage.TALK_SELLER
    assert do(case, Action.AGREE, world.buyer_does) == NotDone(CannotAct.NOTHING_STANDS)
    do(case, Action.AGREE, world.seller_does)
    assert world.again().refunded == world.money(900)


def test_nobody_agrees_to_an_offer_that_was_replaced_meanwhile(world: World) -> None:
    case = claim(world)
    do(case, Action.OFFER, world.seller_does, amount=world.money(900))
    seen = Case.objects.get(pk=case.pk).steps
    do(case, Action.OFFER, world.seller_does, amount=world.money(1))
    late = services.act(case.pk, Action.AGREE, world.buyer_does, now=NOW, seen=seen)
    assert late == NotDone(CannotAct.NOT_NOW)
    assert not world.again().refunded


def test_an_offer_against_return_pays_when_the_goods_are_back(world: World) -> None:
    case = claim(world)
    do(case, Action.OFFER, world.seller_does, amount=world.order.left, goods_back=True)
    do(case, Action.AGREE, world.buyer_does)
    assert stage(case) == Stage.RETURN_ACCEPTED
    assert not world.again().refunded
    services.act(case.pk, Action.SEND_BACK, world.buyer_does, now=NOW, saying=TRACKED)
    do(case, Action.RECEIVE, world.seller_does)
    tick(case)
    assert not world.again().left


def test_a_replacement_is_agreed_and_sent(world: World) -> None:
    case = claim(world, wanted=Wanted.REPLACEMENT)
    do(case, Action.AGREE, world.seller_does)
    assert stage(case) == Stage.EXCHANGE_DUE
    services.act(case.pk, Action.REPLACE, world.seller_does, now=NOW, saying=TRACKED)
    tick(case)
    assert outcome(case) == Outcome.REPLACED


def test_a_silent_seller_brings_the_case_to_the_hub_on_day_four(world: World) -> None:
    case = claim(world)
    assert run_clocks(now=NOW + 3 * DAY - DAY / 24) == 0
    assert run_clocks(now=NOW + 3 * DAY) == 1
    assert stage(case) == Stage.MEDIATION


def test_a_silent_buyer_ends_her_claim(world: World) -> None:
    case = claim(world)
    do(case, Action.OFFER, world.seller_does, amount=world.money(100))
    tick(case)
    assert outcome(case) == Outcome.LAPSED
    assert not world.again().refunded


@pytest.mark.parametrize("minor", [-1, 10**9])
def test_no_offer_is_below_zero_or_above_what_is_left(world: World, minor: int) -> None:
    case = claim(world)
    assert do(case, Action.OFFER, world.seller_does, amount=world.money(minor)) == NotDone(CannotAct.AMOUNT)
    other = Money(1, "JPY")
    assert do(case, Action.OFFER, world.seller_does, amount=other) == NotDone(CannotAct.AMOUNT)
    assert do(case, Action.OFFER, world.seller_does) == NotDone(CannotAct.AMOUNT)


# --- step 2: a neutral ---------------------------------------------------------------------------------------------


def test_a_mediated_offer_is_carried_out_when_both_agree(world: World) -> None:
    case = claim(world)
    tick(case)
    said = {"amount": world.money(800), "words": "The pictures show a crack."}
    assert do(case, Action.PROPOSE, world.hub_does, **said) == NotDone(CannotAct.NOT_THE_NEUTRAL)
    take(case.pk, world.operator, declared=True, now=NOW)
    assert do(case, Action.PROPOSE, world.hub_does, amount=world.money(800)) == NotDone(CannotAct.NO_WORDS)
    do(case, Action.PROPOSE, world.hub_does, **said)
    do(case, Action.AGREE, world.seller_does)
    assert not world.again().refunded
    do(case, Action.AGREE, world.buyer_does)
    assert outcome(case) == Outcome.REFUNDED
    assert world.again().refunded == world.money(800)


def test_one_who_does_not_agree_brings_it_to_the_decision(world: World) -> None:
    case = claim(world)
    tick(case)
    do(case, Action.ESCALATE, world.seller_does)
    assert stage(case) == Stage.DECISION


def test_the_neutral_is_free_of_both_sides_and_the_check_stands_in_the_log(world: World) -> None:
    from karum.parties.domain import Role
    from karum.parties.services import add_member

    case = claim(world)
    tick(case)
    assert take(case.pk, world.operator, declared=False, now=NOW) == NotDone(CannotAct.NOT_DECLARED)
    add_member(world.seller.id, world.operator, Role.PACKER)
    assert take(case.pk, world.operator, declared=True, now=NOW) == NotDone(CannotAct.CONFLICT)
    assert isinstance(take(case.pk, world.other, declared=True, now=NOW), Done)
    facts = CaseEvent.objects.get(action="taken").facts
    assert facts["checks"] == {"is_buyer": True, "works_for_seller": True, "handled_payouts": True}
    assert facts["neutral"] == str(world.other)


def test_who_made_the_sellers_payouts_does_not_judge_her(world: World) -> None:
    from karum.payments.models import Payout, PayoutRun

    run = PayoutRun.objects.create(key=uuid4(), number="P1", made_by=world.operator, made_at=NOW, sha256="0" * 64)
    Payout.objects.create(
        run=run, seller_id=world.seller.id, seller_name="K", amount_minor=1, currency="GBP", reference="r",
        transfer_id=uuid4(), holder="K", country="GB", iban="GB00",
    )  # fmt: skip
    case = claim(world)
    tick(case)
    assert take(case.pk, world.operator, declared=True, now=NOW) == NotDone(CannotAct.CONFLICT)


# --- step 3: a decision, and one appeal ----------------------------------------------------------------------------


def decided(world: World, minor: int = 600, **said: object) -> Case:
    case = claim(world)
    to_decision(world, case)
    take(case.pk, world.operator, declared=True, now=NOW)
    answer = do(case, Action.DECIDE, world.hub_does, amount=world.money(minor), words="The crack is old.", **said)
    assert answer == Done(Stage.DECIDED, answer.step if isinstance(answer, Done) else 0)
    return case


def test_a_part_is_awarded_with_reasons_and_paid_when_nobody_appeals(world: World) -> None:
    case = decided(world)
    assert not world.again().refunded
    tick(case)
    assert outcome(case) == Outcome.REFUNDED
    assert world.again().refunded == world.money(600)
    assert books_are_right()


def test_a_decision_without_reasons_is_none(world: World) -> None:
    case = claim(world)
    to_decision(world, case)
    take(case.pk, world.operator, declared=True, now=NOW)
    answer = do(case, Action.DECIDE, world.hub_does, amount=world.money(1), words="")
    assert answer == NotDone(CannotAct.NO_WORDS)
    assert not Decision.objects.exists()


def test_an_appeal_goes_once_to_another_person_and_ends_it(world: World) -> None:
    case = decided(world)
    do(case, Action.APPEAL, world.seller_does, words="It was the post.")
    assert stage(case) == Stage.APPEAL
    assert take(case.pk, world.operator, declared=True, now=NOW) == NotDone(CannotAct.CONFLICT)
    assert isinstance(take(case.pk, world.other, declared=True, now=NOW), Done)
    do(case, Action.DECIDE, world.other_does, amount=world.money(0), words="It was the post.")
    assert outcome(case) == Outcome.DISMISSED
    assert not world.again().refunded
    again = services.open_return(world.again(), uuid4(), world.order.left, "Still.", person_id=None, now=NOW)
    assert again is NotOpened.DECIDED


def test_the_database_itself_sends_the_appeal_to_another_person(world: World) -> None:
    case = decided(world)
    row = Decision.objects.get(case=case)
    with pytest.raises(DatabaseError, match="has decided case"), transaction.atomic():
        Decision.objects.create(
            case=case, number=2, on_appeal=True, person_id=row.person_id, person="Odile", amount_minor=1,
            goods_back=False, reasons="Again.", at=NOW,
        )  # fmt: skip


def test_an_award_against_return_waits_for_the_goods(world: World) -> None:
    case = decided(world, goods_back=True)
    tick(case)
    assert stage(case) == Stage.RETURN_ACCEPTED
    tick(case)
    assert outcome(case) == Outcome.LAPSED
    assert not world.again().refunded


def test_a_late_hub_decides_nothing_by_silence(world: World) -> None:
    case = claim(world)
    to_decision(world, case)
    assert run_clocks(now=NOW + 400 * DAY) == 0
    assert stage(case) == Stage.DECISION


def test_after_release_the_seller_pays_out_of_what_she_has(db: None) -> None:
    world = make_world(state="completed")
    case = decided(world, world.order.left.minor)
    tick(case)
    assert not world.again().left
    assert books_are_right()


def test_what_was_given_back_meanwhile_is_not_given_again(world: World) -> None:
    from karum.orders.domain.states import Action as OrderAction
    from karum.orders.domain.states import Role
    from karum.orders.services import Actor, act

    case = decided(world, world.order.left.minor)
    seller = Actor(Role.SELLER, world.owner.pk)
    act(world.order.seller_id, world.order.key, OrderAction.REFUND, seller, now=NOW, amount=world.money(100))
    tick(case)
    assert world.again().refunded == world.order.total
    assert Case.objects.get(pk=case.pk).paid_minor == world.order.total.minor - 100


@pytest.mark.parametrize("table", ["caseevent", "offer", "decision"])
def test_what_was_said_stays(world: World, table: str) -> None:
    decided(world)
    for statement in ("UPDATE disputes_{} SET at = now()", "DELETE FROM disputes_{}"):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


def test_each_case_keeps_the_clocks_under_which_it_was_opened(world: World) -> None:
    case = claim(world)
    Case.objects.filter(pk=case.pk).update(terms={**case.terms, "version": "old", "mediation_days": 1})
    tick(case)
    row = Case.objects.get(pk=case.pk)
    assert row.due_at == NOW + 3 * DAY + DAY
