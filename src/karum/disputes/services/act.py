"""One case goes through one transition: stage, clock, money and log in one commit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from karum.catalogue.services import StockMissing
from karum.disputes.domain.states import Action, Ends, Side, Stage, transition
from karum.disputes.models import Case, Decision, Exchange, Offer, Return
from karum.disputes.services import outcome
from karum.disputes.services.log import note
from karum.money import Money
from karum.orders import queries as orders


class CannotAct(StrEnum):
    """Why nothing happened. The value is stable."""

    NOT_FOUND = "not_found"
    NOT_NOW = "not_now"  # the stage or the side does not allow it, or the case moved on since it was seen
    NO_WORDS = "no_words"  # a reason is needed
    AMOUNT = "amount"  # below zero or more than is left
    NO_TRACKING = "no_tracking"
    NOTHING_STANDS = "nothing_stands"  # there is no offer of the other side to agree to
    NOT_THE_NEUTRAL = "not_the_neutral"  # the case was not taken by this person
    CONFLICT = "conflict"  # she is not free in this matter
    NOT_DECLARED = "not_declared"  # she did not say that she is free
    ONCE = "once"  # the appeal was used
    SOLD_OUT = "sold_out"  # the replacement is not in stock
    AT_THE_BANK = "at_the_bank"  # the buyer's bank took the money back, and the order has not heard of it yet


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts: a side and, where a person is behind it, her id and name."""

    side: Side
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says with an act. ``amount`` in the order's currency."""

    words: str = ""
    amount: Money | None = None
    goods_back: bool = False
    replacement: bool = False
    carrier: str = ""
    tracking_number: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The act happened. ``stage`` is where the case stands now; ``step`` the act's place in the log."""

    stage: Stage
    step: int


@dataclass(frozen=True, slots=True)
class NotDone:
    """Nothing changed."""

    reason: CannotAct


CLOCK = Doer(Side.CLOCK)
NOTHING_SAID = Saying()


@dataclass(slots=True)
class _Act:
    """One act under way: what it may change, and what the log will say of it."""

    case: Case
    action: Action
    doer: Doer
    saying: Saying
    now: datetime
    left: Money
    facts: dict[str, Any] = field(default_factory=dict)


def act(
    case_id: int,
    action: Action,
    doer: Doer,
    *,
    now: datetime,
    saying: Saying = NOTHING_SAID,
    seen: int | None = None,
) -> Done | NotDone:
    """Do ``action`` in the case, if its stage and the doer's side allow it; all of it or nothing.

    ``seen`` is the last step of the log that the doer saw: when something happened since, nothing is done, so that
    nobody agrees to an offer that was replaced meanwhile, and a button pressed twice acts once.
    """
    try:
        with transaction.atomic():
            return _act(case_id, action, doer, now, saying, seen)
    except outcome.AtTheBank:
        return NotDone(CannotAct.AT_THE_BANK)


def _act(case_id: int, action: Action, doer: Doer, now: datetime, saying: Saying, seen: int | None) -> Done | NotDone:
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        return NotDone(CannotAct.NOT_FOUND)
    step = transition(Stage(case.stage), action, doer.side)
    if step is None or (seen is not None and seen != case.steps):
        return NotDone(CannotAct.NOT_NOW)
    order = orders.access_order_as_operator(case.seller_id, case.order_key)
    doing = _Act(case, action, doer, saying, now, order.left)
    write = _WRITES.get(action, _nothing)
    refused = write(doing)
    if refused is not None:
        return NotDone(refused)
    due = outcome.amount_due(case) if step.ends is Ends.PAY else None
    if step.target is not None:
        outcome.move(case, step.target, now)
    match step.ends:
        case Ends.PAY:
            assert due is not None
            paid = outcome.pay(case, due, doer.person_id, now)
            doing.facts["paid_minor"] = paid.minor
            outcome.close(case, outcome.outcome_of(paid), now)
        case Ends.CLOSE:
            assert step.outcome is not None
            outcome.close(case, step.outcome, now)
        case Ends.SETTLE if case.buyer_agreed and case.seller_agreed:
            offer = case.standing
            assert offer is not None
            amount = Money(offer.amount_minor, case.currency)
            outcome.carry_out(case, amount, offer.goods_back, offer.replacement, doer.person_id, now)
        case Ends.AWARD:
            last = Decision.objects.filter(case=case).order_by("-number").first()
            assert last is not None, "a case is decided by a decision"
            award = Money(last.amount_minor, case.currency)
            outcome.carry_out(case, award, last.goods_back, False, doer.person_id, now)
    if case.closed_at is not None:
        doing.facts |= {"outcome": case.outcome, "paid_minor": case.paid_minor}
    entry = note(case, action, doer.side, doer.person_id, now, words=saying.words, facts=doing.facts)
    case.save()
    return Done(Stage(case.stage), entry)


# --- what each action writes beside the stage; it returns why not, or None ------------------------------------------


def _nothing(doing: _Act) -> CannotAct | None:
    return None


def _with_reason(doing: _Act) -> CannotAct | None:
    return None if doing.saying.words.strip() else CannotAct.NO_WORDS


def _contest(doing: _Act) -> CannotAct | None:
    _start_anew(doing)
    return _with_reason(doing)


def _refuse(doing: _Act) -> CannotAct | None:
    if not doing.saying.words.strip():
        return CannotAct.NO_WORDS
    _record(doing.case).refusal = doing.saying.words
    _record(doing.case).save()
    return None


def _send_back(doing: _Act) -> CannotAct | None:
    saying, record = doing.saying, _record(doing.case)
    if not saying.carrier.strip() or not saying.tracking_number.strip():
        return CannotAct.NO_TRACKING
    record.carrier, record.tracking_number, record.sent_at = saying.carrier, saying.tracking_number, doing.now
    record.save()
    doing.facts |= {"carrier": saying.carrier, "tracking_number": saying.tracking_number}
    return None


def _receive(doing: _Act) -> CannotAct | None:
    record = _record(doing.case)
    record.received_at = doing.now
    record.save()
    return None


def _replace(doing: _Act) -> CannotAct | None:
    saying, record = doing.saying, doing.case.exchange
    if not saying.carrier.strip():
        return CannotAct.NO_TRACKING
    if record.offer_id is not None:
        try:
            with transaction.atomic():
                outcome.take_from_stock(doing.case.seller_id, record.offer_id, record.quantity)
        except (IntegrityError, StockMissing):
            return CannotAct.SOLD_OUT
    record.new_carrier, record.new_tracking_number = saying.carrier, saying.tracking_number
    record.replaced_at = doing.now
    record.save()
    doing.facts |= {"carrier": saying.carrier, "tracking_number": saying.tracking_number}
    return None


def _offer(doing: _Act) -> CannotAct | None:
    case, saying, side = doing.case, doing.saying, doing.doer.side
    wrong = _wrong_terms(doing)
    if wrong is not None:
        return wrong
    amount = Money.zero(case.currency) if saying.replacement or saying.amount is None else saying.amount
    case.standing = Offer.objects.create(
        case=case,
        side=side,
        person_id=doing.doer.person_id,
        amount_minor=amount.minor,
        goods_back=saying.goods_back,
        replacement=saying.replacement,
        words=saying.words,
        at=doing.now,
    )
    case.buyer_agreed, case.seller_agreed = side is Side.BUYER, side is Side.SELLER
    doing.facts |= {
        "amount_minor": amount.minor,
        "goods_back": saying.goods_back,
        "replacement": saying.replacement,
    }
    return None


def _propose(doing: _Act) -> CannotAct | None:
    return _not_the_neutral(doing) or _with_reason(doing) or _offer(doing)


def _agree(doing: _Act) -> CannotAct | None:
    case, buyer = doing.case, doing.doer.side is Side.BUYER
    if case.standing is None or (case.buyer_agreed if buyer else case.seller_agreed):
        return CannotAct.NOTHING_STANDS
    if buyer:
        case.buyer_agreed = True
    else:
        case.seller_agreed = True
    doing.facts |= {
        "amount_minor": case.standing.amount_minor,
        "goods_back": case.standing.goods_back,
        "replacement": case.standing.replacement,
    }
    return None


def _escalate(doing: _Act) -> CannotAct | None:
    if doing.doer.side is Side.HUB and (refused := _not_the_neutral(doing)):
        return refused
    _start_anew(doing)
    return None


def _start_anew(doing: _Act) -> None:
    """What was offered between the two binds nobody in the next step."""
    doing.case.standing = None
    doing.case.buyer_agreed = doing.case.seller_agreed = False


def _decide(doing: _Act) -> CannotAct | None:
    case, saying, person_id = doing.case, doing.saying, doing.doer.person_id
    refused = _not_the_neutral(doing) or _with_reason(doing) or _wrong_terms(doing)
    if refused is not None:
        return refused
    if saying.amount is None or saying.replacement:
        return CannotAct.AMOUNT
    assert person_id is not None
    before = Decision.objects.filter(case=case)
    appeal = case.stage == Stage.APPEAL
    if appeal and before.filter(person_id=person_id).exists():
        return CannotAct.CONFLICT
    Decision.objects.create(
        case=case,
        number=before.count() + 1,
        on_appeal=appeal,
        person_id=person_id,
        person=doing.doer.name,
        amount_minor=saying.amount.minor,
        goods_back=saying.goods_back,
        reasons=saying.words,
        at=doing.now,
    )
    doing.facts |= {"amount_minor": saying.amount.minor, "goods_back": saying.goods_back, "on_appeal": appeal}
    return None


def _appeal(doing: _Act) -> CannotAct | None:
    if doing.case.appealed_by:
        return CannotAct.ONCE
    if not doing.saying.words.strip():
        return CannotAct.NO_WORDS
    doing.case.appealed_by = doing.doer.side
    doing.case.neutral_id, doing.case.neutral = None, ""  # another person hears it
    return None


def _wrong_terms(doing: _Act) -> CannotAct | None:
    saying = doing.saying
    if saying.replacement:
        return None if saying.amount is None or not saying.amount else CannotAct.AMOUNT
    amount, zero = saying.amount, Money.zero(doing.case.currency)
    if amount is None or amount.currency != doing.case.currency or not zero <= amount <= doing.left:
        return CannotAct.AMOUNT
    return CannotAct.AMOUNT if saying.goods_back and not amount else None


def _not_the_neutral(doing: _Act) -> CannotAct | None:
    person_id = doing.doer.person_id
    return None if person_id is not None and doing.case.neutral_id == person_id else CannotAct.NOT_THE_NEUTRAL


def _record(case: Case) -> Return | Exchange:
    """The record whose goods travel now."""
    return case.goods_back if case.stage.startswith("return") else case.exchange


_WRITES: dict[Action, Callable[[_Act], CannotAct | None]] = {
    Action.REFUSE: _refuse,
    Action.SEND_BACK: _send_back,
    Action.RECEIVE: _receive,
    Action.CONTEST: _contest,
    Action.REPLACE: _replace,
    Action.OFFER: _offer,
    Action.PROPOSE: _propose,
    Action.AGREE: _agree,
    Action.ESCALATE: _escalate,
    Action.DECIDE: _decide,
    Action.APPEAL: _appeal,
}
