"""What cases say to people, in their language."""

from datetime import datetime

from django.utils.translation import gettext as _

from karum.disputes.domain.files import BadFile
from karum.disputes.domain.losses import NotBorne
from karum.disputes.domain.opening import NotOpened
from karum.disputes.domain.states import FILED, OPENED, SAID, TAKEN, Action, Kind, Outcome, Problem, Side, Stage, Wanted
from karum.disputes.services.act import CannotAct
from karum.runtime.wording import moment_text


def kind_text(kind: str) -> str:
    """What the buyer asks for."""
    return {Kind.RETURN: _("Return"), Kind.EXCHANGE: _("Exchange"), Kind.CLAIM: _("Claim")}[Kind(kind)]


def problem_text(problem: str) -> str:
    """What is wrong."""
    return {
        Problem.NOT_ARRIVED: _("It has not arrived"),
        Problem.DAMAGED: _("It is damaged"),
        Problem.NOT_AS_DESCRIBED: _("It is not as described"),
        Problem.WRONG_ITEM: _("It is the wrong thing"),
        Problem.COUNTERFEIT: _("It is a counterfeit"),
    }[Problem(problem)]


def wanted_text(wanted: str) -> str:
    """What would make it good."""
    return {
        Wanted.FULL_REFUND: _("All my money back"),
        Wanted.PART_REFUND: _("A part of my money back"),
        Wanted.REPLACEMENT: _("The same thing again"),
    }[Wanted(wanted)]


def stage_text(stage: str) -> str:
    """Where a case stands, in a few words."""
    return {
        Stage.RETURN_ASKED: _("Return asked for"),
        Stage.RETURN_REFUSED: _("Return refused"),
        Stage.RETURN_ACCEPTED: _("Waiting for the goods to be sent back"),
        Stage.RETURN_SENT: _("Goods on their way back"),
        Stage.RETURN_RECEIVED: _("Goods are back"),
        Stage.EXCHANGE_ASKED: _("Exchange asked for"),
        Stage.EXCHANGE_REFUSED: _("Exchange refused"),
        Stage.EXCHANGE_ACCEPTED: _("Waiting for the goods to be sent back"),
        Stage.EXCHANGE_SENT: _("Goods on their way back"),
        Stage.EXCHANGE_DUE: _("Waiting for the replacement"),
        Stage.EXCHANGE_REPLACED: _("Replacement on its way"),
        Stage.TALK_SELLER: _("Waiting for the seller's answer"),
        Stage.TALK_BUYER: _("Waiting for the buyer's answer"),
        Stage.MEDIATION: _("The hub mediates"),
        Stage.DECISION: _("The hub decides"),
        Stage.DECIDED: _("Decided, may be appealed against"),
        Stage.APPEAL: _("The appeal is heard"),
        Stage.CLOSED: _("Closed"),
    }[Stage(stage)]


def outcome_text(outcome: str) -> str:
    """How a case ended."""
    return {
        Outcome.REFUNDED: _("Money was sent back"),
        Outcome.REPLACED: _("Another one was sent"),
        Outcome.DISMISSED: _("Nothing is owed"),
        Outcome.WITHDRAWN: _("The buyer withdrew it"),
        Outcome.LAPSED: _("The buyer did not go on with it"),
        Outcome.CHARGEBACK: _("The buyer's bank took it over"),
    }[Outcome(outcome)]


def side_text(side: str) -> str:
    """Who did it."""
    return {
        Side.BUYER: _("Buyer"),
        Side.SELLER: _("Seller"),
        Side.HUB: _("Hub"),
        Side.CLOCK: _("Term"),
        Side.BANK: _("The buyer's bank"),
    }[Side(side)]


def event_text(action: str) -> str:
    """One row of the log, as a past event."""
    notes = {
        OPENED: _("Case opened"),
        SAID: _("Message"),
        FILED: _("File added"),
        TAKEN: _("A person of the hub took the case; she is free of both sides"),
    }
    if action in notes:
        return notes[action]
    return {
        Action.ACCEPT: _("Accepted: the goods may be sent back"),
        Action.REFUSE: _("Refused"),
        Action.SEND_BACK: _("Goods handed to a carrier"),
        Action.RECEIVE: _("Goods came back"),
        Action.PAY_BACK: _("Money sent back"),
        Action.CONTEST: _("What came back is not what was sent"),
        Action.REPLACE: _("Replacement sent"),
        Action.FINISH: _("Finished"),
        Action.OFFER: _("Offer"),
        Action.AGREE: _("Agreed to the offer"),
        Action.ESCALATE: _("Taken to the next step"),
        Action.PROPOSE: _("Offer of the hub to both"),
        Action.DECIDE: _("Decision"),
        Action.APPEAL: _("Appeal"),
        Action.ENFORCE: _("The decision is final"),
        Action.WITHDRAW: _("Withdrawn"),
        Action.LAPSE: _("The term ran out"),
        Action.YIELD: _("The buyer's bank took it over"),
    }[Action(action)]


def clock_text(stage: str, at: datetime) -> str:
    """What happens at ``at`` when nobody does anything; of the hub's own terms, until when it answers."""
    return {
        Stage.RETURN_ASKED: _("The seller answers by %(at)s, or the hub steps in."),
        Stage.RETURN_REFUSED: _("The buyer may ask the hub until %(at)s, then the case is closed."),
        Stage.RETURN_ACCEPTED: _("The buyer sends the goods back by %(at)s, or the case is closed."),
        Stage.RETURN_SENT: _("The seller answers by %(at)s, or the money goes back by itself."),
        Stage.RETURN_RECEIVED: _("The seller looks at the goods until %(at)s, then the money goes back by itself."),
        Stage.EXCHANGE_ASKED: _("The seller answers by %(at)s, or the hub steps in."),
        Stage.EXCHANGE_REFUSED: _("The buyer may ask the hub until %(at)s, then the case is closed."),
        Stage.EXCHANGE_ACCEPTED: _("The buyer sends the goods back by %(at)s, or the case is closed."),
        Stage.EXCHANGE_SENT: _("The seller answers by %(at)s, or the hub steps in."),
        Stage.EXCHANGE_DUE: _("The seller sends the replacement by %(at)s, or the hub steps in."),
        Stage.EXCHANGE_REPLACED: _("If the buyer says nothing until %(at)s, all is well and the case is closed."),
        Stage.TALK_SELLER: _("The seller answers by %(at)s, or the hub steps in."),
        Stage.TALK_BUYER: _("The buyer answers by %(at)s, or the case is closed and the seller is paid."),
        Stage.MEDIATION: _("If both do not agree by %(at)s, the hub decides."),
        Stage.DECISION: _("The hub decides by %(at)s. Until then the money stays where it is."),
        Stage.DECIDED: _("Each side may appeal until %(at)s, then the decision is carried out."),
        Stage.APPEAL: _("Another person of the hub decides by %(at)s, and that is final."),
    }.get(Stage(stage), "") % {"at": moment_text(at)}


def action_text(action: str, stage: str) -> str:
    """What a button says in a stage."""
    if action == Action.ESCALATE and stage == Stage.MEDIATION:
        return _("No agreement: the hub shall decide")
    return {
        Action.ACCEPT: _("Accept it"),
        Action.REFUSE: _("Refuse it"),
        Action.SEND_BACK: _("I sent the goods back"),
        Action.RECEIVE: _("The goods are back"),
        Action.PAY_BACK: _("Send the money back now"),
        Action.CONTEST: _("This is not what I sent"),
        Action.REPLACE: _("I sent the replacement"),
        Action.FINISH: _("It arrived and all is well"),
        Action.OFFER: _("Make an offer"),
        Action.AGREE: _("Agree to the offer"),
        Action.ESCALATE: _("Take it to the hub"),
        Action.PROPOSE: _("Propose this to both"),
        Action.DECIDE: _("Decide"),
        Action.APPEAL: _("Appeal"),
        Action.WITHDRAW: _("Withdraw it: all is well"),
    }[Action(action)]


def not_opened_text(reason: NotOpened) -> str:
    """Why no case was opened, and what to do."""
    return {
        NotOpened.NOT_SENT: _("It is not sent yet: you can cancel the order and get everything back."),
        NotOpened.TOO_LATE: _("The time for this is over. You can still write to the seller."),
        NotOpened.OPEN_ALREADY: _("There is an open case about this order already."),
        NotOpened.DECIDED: _("The hub has decided about this order. A decision is made once."),
        NotOpened.AMOUNT: _("The amount must be more than zero and not more than what is left."),
        NotOpened.NOTHING_LEFT: _("Everything that you paid was sent back already."),
        NotOpened.NO_VARIANT: _("There is no other one of the same price in stock."),
        NotOpened.CHARGEBACK: _("Your bank has the matter in hand: it decides."),
    }[reason]


def cannot_text(reason: CannotAct) -> str:
    """Why nothing was done."""
    return {
        CannotAct.NOT_FOUND: _("There is no such case."),
        CannotAct.NOT_NOW: _("Nothing was done: the case moved on meanwhile. Look at where it stands."),
        CannotAct.NO_WORDS: _("Please say why in a few words."),
        CannotAct.AMOUNT: _("The amount must not be below zero nor more than what is left."),
        CannotAct.NO_TRACKING: _("Write who carries it and the tracking number."),
        CannotAct.NOTHING_STANDS: _("There is no offer to agree to."),
        CannotAct.NOT_THE_NEUTRAL: _("Take the case first: the person who acts is named."),
        CannotAct.CONFLICT: _("You are not free in this matter: another person must take it."),
        CannotAct.NOT_DECLARED: _("Say that you have no interest in either side."),
        CannotAct.ONCE: _("The appeal was used: a decision on appeal is final."),
        CannotAct.SOLD_OUT: _("It is sold out. Send the money back instead, or talk to the buyer."),
        CannotAct.AT_THE_BANK: _("The buyer's bank just took this money back. Look at the case again in a minute."),
    }[reason]


def bad_file_text(reason: BadFile) -> str:
    """Why a file was not kept."""
    return {
        BadFile.EMPTY: _("The file is empty."),
        BadFile.TOO_LARGE: _("The file is too large: a picture may have 12 MB, a PDF 8 MB."),
        BadFile.NOT_WHOLE: _("This PDF is not whole. Save it again."),
        BadFile.TOO_MANY: _("No more files can be added to this case."),
        BadFile.NOT_A_PICTURE: _("Use a JPEG, PNG, WebP or AVIF picture of at least 160 pixels each side, or a PDF."),
    }[reason]


def check_text(name: str) -> str:
    """What was looked at before somebody took a case."""
    return {
        "is_buyer": _("You are not the buyer."),
        "works_for_seller": _("You do not work for the seller."),
        "handled_payouts": _("You did not make the seller's payouts."),
        "knows_case": _("You had no part in this case before."),
    }.get(name, name)


def not_borne_text(reason: NotBorne) -> str:
    """Why the hub's loss was not booked."""
    return {
        NotBorne.NOT_FOUND: _("This was decided already."),
        NotBorne.NOT_LOST: _("The bank has not decided yet. Wait until the chargeback is lost."),
        NotBorne.NO_GAP: _("Nothing is left to bear: orders bear all of it, or somebody has asked already."),
        NotBorne.NO_REASON: _("Say why: it stays in the books."),
        NotBorne.SAME_PERSON: _("You asked for it: another operator has to approve it."),
        NotBorne.CHANGED: _("The amount has changed since. Drop it and ask again."),
    }[reason]
