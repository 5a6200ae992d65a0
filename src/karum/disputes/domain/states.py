"""The life of a return, an exchange and a dispute, written once as data. The pages and the manual read it from here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from karum.disputes.domain.terms import Terms


class Kind(StrEnum):
    """What the buyer asks for: different records, with machines of their own."""

    RETURN = "return"  # the goods come back, the money goes back
    EXCHANGE = "exchange"  # another variant is sent
    CLAIM = "claim"  # something is wrong: it is settled in up to three steps


class Problem(StrEnum):
    """What is wrong, of a claim."""

    NOT_ARRIVED = "not_arrived"
    DAMAGED = "damaged"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    COUNTERFEIT = "counterfeit"


class Wanted(StrEnum):
    """What the buyer would take for it."""

    FULL_REFUND = "full_refund"
    PART_REFUND = "part_refund"
    REPLACEMENT = "replacement"


class Stage(StrEnum):
    """Where a case stands. The first word names its machine."""

    RETURN_ASKED = "return_asked"
    RETURN_REFUSED = "return_refused"
    RETURN_ACCEPTED = "return_accepted"  # the buyer may send the goods
    RETURN_SENT = "return_sent"
    RETURN_RECEIVED = "return_received"
    EXCHANGE_ASKED = "exchange_asked"
    EXCHANGE_REFUSED = "exchange_refused"
    EXCHANGE_ACCEPTED = "exchange_accepted"
    EXCHANGE_SENT = "exchange_sent"
    EXCHANGE_DUE = "exchange_due"  # the seller sends the other thing now
    EXCHANGE_REPLACED = "exchange_replaced"  # it is on its way to the buyer
    TALK_SELLER = "talk_seller"  # step 1, the seller's turn
    TALK_BUYER = "talk_buyer"  # step 1, the buyer's turn
    MEDIATION = "mediation"  # step 2: a neutral of the hub makes an offer to both
    DECISION = "decision"  # step 3: the hub decides
    DECIDED = "decided"  # decided, and may still be appealed against
    APPEAL = "appeal"  # another person decides
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ended."""

    REFUNDED = "refunded"  # in whole or in part
    REPLACED = "replaced"
    DISMISSED = "dismissed"  # nothing is owed
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # the buyer was silent
    CHARGEBACK = "chargeback"  # the buyer's bank took the matter over


class Side(StrEnum):
    """Who acts. CLOCK is a term that ran out; BANK is the buyer's, which takes its money back."""

    BUYER = "buyer"
    SELLER = "seller"
    HUB = "hub"
    CLOCK = "clock"
    BANK = "bank"


class Action(StrEnum):
    """What can be done with a case."""

    ACCEPT = "accept"  # of a return or exchange
    REFUSE = "refuse"
    SEND_BACK = "send_back"
    RECEIVE = "receive"
    PAY_BACK = "pay_back"
    CONTEST = "contest"  # what came back is not what was sent
    REPLACE = "replace"
    FINISH = "finish"
    OFFER = "offer"
    AGREE = "agree"
    ESCALATE = "escalate"
    PROPOSE = "propose"
    DECIDE = "decide"
    APPEAL = "appeal"
    ENFORCE = "enforce"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    YIELD = "yield"  # to the buyer's bank


# Written into the log beside the actions: they change no stage.
OPENED, SAID, FILED, TAKEN = "opened", "said", "filed", "taken"
NOTES = (OPENED, SAID, FILED, TAKEN)


class Ends(StrEnum):
    """What an action does beside moving on."""

    NOTHING = "nothing"
    PAY = "pay"  # the agreed amount goes back, the case closes as refunded
    SETTLE = "settle"  # when both sides agree, the standing offer is carried out
    AWARD = "award"  # the last decision is carried out
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Transition:
    """``action`` leads from any of ``sources`` to ``target`` (None: stays), when one of ``sides`` does it."""

    action: Action
    sources: frozenset[Stage]
    target: Stage | None
    sides: frozenset[Side]
    ends: Ends = Ends.NOTHING
    outcome: Outcome | None = None


def _of(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


def _by(*sides: Side) -> frozenset[Side]:
    return frozenset(sides)


S, A, W, T = Stage, Action, Side, Transition

RETURN: tuple[Transition, ...] = (
    T(A.ACCEPT, _of(S.RETURN_ASKED, S.RETURN_REFUSED), S.RETURN_ACCEPTED, _by(W.SELLER)),
    T(A.REFUSE, _of(S.RETURN_ASKED), S.RETURN_REFUSED, _by(W.SELLER)),
    T(A.ESCALATE, _of(S.RETURN_ASKED), S.MEDIATION, _by(W.CLOCK)),
    T(A.ESCALATE, _of(S.RETURN_REFUSED), S.MEDIATION, _by(W.BUYER)),
    T(A.LAPSE, _of(S.RETURN_REFUSED, S.RETURN_ACCEPTED), S.CLOSED, _by(W.CLOCK), Ends.CLOSE, Outcome.LAPSED),
    T(A.SEND_BACK, _of(S.RETURN_ACCEPTED), S.RETURN_SENT, _by(W.BUYER)),
    T(A.RECEIVE, _of(S.RETURN_SENT), S.RETURN_RECEIVED, _by(W.SELLER)),
    T(A.CONTEST, _of(S.RETURN_SENT, S.RETURN_RECEIVED), S.DECISION, _by(W.SELLER)),
    T(A.PAY_BACK, _of(S.RETURN_ASKED, S.RETURN_REFUSED, S.RETURN_ACCEPTED), S.CLOSED, _by(W.SELLER), Ends.PAY),
    T(A.PAY_BACK, _of(S.RETURN_SENT, S.RETURN_RECEIVED), S.CLOSED, _by(W.SELLER, W.CLOCK), Ends.PAY),
)

EXCHANGE: tuple[Transition, ...] = (
    T(A.ACCEPT, _of(S.EXCHANGE_ASKED, S.EXCHANGE_REFUSED), S.EXCHANGE_ACCEPTED, _by(W.SELLER)),
    T(A.REFUSE, _of(S.EXCHANGE_ASKED), S.EXCHANGE_REFUSED, _by(W.SELLER)),
    T(A.ESCALATE, _of(S.EXCHANGE_ASKED, S.EXCHANGE_SENT, S.EXCHANGE_DUE), S.MEDIATION, _by(W.CLOCK)),
    T(A.ESCALATE, _of(S.EXCHANGE_REFUSED, S.EXCHANGE_REPLACED), S.MEDIATION, _by(W.BUYER)),
    T(A.LAPSE, _of(S.EXCHANGE_REFUSED, S.EXCHANGE_ACCEPTED), S.CLOSED, _by(W.CLOCK), Ends.CLOSE, Outcome.LAPSED),
    T(A.SEND_BACK, _of(S.EXCHANGE_ACCEPTED), S.EXCHANGE_SENT, _by(W.BUYER)),
    T(A.RECEIVE, _of(S.EXCHANGE_SENT), S.EXCHANGE_DUE, _by(W.SELLER)),
    T(A.CONTEST, _of(S.EXCHANGE_SENT, S.EXCHANGE_DUE), S.DECISION, _by(W.SELLER)),
    T(A.REPLACE, _of(S.EXCHANGE_DUE), S.EXCHANGE_REPLACED, _by(W.SELLER)),
    T(A.PAY_BACK, _of(S.EXCHANGE_SENT, S.EXCHANGE_DUE), S.CLOSED, _by(W.SELLER), Ends.PAY),
    T(A.FINISH, _of(S.EXCHANGE_REPLACED), S.CLOSED, _by(W.BUYER, W.CLOCK), Ends.CLOSE, Outcome.REPLACED),
)

_TALK = (S.TALK_SELLER, S.TALK_BUYER)
DISPUTE: tuple[Transition, ...] = (
    T(A.OFFER, _of(*_TALK), S.TALK_BUYER, _by(W.SELLER)),
    T(A.OFFER, _of(*_TALK), S.TALK_SELLER, _by(W.BUYER)),
    T(A.AGREE, _of(*_TALK, S.MEDIATION), None, _by(W.BUYER, W.SELLER), Ends.SETTLE),
    T(A.ESCALATE, _of(S.TALK_SELLER), S.MEDIATION, _by(W.SELLER, W.CLOCK)),
    T(A.ESCALATE, _of(S.TALK_BUYER), S.MEDIATION, _by(W.SELLER, W.BUYER)),
    T(A.LAPSE, _of(S.TALK_BUYER), S.CLOSED, _by(W.CLOCK), Ends.CLOSE, Outcome.LAPSED),
    T(A.PROPOSE, _of(S.MEDIATION), None, _by(W.HUB)),
    T(A.ESCALATE, _of(S.MEDIATION), S.DECISION, _by(W.BUYER, W.SELLER, W.HUB, W.CLOCK)),
    T(A.DECIDE, _of(S.DECISION), S.DECIDED, _by(W.HUB)),
    T(A.APPEAL, _of(S.DECIDED), S.APPEAL, _by(W.BUYER, W.SELLER)),
    T(A.DECIDE, _of(S.APPEAL), None, _by(W.HUB), Ends.AWARD),
    T(A.ENFORCE, _of(S.DECIDED), None, _by(W.CLOCK), Ends.AWARD),
)

_BEFORE_DECISION = _of(
    *(stage for stage in Stage if stage not in (S.DECISION, S.DECIDED, S.APPEAL, S.EXCHANGE_REPLACED, S.CLOSED))
)
ANY: tuple[Transition, ...] = (
    T(A.WITHDRAW, _BEFORE_DECISION, S.CLOSED, _by(W.BUYER), Ends.CLOSE, Outcome.WITHDRAWN),
    T(A.YIELD, frozenset(Stage) - {S.CLOSED}, S.CLOSED, _by(W.BANK), Ends.CLOSE, Outcome.CHARGEBACK),
)

TRANSITIONS = RETURN + EXCHANGE + DISPUTE + ANY

FIRST = {Kind.RETURN: S.RETURN_ASKED, Kind.EXCHANGE: S.EXCHANGE_ASKED, Kind.CLAIM: S.TALK_SELLER}

# How long a stage lasts (a field of Terms), and what happens by itself then. The hub's own terms end in nothing:
# a case is never decided by silence of the hub, it stands on top of its queue instead.
ON_TERM: dict[Stage, tuple[str, Action | None]] = {
    S.RETURN_ASKED: ("answer_days", A.ESCALATE),
    S.RETURN_REFUSED: ("reply_days", A.LAPSE),
    S.RETURN_ACCEPTED: ("send_back_days", A.LAPSE),
    S.RETURN_SENT: ("arrive_days", A.PAY_BACK),
    S.RETURN_RECEIVED: ("inspect_days", A.PAY_BACK),
    S.EXCHANGE_ASKED: ("answer_days", A.ESCALATE),
    S.EXCHANGE_REFUSED: ("reply_days", A.LAPSE),
    S.EXCHANGE_ACCEPTED: ("send_back_days", A.LAPSE),
    S.EXCHANGE_SENT: ("arrive_days", A.ESCALATE),
    S.EXCHANGE_DUE: ("replace_days", A.ESCALATE),
    S.EXCHANGE_REPLACED: ("arrive_days", A.FINISH),
    S.TALK_SELLER: ("answer_days", A.ESCALATE),
    S.TALK_BUYER: ("reply_days", A.LAPSE),
    S.MEDIATION: ("mediation_days", A.ESCALATE),
    S.DECISION: ("decision_days", None),
    S.DECIDED: ("appeal_days", A.ENFORCE),
    S.APPEAL: ("decision_days", None),
}

# The three published steps, for the pages.
STEPS: tuple[frozenset[Stage], ...] = (_of(*_TALK), _of(S.MEDIATION), _of(S.DECISION, S.DECIDED, S.APPEAL))

# Stages in which the hub is asked for something.
HUBS = (S.MEDIATION, S.DECISION, S.APPEAL)


def transition(stage: Stage, action: Action, side: Side) -> Transition | None:
    """Return what ``action`` by ``side`` does in ``stage``; None when it may not be done."""
    for candidate in TRANSITIONS:
        if candidate.action is action and stage in candidate.sources and side in candidate.sides:
            return candidate
    return None


def actions(stage: Stage, side: Side) -> tuple[Action, ...]:
    """What ``side`` may do now, in the order of the tables."""
    return tuple(dict.fromkeys(t.action for t in TRANSITIONS if stage in t.sources and side in t.sides))


def acts_of(side: Side) -> frozenset[Action]:
    """What ``side`` may do in one stage or another."""
    return frozenset(t.action for t in TRANSITIONS if side in t.sides)


def due_at(stage: Stage, terms: Terms, now: datetime) -> datetime | None:
    """When the clock of ``stage``, entered ``now``, runs out; None for a case that is closed."""
    field = ON_TERM.get(stage)
    return now + timedelta(days=getattr(terms, field[0])) if field else None
