"""What talk says to people, in their language."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karum.talk.domain.hints import Hint
from karum.talk.domain.saying import NotSaid, Reason
from karum.talk.domain.terms import terms


def not_said_text(why: NotSaid | str) -> str:
    """Why a message was not sent, and what to do."""
    return {
        NotSaid.UNCONFIRMED: _("Please confirm your address first: the link is in the letter to you."),
        NotSaid.FROZEN: _("The hub has closed this conversation."),
        NotSaid.BLOCKED: _("This message cannot be sent: one side wants no more messages."),
        NotSaid.TOO_MANY: _("Please wait for an answer before you write more."),
        NotSaid.TOO_MANY_LETTERS: _("Please open the letters that we sent to this address first."),
        NotSaid.PAY_LINK: _(
            "A link to pay cannot be sent. Buyers pay only on the hub, where the money is held safely."
        ),
        NotSaid.CARD: _("This looks like a card's number. Never send it to anybody: please take it out."),
    }[NotSaid(why)]


def reason_text(reason: Reason | str) -> str:
    """What is wrong with a conversation."""
    return {
        Reason.SPAM: _("It is advertising"),
        Reason.INSULT: _("It insults or threatens"),
        Reason.OUTSIDE: _("I am asked to pay outside the hub"),
        Reason.FRAUD: _("It looks like fraud"),
        Reason.OTHER: _("Something else"),
    }[Reason(reason)]


def warning_text(hints: Iterable[str]) -> str:
    """What the reader is warned of; empty when there is nothing."""
    found = {Hint(hint) for hint in hints}
    if found & {Hint.BANK, Hint.SERVICE}:
        return _("Pay only on the hub. Outside of it nobody holds your money until the goods arrive.")
    if found & {Hint.LINK, Hint.ADDRESS}:
        return _("This leads out of the hub. Stay here: what is said and paid elsewhere cannot be protected.")
    return ""


def action_text(action: str) -> str:
    """What was done beside the messages."""
    return {
        "opened": _("began"),
        "confirmed": _("confirmed the address"),
        "blocked": _("blocked the other side"),
        "unblocked": _("lifted the block"),
        "reported": _("showed it to the hub"),
        "dismissed": _("looked at it, and left it"),
        "froze": _("closed it"),
        "thawed": _("opened it again"),
        "published": _("published the answer"),
        "withdrew": _("took the answer off the page"),
        "allowed": _("allowed to publish"),
        "forbade": _("forbade to publish"),
    }[action]


def side_text(side: str) -> str:
    """Who did it."""
    return {"asker": _("The buyer"), "seller": _("The shop"), "hub": _("The hub")}[side]


def speed_text(speed: timedelta | None) -> str:
    """How fast a shop answers; the promise of the hub's rules where too little is known."""
    if speed is None:
        hours = terms().answer_hours
        return ngettext("Shops should answer within %(n)s hour.", "Shops should answer within %(n)s hours.", hours) % {
            "n": hours
        }
    hours = max(1, -(-int(speed.total_seconds()) // 3600))
    if hours <= 36:
        text = ngettext("Usually answers within %(n)s hour.", "Usually answers within %(n)s hours.", hours)
        return text % {"n": hours}
    days = -(-hours // 24)
    return ngettext("Usually answers within %(n)s day.", "Usually answers within %(n)s days.", days) % {"n": days}
